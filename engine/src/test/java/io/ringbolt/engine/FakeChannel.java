package io.ringbolt.engine;

import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.session.UnconnectedChannel;

/**
 * A client's connection without a socket: replies stay where they were written.
 */
final class FakeChannel extends UnconnectedChannel
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
}
