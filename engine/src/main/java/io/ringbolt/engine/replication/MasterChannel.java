package io.ringbolt.engine.replication;

import io.ringbolt.engine.durability.SilentChannel;

/**
 * The way back to a master, which wants no replies. Errors are counted, for its commands should cause none. Owned by
 * the engine thread.
 */
final class MasterChannel extends SilentChannel
{
    private final String masterAddress;
    private final Runnable onClose;
    private final MasterLinks links;

    /** @param onClose run when the connection is to end. */
    MasterChannel(final String masterAddress, final MasterLinks links, final Runnable onClose)
    {
        this.masterAddress = masterAddress;
        this.links = links;
        this.onClose = onClose;
    }

    @Override
    public void close(final boolean afterReplies)
    {
        onClose.run();
    }

    @Override
    public String remoteAddress()
    {
        return masterAddress;
    }

    @Override
    public boolean isUnixSocket()
    {
        return false;
    }

    @Override
    public long bytesIn()
    {
        return links.figures().bytesIn();
    }

    @Override
    public long bytesOut()
    {
        return links.figures().bytesOut();
    }
}
