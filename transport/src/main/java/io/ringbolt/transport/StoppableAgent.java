package io.ringbolt.transport;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An agent whose runner ends once a flag is set. What it closes at the end is the assembly's business, for other agents
 * may still need it.
 */
final class StoppableAgent implements Agent
{
    private final String threadName;
    private final Agent agent;
    private final AtomicBoolean isStopping;

    /** @param threadName told to the runner as the role, after which it names its thread. */
    StoppableAgent(final String threadName, final Agent agent, final AtomicBoolean isStopping)
    {
        this.threadName = threadName;
        this.agent = agent;
        this.isStopping = isStopping;
    }

    @Override
    public int doWork() throws Exception
    {
        if (isStopping.get())
        {
            throw new AgentTerminationException();
        }
        return agent.doWork();
    }

    @Override
    public String roleName()
    {
        return threadName;
    }
}
