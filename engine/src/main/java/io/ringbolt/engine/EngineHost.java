package io.ringbolt.engine;

import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.session.FanOut;
import io.ringbolt.engine.session.Session;

import java.util.concurrent.locks.LockSupport;

/**
 * What the engine asks of the world around it: the process, its listeners and files. Implemented by the transport's assembly,
 * or by a test. Called on the engine thread; none of its methods blocks for longer than it takes to write a small file.
 */
public interface EngineHost
{
    /**
     * Applies a new configuration outside the engine: listeners, selectors, logging.
     *
     * @return null, or why it can't be applied, in Redis's words; nothing has then changed.
     */
    String applyConfig(ServerConfig current, ServerConfig next);

    /** Writes {@code config} over the file it came from. @return null, or why not. */
    String rewriteConfig(ServerConfig config);

    /**
     * Ends the server. Returns at once; the engine executes nothing after the current entry.
     *
     * @param request what the client of SHUTDOWN asked for.
     */
    void shutdown(ShutdownRequest request);

    /** The engine's own bug or a VM error: the host logs it and stops the server rather than serve wrong data. */
    void onFatal(Throwable cause);

    /** A bug in a handler that was answered with an internal error: logged once as a distinct error. */
    void onHandlerError(Session session, String commandName, Throwable cause);

    /**
     * The time at which the engine wants its next tick changed; whoever sends ticks looks at {@link EngineAgent#nextTickMs()}
     * again before it sleeps on.
     */
    void onTimerChanged();

    /** Holds the engine thread up, for DEBUG SLEEP. A host whose time is not the machine's lets its own time pass. */
    default void sleep(final long durationNs)
    {
        final long endNs = System.nanoTime() + durationNs;
        for (long leftNs = durationNs; leftNs > 0 && !Thread.currentThread().isInterrupted(); leftNs = endNs - System.nanoTime())
        {
            LockSupport.parkNanos(this, leftNs);
        }
    }

    /** Sets the counters of {@link #statistics()} back to zero. */
    default void resetStatistics()
    {
    }

    /** Writes a message of an operator, DEBUG LOG's, to the server's log. */
    default void log(final String message)
    {
    }

    /** @return the way to many clients at once; null if the engine shall write to each itself. Asked for once. */
    default FanOut fanOut()
    {
        return null;
    }

    /** @return bytes that clients' buffers take now, outside the engine; asked for with every command. */
    default long clientBytes()
    {
        return 0;
    }

    /** @return like {@link #statistics()}, but only bytes and connections need be fresh; asked for many times a second. */
    default HostStatistics traffic()
    {
        return statistics();
    }

    /** @return figures that only the host knows; a fresh or reused object. */
    HostStatistics statistics();
}
