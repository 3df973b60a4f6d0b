package io.ringbolt.perf.bench;

import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.session.UnconnectedChannel;
import io.ringbolt.transport.buffer.OutputBuffer;
import io.ringbolt.transport.buffer.OutputChunk;
import io.ringbolt.transport.resp.RespWriter;

/**
 * A client's side of the engine that ends where the socket would begin: replies are written as RESP and then dropped.
 */
final class BenchChannel extends UnconnectedChannel
{
    private final OutputBuffer output;
    private final RespWriter writer;

    BenchChannel(final OutputBuffer output, final RespWriter writer)
    {
        this.output = output;
        this.writer = writer;
    }

    /** Takes the committed replies as a selector would, without a socket. @return their bytes. */
    long drain()
    {
        output.handOver();
        long length = 0;
        for (OutputChunk chunk = output.unread(); chunk != null; chunk = chunk.next())
        {
            length += chunk.buffer().remaining();
            chunk.buffer().position(chunk.buffer().limit());
        }
        output.onWritten(length);
        return length;
    }

    @Override
    public ReplyWriter reply()
    {
        return writer;
    }

    @Override
    public void protocol(final int version)
    {
        writer.protocol(version);
    }

    @Override
    public void commit(final long sequence, final boolean isDurable)
    {
        output.commit(OutputChunk.UNGATED);
    }

    @Override
    public void discard()
    {
        output.discard();
    }

    @Override
    public void close(final boolean afterReplies)
    {
        throw new IllegalStateException("the engine ended the session");
    }

    @Override
    public String remoteAddress()
    {
        return "127.0.0.1:1";
    }

    @Override
    public String localAddress()
    {
        return "127.0.0.1:2";
    }

    @Override
    public boolean isUnixSocket()
    {
        return false;
    }

    @Override
    public long outputLength()
    {
        return output.unwrittenLength();
    }

    @Override
    public int outputChunkCount()
    {
        return output.chunkCount();
    }

    @Override
    public long outputMemory()
    {
        return output.memory();
    }

    @Override
    public long bytesOut()
    {
        return output.writtenLength();
    }
}
