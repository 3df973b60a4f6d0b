package io.ringbolt.transport;

import io.ringbolt.transport.buffer.ChunkPool;
import io.ringbolt.transport.buffer.OutputBuffer;

import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A selector's end of broadcasting: it appends messages to the output of their recipients, a bounded number in a turn,
 * so that ten thousand recipients hold up neither other clients nor an engine on the same thread.
 * <p>
 * Messages that follow each other to the same recipients are joined once, appended together and written by one system
 * call each client.
 */
final class BroadcastDelivery implements AutoCloseable
{
    private static final int MAX_RUN_LENGTH = 256;
    /** Pieces appended in a turn: one or two milliseconds with a system call for each. */
    private static final int BUDGET = 256;

    private final ChunkPool chunks = new ChunkPool();
    private final Queue<BroadcastTask> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingCount = new AtomicInteger();
    private final ArrayList<BroadcastTask> run = new ArrayList<>();
    private final JoinedMessages joined = new JoinedMessages();
    private final ArrayList<Connection> heldBack = new ArrayList<>();
    private int position;
    private volatile long visible;
    private volatile long passed;

    // ---- the engine's side

    void add(final BroadcastTask task)
    {
        waitingCount.incrementAndGet();
        tasks.add(task);
    }

    /** Lets broadcasts up to this number be delivered. */
    void publish(final long number)
    {
        visible = number;
    }

    /** @return tasks that have not been done. Any thread. */
    int waitingCount()
    {
        return waitingCount.get();
    }

    // ---- the selector's side

    /** @return true if something is left to be done. Any thread. */
    boolean isDue()
    {
        return visible != passed;
    }

    /** @return the newest broadcast that has gone to all its recipients here. */
    long passed()
    {
        return passed;
    }

    /** Remembers a connection whose next reply waits for a broadcast. */
    void holdBack(final Connection connection)
    {
        if (!heldBack.contains(connection))
        {
            heldBack.add(connection);
        }
    }

    /** @return bytes of output chunks. Any thread. */
    long liveBytes()
    {
        return chunks.liveBytes();
    }

    /** @return bytes of chunks that are not empty. Any thread. */
    long takenBytes()
    {
        return chunks.takenBytes();
    }

    /**
     * Appends what is due, up to a bound.
     *
     * @param deliver writes a connection's output.
     * @return pieces appended: joined messages, or single ones.
     */
    int poll(final Consumer<Connection> deliver)
    {
        int budget = BUDGET;
        while (budget > 0 && isDue())
        {
            if (run.isEmpty() && !nextRun())
            {
                break;
            }
            final BroadcastTask first = run.get(0);
            while (budget > 0 && position < first.count())
            {
                budget -= append((Connection)first.recipients()[position++], deliver);
            }
            if (position == first.count())
            {
                endRun();
                pass();
            }
        }
        if (run.isEmpty())
        {
            pass();
            deliverHeldBack(deliver);
        }
        return BUDGET - budget;
    }

    private boolean nextRun()
    {
        final long limit = visible;
        position = 0;
        BroadcastTask next = tasks.peek();
        while (null != next && next.message().number() <= limit && run.size() < MAX_RUN_LENGTH &&
            (run.isEmpty() || next.hasSameRecipients(run.get(0))))
        {
            run.add(tasks.poll());
            next = tasks.peek();
        }
        joined.join(run);
        return !run.isEmpty();
    }

    private int append(final Connection connection, final Consumer<Connection> deliver)
    {
        if (connection.isClosed())
        {
            return 1;
        }
        final OutputBuffer output = connection.output();
        final boolean isJoined = joined.isAny() &&
            output.appendBroadcasts(chunks, joined.first(), joined.last(), joined.address(), joined.length());
        if (!isJoined)
        {
            appendEach(output);
        }
        deliver.accept(connection);
        return isJoined ? 1 : run.size();
    }

    private void appendEach(final OutputBuffer output)
    {
        for (int i = 0; i < run.size(); i++)
        {
            final Broadcast message = run.get(i).message();
            output.appendBroadcast(
                chunks, message.number(), message.address(), message.length(), run.get(i).firstByte());
        }
    }

    private void endRun()
    {
        run.forEach(task -> task.message().release());
        waitingCount.addAndGet(-run.size());
        run.clear();
    }

    /** Everything before the first task that is left has been passed; without one, everything that is visible. */
    private void pass()
    {
        final long limit = visible;                   // read first: tasks are queued before they become visible
        final BroadcastTask next = tasks.peek();
        final long reached = null == next ? limit : Math.min(limit, next.message().number() - 1);
        if (reached != passed)
        {
            passed = reached;
        }
    }

    private void deliverHeldBack(final Consumer<Connection> deliver)
    {
        for (int i = heldBack.size(); i > 0; i--)
        {
            deliver.accept(heldBack.remove(0));
        }
    }

    /** Frees what has not been delivered. Engine and selector must have stopped, and output must have been dropped. */
    @Override
    public void close()
    {
        endRun();
        for (BroadcastTask task = tasks.poll(); null != task; task = tasks.poll())
        {
            task.message().release();
        }
        chunks.close();
        joined.close();
    }
}
