package io.ringbolt.transport;

import io.ringbolt.config.WaitStrategy;
import io.ringbolt.engine.agent.ParkingIdleStrategy;
import io.ringbolt.engine.agent.WakeSignal;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The threads of one server: each runs an agent until all are stopped, and idles as {@code wait-strategy} says.
 */
final class AgentThreads
{
    private static final long SPIN_NS = 20_000;
    /** Scripts nest natives, patterns and JSON a thousand deep; memory is taken for what is used of it only. */
    private static final long STACK_LENGTH = 8L << 20;
    private static final long WAKE_MS = 50;

    private final WaitStrategy waitStrategy;
    private final Consumer<Throwable> onError;
    private final AtomicBoolean isStopping = new AtomicBoolean();
    private final List<AgentRunner> runners = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    AgentThreads(final WaitStrategy waitStrategy, final Consumer<Throwable> onError)
    {
        this.waitStrategy = waitStrategy;
        this.onError = onError;
    }

    boolean isStopping()
    {
        return isStopping.get();
    }

    /** Starts a thread that waits for its work in a selector. */
    void start(final String name, final Agent agent, final SelectorAgent selector)
    {
        final IdleStrategy idleStrategy = switch (waitStrategy)
        {
            case BUSY_SPIN -> new BusySpinIdleStrategy();
            case YIELDING -> new YieldingIdleStrategy();
            default -> new SelectIdleStrategy(selector);
        };
        start(name, agent, idleStrategy, new ParkedThread());
    }

    /**
     * Starts a thread that waits for entries in the ring. @param parked wakes it, through its agent's
     * {@link WakeSignal}.
     */
    void start(final String name, final Agent agent, final BooleanSupplier hasWork, final ParkedThread parked)
    {
        final IdleStrategy idleStrategy = switch (waitStrategy)
        {
            case BUSY_SPIN -> new BusySpinIdleStrategy();
            case YIELDING -> new YieldingIdleStrategy();
            case BACKOFF -> new BackoffIdleStrategy();
            default -> new ParkingIdleStrategy(parked.signal, hasWork, SPIN_NS);
        };
        start(name, agent, idleStrategy, parked);
    }

    /** As above for work that others wait for. @param pollNs how long to poll before parking, by the moment. */
    void startPolling(
        final String name,
        final Agent agent,
        final BooleanSupplier hasWork,
        final LongSupplier pollNs,
        final ParkedThread parked)
    {
        if (WaitStrategy.BLOCKING_PARK == waitStrategy)
        {
            start(name, agent, new PollingIdleStrategy(parked.signal, hasWork, pollNs), parked);
        }
        else
        {
            start(name, agent, hasWork, parked);
        }
    }

    /** Starts a thread for seldom work that nobody waits for: it parks, whatever the strategy of the others. */
    void startBackground(
        final String name, final Agent agent, final BooleanSupplier hasWork, final ParkedThread parked)
    {
        start(name, agent, new ParkingIdleStrategy(parked.signal, hasWork, 0), parked);
    }

    /** Starts a thread that waits in a way of its own, whatever the strategy of the others. */
    void start(final String name, final Agent agent, final IdleStrategy idleStrategy)
    {
        start(name, agent, idleStrategy, new ParkedThread());
    }

    /** Has every agent end before its next turn; {@link #join} has who waits woken. */
    void requestStop()
    {
        isStopping.set(true);
    }

    /**
     * Waits until every agent has ended, however long that takes. None is interrupted, as {@link AgentRunner#close()}
     * would do after some seconds: it would close the file to which a journal is still writing.
     *
     * @param wake wakes all that wait; called again and again, since an agent that was about to wait when it was woken
     *             looks for work before it waits, but not whether it is to stop.
     */
    void join(final Runnable wake)
    {
        boolean isInterrupted = false;
        wake.run();
        for (final Thread thread : threads)
        {
            isInterrupted |= awaitEnd(thread, wake);
        }
        runners.forEach(AgentRunner::close);
        if (isInterrupted)
        {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether the caller has been interrupted meanwhile. */
    private static boolean awaitEnd(final Thread thread, final Runnable wake)
    {
        boolean isInterrupted = false;
        while (thread.isAlive())
        {
            try
            {
                thread.join(WAKE_MS);
            }
            catch (final InterruptedException later)
            {
                isInterrupted = true;
            }
            wake.run();
        }
        return isInterrupted;
    }

    private void start(
        final String name, final Agent agent, final IdleStrategy idleStrategy, final ParkedThread parked)
    {
        final AgentRunner runner =
            new AgentRunner(idleStrategy, this::onError, null, new StoppableAgent(name, agent, isStopping));
        runners.add(runner);
        AgentRunner.startOnThread(runner, work ->
        {
            final Thread thread = new Thread(null, work, name, STACK_LENGTH);
            thread.setDaemon(true);
            parked.thread = thread;
            threads.add(thread);
            return thread;
        });
    }

    private void onError(final Throwable error)
    {
        if (!(error instanceof AgentTerminationException))
        {
            onError.accept(error);
        }
    }

    /** The thread of an agent that parks, known before it runs. */
    static final class ParkedThread
    {
        final WakeSignal signal = new WakeSignal(this::unpark);
        private volatile Thread thread;

        private void unpark()
        {
            LockSupport.unpark(thread);
        }
    }
}
