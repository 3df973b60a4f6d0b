package io.ringbolt.transport;

import io.ringbolt.config.WaitStrategy;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(60)
class AgentThreadsTest
{
    private final List<Throwable> errors = Collections.synchronizedList(new ArrayList<>());
    private final AgentThreads threads = new AgentThreads(WaitStrategy.BLOCKING_PARK, errors::add);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private volatile boolean wasInterrupted;
    private volatile boolean isCallerInterrupted;

    @Test
    void shouldLetAnAgentFinishItsTurnUndisturbed() throws InterruptedException
    {
        threads.start("writing", new WritingAgent(), BusySpinIdleStrategy.INSTANCE);
        begun.await();
        threads.requestStop();
        final Thread closing = new Thread(() ->
        {
            threads.join(() -> { });
            isCallerInterrupted = Thread.currentThread().isInterrupted();
        });
        closing.start();
        awaitJoining(closing);
        for (int i = 0; i < 2; i++)                     // when the second has been noticed the first has had its effect
        {
            closing.interrupt();
            while (closing.isInterrupted())
            {
                Thread.onSpinWait();
            }
            awaitJoining(closing);
        }
        mayEnd.countDown();
        closing.join();

        assertFalse(wasInterrupted);
        assertTrue(isCallerInterrupted);
        assertEquals(List.of(), errors);
    }

    /** As one that looked for work, found none, and was woken just before it waited. */
    @Test
    void shouldWakeAgainWhoMissedTheFirstCall()
    {
        final Semaphore waiting = new Semaphore(0);
        final AtomicInteger calls = new AtomicInteger();
        threads.start("waiting", new IdleAgent(), new WaitingStrategy(waiting));
        while (!waiting.hasQueuedThreads())
        {
            Thread.onSpinWait();
        }
        threads.requestStop();
        threads.join(() ->
        {
            if (calls.incrementAndGet() > 1)
            {
                waiting.release();
            }
        });
        assertTrue(calls.get() > 1);
        assertEquals(List.of(), errors);
    }

    private static void awaitJoining(final Thread thread)
    {
        while (Thread.State.WAITING != thread.getState() && Thread.State.TIMED_WAITING != thread.getState())
        {
            Thread.onSpinWait();
        }
    }

    /** Never has anything to do. */
    private static final class IdleAgent implements Agent
    {
        @Override
        public int doWork()
        {
            return 0;
        }

        @Override
        public String roleName()
        {
            return "waiting";
        }
    }

    /** Waits until it is let go on. */
    private record WaitingStrategy(Semaphore waiting) implements IdleStrategy
    {
        @Override
        public void idle(final int workCount)
        {
            waiting.acquireUninterruptibly();
        }

        @Override
        public void idle()
        {
            waiting.acquireUninterruptibly();
        }

        @Override
        public void reset()
        {
            // keeps no state
        }
    }

    /** One turn of it takes until the test says so. */
    private final class WritingAgent implements Agent
    {
        @Override
        public int doWork()
        {
            begun.countDown();
            while (mayEnd.getCount() > 0)
            {
                wasInterrupted |= Thread.currentThread().isInterrupted();
                Thread.onSpinWait();
            }
            wasInterrupted |= Thread.currentThread().isInterrupted();
            return 1;
        }

        @Override
        public String roleName()
        {
            return "writing";
        }
    }
}
