package io.ringbolt.engine;

import io.ringbolt.engine.durability.Durability;

/**
 * The orderly end of a server: what is being saved is given up, what has to be saved at the end is, and then the host
 * is told to stop. Owned by the engine thread.
 */
final class EngineShutdown
{
    private final EngineHost host;
    private final Durability durability;

    EngineShutdown(final EngineHost host, final Durability durability)
    {
        this.host = host;
        this.durability = durability;
    }

    /** @return false if the save at the end has failed and the request does not insist; the server then goes on. */
    boolean shutdown(final ShutdownRequest request, final long nowMs)
    {
        host.notice("User requested shutdown...");
        giveUpRunning();
        final boolean isDemanded = ShutdownRequest.Save.ALWAYS == request.save();
        final boolean isForbidden = ShutdownRequest.Save.NEVER == request.save();
        if (!durability.saving().saveAtEnd(isDemanded, isForbidden, nowMs))
        {
            host.log("Error trying to save the DB, " + (request.force() ? "exit anyway." : "can't exit."));
            if (!request.force())
            {
                host.log("Errors trying to shut down the server. Check the logs for more information.");
                return false;
            }
        }
        host.shutdown(request);
        return true;
    }

    private void giveUpRunning()
    {
        if (durability.saving().endRunning())
        {
            host.log("There is a snapshot being saved. Cancelling it!");
        }
        if (null != durability.appendOnly() && durability.appendOnly().isRewriting())
        {
            host.log("There is a child rewriting the AOF. Killing it!");
            durability.appendOnly().cancelRewrite();
        }
    }
}
