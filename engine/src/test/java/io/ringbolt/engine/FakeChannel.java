package io.ringbolt.engine;

import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.session.SessionChannel;

/**
 * A client's connection without a socket: replies stay where they were written.
 */
final class FakeChannel implements SessionChannel
{
    private final CapturedReply reply = new CapturedReply();
    private boolean isClosed;

    CapturedReply captured()
    {
        return reply;
    }

    boolean isClosed()
    {
        return isClosed;
    }

    @Override
    public ReplyWriter reply()
    {
        return reply;
    }

    @Override
    public void protocol(final int version)
    {
        reply.protocol(version);
    }

    @Override
    public void commit(final long sequence, final boolean isDurable)
    {
    }

    @Override
    public long replyLength()
    {
        return reply.length();
    }

    @Override
    public void discard()
    {
        reply.clear();
    }

    @Override
    public void close(final boolean afterReplies)
    {
        isClosed = true;
    }

    @Override
    public void pauseReading(final boolean pause)
    {
    }

    @Override
    public void exemptFromTimeout(final boolean exempt)
    {
    }

    @Override
    public String remoteAddress()
    {
        return "127.0.0.1:50000";
    }

    @Override
    public String localAddress()
    {
        return "127.0.0.1:6379";
    }

    @Override
    public boolean isUnixSocket()
    {
        return false;
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
