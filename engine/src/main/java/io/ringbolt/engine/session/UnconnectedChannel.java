package io.ringbolt.engine.session;

/**
 * The way back to a client without a connection: nothing is sent, nothing waits, nothing can end. Who extends it says
 * what becomes of replies. Owned by the engine thread.
 */
public abstract class UnconnectedChannel implements SessionChannel
{
    @Override
    public void commit(final long sequence, final boolean isDurable)
    {
        // what is answered goes nowhere else
    }

    @Override
    public void discard()
    {
        // what is answered goes nowhere else
    }

    @Override
    public void close(final boolean afterReplies)
    {
        // there is no connection
    }

    @Override
    public void pauseReading(final boolean pause)
    {
        // there is nothing to read
    }

    @Override
    public void exemptFromTimeout(final boolean exempt)
    {
        // there is no connection to time out
    }

    @Override
    public long outputLength()
    {
        return 0;
    }

    @Override
    public int outputChunkCount()
    {
        return 0;
    }

    @Override
    public long outputMemory()
    {
        return 0;
    }

    @Override
    public int queryLength()
    {
        return 0;
    }

    @Override
    public long argumentMemory()
    {
        return 0;
    }

    @Override
    public int queryFree()
    {
        return 0;
    }

    @Override
    public int descriptor()
    {
        return -1;
    }

    @Override
    public long bytesIn()
    {
        return 0;
    }

    @Override
    public long bytesOut()
    {
        return 0;
    }
}
