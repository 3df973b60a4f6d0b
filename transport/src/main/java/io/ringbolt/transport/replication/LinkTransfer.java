package io.ringbolt.transport.replication;

import io.ringbolt.engine.replication.LinkRequest;
import io.ringbolt.engine.replication.Transfer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The receipt of a master's data: how many there are or how they end, and where they go. Owned by the link's thread.
 */
final class LinkTransfer
{
    private static final Logger LOGGER = LoggerFactory.getLogger(LinkTransfer.class);
    private static final String EOF_HEAD = "$EOF:";

    private final LinkContext context;
    private final LinkRequest request;
    private final Runnable onRoom;
    private final Runnable pump;
    private TransferSink sink;
    private TransferPipe pipe;
    private Transfer transfer;
    private EofMark mark;
    private long totalLength;
    private long readLength;

    /**
     * @param onRoom wakes the link when the engine has taken data.
     * @param pump   drives the link where it has no thread; else does nothing.
     */
    LinkTransfer(final LinkContext context, final LinkRequest request, final Runnable onRoom, final Runnable pump)
    {
        this.context = context;
        this.request = request;
        this.onRoom = onRoom;
        this.pump = pump;
    }

    /** @return true once it is known how the data end. */
    boolean hasBegun()
    {
        return null != sink;
    }

    /** Takes the line before the data; an empty one says that they will come. */
    void onHead(final String line) throws IOException
    {
        if (line.isEmpty())
        {
            return;
        }
        if ('-' == line.charAt(0))
        {
            throw new LinkException("MASTER aborted replication with an error: " + line);
        }
        if (line.startsWith(EOF_HEAD))
        {
            mark = new EofMark(markOf(line));
            LOGGER.info("MASTER <-> REPLICA sync: receiving streamed RDB from master with EOF to {}", place());
        }
        else
        {
            totalLength = lengthOf(line);
            LOGGER.info("MASTER <-> REPLICA sync: receiving {} bytes from master to {}", totalLength, place());
        }
        open();
    }

    private String place()
    {
        return request.isDiskless() ? "parser" : "disk";
    }

    private void open() throws IOException
    {
        if (request.isDiskless())
        {
            final long expected = null == mark ? totalLength : Long.MAX_VALUE;
            pipe = new TransferPipe(context.allocator(), context.wakeEngine(), onRoom, pump, expected);
            transfer = new TransferLoad(context.engine(), request.config(), pipe, expected);
            sink = pipe;
        }
        else
        {
            final TransferFile file = new TransferFile(
                context.engine(), request.config(), context.disk(), "temp-" + ProcessHandle.current().pid() + '-' +
                Integer.toHexString(System.identityHashCode(context.engine())) + '-' + request.generation() +
                "-master.rdb");
            transfer = file;
            sink = file;
        }
    }

    /** @return what the engine loads; with a file, when all of it is there. */
    Transfer transfer()
    {
        return transfer;
    }

    /** @return true if the engine can begin to load before the end. */
    boolean isPiped()
    {
        return null != pipe;
    }

    /** Takes what it can of a buffer. @return true if that was the end. */
    boolean onBytes(final LinkBuffer buffer) throws IOException
    {
        while (true)
        {
            final int found = null == mark ? -1 : mark.find(buffer.address(), buffer.length());
            final boolean isLast = null == mark ? buffer.length() >= totalLength - readLength : found >= 0;
            final int count = null == mark ? (int)Math.min(buffer.length(), totalLength - readLength) :
                isLast ? found : Math.max(0, buffer.length() - EofMark.LENGTH + 1);
            final int taken = 0 == count ? 0 : sink.take(buffer, count);
            buffer.consume(taken);
            readLength += taken;
            if (isLast && taken == count)
            {
                buffer.consume(null == mark ? 0 : EofMark.LENGTH);
                sink.end();
                return true;
            }
            if (0 == taken)
            {
                return false;
            }
        }
    }

    /** @return bytes that will come; 0 if that is not known. */
    long totalLength()
    {
        return totalLength;
    }

    long readLength()
    {
        return readLength;
    }

    /** No more will come. Does nothing after the end. */
    void fail(final String reason)
    {
        if (null != sink)
        {
            sink.fail(reason);
        }
        if (null != pipe)
        {
            pipe.release();
        }
    }

    /** Frees what the engine has not, which has ended. */
    void close()
    {
        if (null != pipe)
        {
            pipe.close();
        }
    }

    private static byte[] markOf(final String line) throws LinkException
    {
        final byte[] bytes = line.substring(EOF_HEAD.length()).getBytes(StandardCharsets.ISO_8859_1);
        if (EofMark.LENGTH != bytes.length)
        {
            throw new LinkException("Bad protocol from MASTER, the end mark has " + bytes.length + " bytes");
        }
        return bytes;
    }

    private static long lengthOf(final String line) throws LinkException
    {
        try
        {
            final long length = '$' == line.charAt(0) ? Long.parseLong(line.substring(1)) : -1;
            if (length >= 0)
            {
                return length;
            }
        }
        catch (final NumberFormatException noNumber)
        {
            LOGGER.debug("No length: {}", line);
        }
        throw new LinkException("Bad protocol from MASTER, the first byte is not '$' (we received '" + line +
            "'), are you sure the host and port are right?");
    }
}
