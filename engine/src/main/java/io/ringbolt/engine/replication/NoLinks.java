package io.ringbolt.engine.replication;

/**
 * The links of an engine without sockets: no attempt ever comes to anything.
 */
final class NoLinks implements MasterLinks
{
    static final NoLinks INSTANCE = new NoLinks();

    private NoLinks()
    {
    }

    @Override
    public void connect(final LinkRequest request)
    {
        // there is nothing to connect with
    }

    @Override
    public void timeoutMs(final long milliseconds)
    {
        // nothing takes any time
    }

    @Override
    public void close()
    {
        // there is nothing to close
    }

    @Override
    public void onLoaded(final long generation, final long offset)
    {
        // nothing was received
    }

    @Override
    public void acknowledge()
    {
        // nobody hears it
    }

    @Override
    public void applied(final long offset)
    {
        // nobody asks
    }

    @Override
    public LinkFigures figures()
    {
        return LinkFigures.NONE;
    }

    @Override
    public long nextClientId()
    {
        return 0;
    }

    @Override
    public int listeningPort()
    {
        return 0;
    }
}
