package io.ringbolt.transport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * SIGTERM and SIGINT as requests to a server that is its process: it saves first if it is to, and goes on if that
 * fails. A second SIGINT ends the process at once. SIGHUP is ignored.
 */
/*
 * A shutdown hook can't do this: once the JVM runs its hooks there is no way back. sun.misc.Signal is the only way that
 * Java offers; its module, jdk.unsupported, is open to everybody and part of every JDK.
 */
final class StopSignals
{
    private static final Logger LOGGER = LoggerFactory.getLogger(StopSignals.class);

    private final Server server;
    private final Runnable onInsisting;
    private final AtomicBoolean isPending = new AtomicBoolean();

    /** @param onInsisting ends the process at once. */
    StopSignals(final Server server, final Runnable onInsisting)
    {
        this.onInsisting = onInsisting;
        this.server = server;
    }

    void install()
    {
        install("TERM", () -> onSignal(false));
        install("INT", () -> onSignal(true));
        install("HUP", () -> { });
    }

    private static void install(final String name, final Runnable handler)
    {
        try
        {
            Signal.handle(new Signal(name), ignored -> handler.run());
        }
        catch (final IllegalArgumentException taken)
        {
            LOGGER.warn("SIG{} is not handled: {}", name, taken.getMessage());
        }
    }

    private void onSignal(final boolean isInterrupt)
    {
        if (isInterrupt && isPending.get())
        {
            LOGGER.warn("You insist... exiting now.");
            onInsisting.run();
            return;
        }
        if (server.isLoading())
        {
            LOGGER.warn("Received shutdown signal during loading, scheduling shutdown.");
        }
        else
        {
            LOGGER.warn("Received {} scheduling shutdown...", isInterrupt ? "SIGINT" : "SIGTERM");
        }
        if (isPending.compareAndSet(false, true))
        {
            server.requestShutdown(isInterrupt, () -> isPending.set(false));
        }
    }
}
