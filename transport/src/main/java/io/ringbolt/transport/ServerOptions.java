package io.ringbolt.transport;

import io.ringbolt.config.GeneralParameters;
import io.ringbolt.config.LogLevel;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.persistence.aof.RecoveryPoint;
import io.ringbolt.persistence.journal.JournalSink;

import java.util.function.Consumer;

/**
 * How a server lives in its process, beside its configuration.
 *
 * @param clocks          what time it is.
 * @param seed            of the engine's randomness.
 * @param isPortZeroFree true if port 0 asks for a free port; false if it means no TCP at all, as in a
 *                        configuration file.
 * @param onLogLevel      told when {@code loglevel} changes.
 * @param isPersistent    whether the server loads its data at the start, and saves them at save points and at its end;
 *                        otherwise only when a command says so.
 * @param recoverTo       up to where an append-only file is loaded.
 * @param journalSink     where a test has the journal write instead of to files; null otherwise. The server closes it.
 */
record ServerOptions(
    ServerClocks clocks,
    long seed,
    boolean isPortZeroFree,
    Consumer<LogLevel> onLogLevel,
    boolean isPersistent,
    RecoveryPoint recoverTo,
    JournalSink journalSink)
{
    /**
     * For a server inside a Java program, which logs as the program does and has no data but in a folder that is named.
     */
    static ServerOptions embedded(final ServerConfig config)
    {
        return new ServerOptions(
            ServerClocks.system(), Seeds.next(), true, level -> { }, !config.isDefault(GeneralParameters.DIR),
            RecoveryPoint.END, null);
    }

    /** For a server that is its process. */
    static ServerOptions ofProcess(final Consumer<LogLevel> onLogLevel, final RecoveryPoint recoverTo)
    {
        return new ServerOptions(ServerClocks.system(), Seeds.next(), false, onLogLevel, true, recoverTo, null);
    }
}
