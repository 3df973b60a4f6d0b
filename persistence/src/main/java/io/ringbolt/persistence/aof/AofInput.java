package io.ringbolt.persistence.aof;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.persistence.disk.DiskFile;
import org.agrona.BufferUtil;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A file as it is read from front to back, with a look ahead. Used by one thread.
 */
final class AofInput implements Closeable
{
    /** The result of what the end of the file does not allow. */
    static final int END = -1;

    private static final int BUFFER_LENGTH = 1 << 18;
    /** The longest line, its end included, as in Redis. */
    private static final int MAX_LINE_LENGTH = 1024;
    private static final int MAX_NUMBER_DIGITS = 18;
    private static final String TIME_STAMP = "#TS:";

    private final DiskFile file;
    private final long length;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_LENGTH);
    private final ByteBuffer piece = buffer.duplicate();
    private final long bufferAddress = BufferUtil.address(buffer);
    private long bufferStart;

    /** @param file closed with this input. @param length bytes of it to read. */
    AofInput(final DiskFile file, final long length)
    {
        this.file = file;
        this.length = length;
        buffer.limit(0);
    }

    long position()
    {
        return bufferStart + buffer.position();
    }

    long length()
    {
        return length;
    }

    long remaining()
    {
        return length - position();
    }

    boolean isAtEnd()
    {
        return 0 == remaining();
    }

    /** Goes to another place. */
    void position(final long position)
    {
        bufferStart = position;
        buffer.position(0).limit(0);
    }

    /** @return the next byte without passing it, 0 to 255, or {@link #END}. */
    int peek() throws IOException
    {
        return ensure(1) ? buffer.get(buffer.position()) & 0xFF : END;
    }

    /** Reads the header that begins here without passing it. @return false if there is none. */
    boolean peekHeader(final BatchHeader header) throws IOException
    {
        return ensure(BatchHeader.LENGTH) && header.decode(buffer, buffer.position(), BatchHeader.LENGTH);
    }

    /** Reads the line that begins here without passing it. @return false if there is none of that kind. */
    boolean peekHistory(final HistoryLine line) throws IOException
    {
        return ensure(HistoryLine.LENGTH) && line.decode(buffer, buffer.position(), HistoryLine.LENGTH);
    }

    /**
     * @return the seconds of a {@code #TS:} line that begins here, without passing it; {@link #END} if there is none.
     */
    long peekTimeStamp() throws IOException
    {
        final int end = buffer.position() + lineLength();
        int index = buffer.position();
        for (int i = 0; i < TIME_STAMP.length(); i++)
        {
            if (index >= end || buffer.get(index++) != TIME_STAMP.charAt(i))
            {
                return END;
            }
        }
        long second = 0;
        while (index < end && buffer.get(index) >= '0' && buffer.get(index) <= '9' && second < Integer.MAX_VALUE)
        {
            second = second * 10 + buffer.get(index++) - '0';
        }
        return second;
    }

    /**
     * Passes a line of text with its line feed.
     *
     * @return false, having passed nothing, if it does not end or is no text.
     */
    boolean skipLine() throws IOException
    {
        final int lineLength = lineLength();
        if (lineLength < 0)
        {
            return false;
        }
        for (int i = buffer.position(); i < buffer.position() + lineLength - 1; i++)
        {
            final int letter = buffer.get(i);
            if ((letter < ' ' || 0x7F == letter) && '\r' != letter)
            {
                return false;
            }
        }
        buffer.position(buffer.position() + lineLength);
        return true;
    }

    /**
     * Reads a line of {@code type} and a number, {@code *3} or {@code $10}.
     *
     * @return the number; {@link #END} if the file ends within the line.
     * @throws AofException if the line is anything else.
     */
    long readHeaderLine(final char type) throws IOException
    {
        final long start = position();
        final int lineLength = lineLength();
        if (lineLength < 0)
        {
            if (remaining() >= MAX_LINE_LENGTH || !isAtEnd() && peek() != type)
            {
                throw badFormat(start);
            }
            return END;
        }
        final int end = buffer.position() + lineLength - (lineLength > 1 &&
            '\r' == buffer.get(buffer.position() + lineLength - 2) ? 2 : 1);
        int index = buffer.position();
        if (buffer.get(index++) != type || index >= end || end - index > MAX_NUMBER_DIGITS)
        {
            throw badFormat(start);
        }
        long number = 0;
        while (index < end)
        {
            final int digit = buffer.get(index++) - '0';
            if (digit < 0 || digit > 9)
            {
                throw badFormat(start);
            }
            number = number * 10 + digit;
        }
        buffer.position(buffer.position() + lineLength);
        return number;
    }

    /** Passes bytes that are there. */
    void skip(final long count)
    {
        if (count <= buffer.remaining())
        {
            buffer.position(buffer.position() + (int)count);
        }
        else
        {
            position(position() + count);
        }
    }

    /** Copies bytes that are there. */
    void read(final long destination, final long count) throws IOException
    {
        long done = 0;
        while (done < count)
        {
            need(1);
            final int length = (int)Math.min(count - done, buffer.remaining());
            OffHeap.copy(bufferAddress + buffer.position(), destination + done, length);
            buffer.position(buffer.position() + length);
            done += length;
        }
    }

    /** Adds bytes that are there to a checksum. */
    void checksum(final CRC32C checksum, final long count) throws IOException
    {
        long done = 0;
        while (done < count)
        {
            need(1);
            final int length = (int)Math.min(count - done, buffer.remaining());
            checksum.update(piece.limit(buffer.position() + length).position(buffer.position()));
            buffer.position(buffer.position() + length);
            done += length;
        }
    }

    /** Goes on to the next {@code #RB:}. @return false, at the end, if there is none. */
    boolean seekMark() throws IOException
    {
        while (ensure(BatchHeader.LENGTH))
        {
            final int last = buffer.limit() - BatchHeader.LENGTH;
            for (int i = buffer.position(); i <= last; i++)
            {
                if (BatchHeader.isMark(buffer, i))
                {
                    buffer.position(i);
                    return true;
                }
            }
            buffer.position(last + 1);
        }
        return false;
    }

    /** @return whether a header stands here, or what was one before a byte of it changed. */
    boolean isAtHeader() throws IOException
    {
        return ensure(Integer.BYTES) && BatchHeader.isMark(buffer, buffer.position()) ||
            ensure(BatchHeader.LENGTH) && BatchHeader.hasForm(buffer, buffer.position());
    }

    AofException badFormat(final long offset)
    {
        return new AofException("Bad file format: file=" + file.path() + " offset=" + offset);
    }

    @Override
    public void close() throws IOException
    {
        BufferUtil.free(buffer);
        file.close();
    }

    /** @return bytes of the line that begins here, its line feed included; -1 if it does not end in time. */
    private int lineLength() throws IOException
    {
        ensure((int)Math.min(MAX_LINE_LENGTH, remaining()));
        final int end = Math.min(buffer.limit(), buffer.position() + MAX_LINE_LENGTH);
        for (int i = buffer.position(); i < end; i++)
        {
            if ('\n' == buffer.get(i))
            {
                return i + 1 - buffer.position();
            }
        }
        return -1;
    }

    private void need(final int count) throws IOException
    {
        if (!ensure(count))
        {
            throw new AofException("file became shorter: file=" + file.path() + " position=" + position());
        }
    }

    /** Has at least {@code count} bytes in the buffer. @return false if there are no more so many. */
    private boolean ensure(final int count) throws IOException
    {
        if (buffer.remaining() >= count)
        {
            return true;
        }
        if (remaining() < count)
        {
            return false;
        }
        final long start = position();
        buffer.compact();
        buffer.limit((int)Math.min(buffer.capacity(), length - start));
        bufferStart = start;
        final int read = file.read(start + buffer.position(), buffer);
        buffer.flip();
        return read > 0 && buffer.remaining() >= count;
    }
}
