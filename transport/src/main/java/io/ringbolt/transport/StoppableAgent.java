package io.ringbolt.transport;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An agent whose runner ends once a flag is set. What it closes at the end is the assembly's business, for other agents may
 * still need it.
 */
final class StoppableAgent implements Agent
{
    private final Agent agent;
    private final AtomicBoolean isStopping;

    StoppableAgent(final Agent agent, final AtomicBoolean isStopping)
    {
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
        return agent.roleName();
    }
}
