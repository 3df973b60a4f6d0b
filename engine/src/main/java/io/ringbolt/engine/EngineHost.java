package io.ringbolt.engine;

import io.ringbolt.config.LogLevel;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.migrate.Migration;
import io.ringbolt.engine.session.FanOut;
import io.ringbolt.engine.session.Session;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * What the engine asks of the world around it: the process, its listeners and files. Implemented by the
 * transport's assembly, or by a test. Called on the engine thread; none of its methods blocks for longer than it
 * takes to write a small file.
 */
public interface EngineHost
{
    /**
     * Applies a new configuration outside the engine: listeners, selectors, logging.
     *
     * @return null, or why it can't be applied, in Redis's words; nothing has then changed.
     */
    String applyConfig(ServerConfig current, ServerConfig next);

    /**
     * Writes {@code config} over the file it came from.
     *
     * @param userLines  names and rules of the ACL users.
     * @param isComplete whether to write down defaults too.
     * @return null, or why not.
     */
    String rewriteConfig(ServerConfig config, List<String> userLines, boolean isComplete);

    /** @return the bytes of a small file. */
    default byte[] readFile(final Path file) throws IOException
    {
        throw new NoSuchFileException("this host reads no files: " + file);
    }

    /** Puts a small file in the place of another, wholly or not at all, even if the machine fails. */
    default void replaceFile(final Path file, final byte[] content) throws IOException
    {
        throw new IOException("this host writes no files: " + file);
    }

    /** Learns whether new clients have to log in before they may do anything. */
    default void onPasswordRequired(final boolean isRequired)
    {
    }

    /** The server begins to follow another one, or to be a master. */
    default void onRole(final boolean isReplica)
    {
    }

    /** Fills an array with bytes that nobody can foresee: a password, which is told and not kept. */
    void fillWithEntropy(byte[] bytes);

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
     * The time at which the engine wants its next tick changed; whoever sends ticks looks at
     * {@link EngineAgent#nextTickMs()} again before it sleeps on.
     */
    void onTimerChanged();

    /** Holds the engine thread up, for DEBUG SLEEP. A host whose time is not the machine's lets its own time pass. */
    default void sleep(final long durationNs)
    {
        final long endNs = System.nanoTime() + durationNs;
        for (
            long leftNs = durationNs;
            leftNs > 0 && !Thread.currentThread().isInterrupted();
            leftNs = endNs - System.nanoTime())
        {
            LockSupport.parkNanos(this, leftNs);
        }
    }

    /**
     * Carries keys over to another server, on another thread.
     *
     * @param migration is the host's until it runs {@code onReturn} on the engine thread, as a ring entry of its own.
     */
    default void migrate(final Migration migration, final Runnable onReturn)
    {
        migration.onEnd(Migration.End.NOT_CONNECTED);
        onReturn.run();
    }

    /**
     * Like {@link #migrate} for a client that can't wait: done when it returns. The one method that may block for long.
     */
    default void migrateNow(final Migration migration)
    {
        migration.onEnd(Migration.End.NOT_CONNECTED);
    }

    /** Sets the counters of {@link #statistics()} back to zero. */
    default void resetStatistics()
    {
    }

    /**
     * Lets others be served while a command runs for long: the host takes in what clients have sent and has
     * {@link EngineAgent#serveBeside()} answer it. Called again and again until the command ends.
     */
    default void serveBeside()
    {
    }

    /** Writes a script's message to the server's log. */
    default void log(final LogLevel level, final String message)
    {
    }

    /** Writes a message to the server's log that an operator should not miss. */
    default void log(final String message)
    {
    }

    /** Writes a message to the server's log. */
    default void notice(final String message)
    {
    }

    /** The data that the server should have could not be loaded: it ends, for it must not serve others. */
    default void onLoadFailed(final Throwable cause)
    {
        onFatal(cause);
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

    /**
     * @return like {@link #statistics()}, but only bytes and connections need be fresh; asked for many times a second.
     */
    default HostStatistics traffic()
    {
        return statistics();
    }

    /** @return figures that only the host knows; a fresh or reused object. */
    HostStatistics statistics();
}
