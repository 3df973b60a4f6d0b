package io.ringbolt.engine.rewrite;

import io.ringbolt.engine.command.Doubles;
import io.ringbolt.engine.command.Numbers;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.memory.Scratch;
import io.ringbolt.engine.rdb.RdbSink;
import io.ringbolt.engine.stream.StreamId;

/**
 * Commands in RESP on their way to a sink, which gets whole ones only, as many at a time as make about 64 KiB. Owned by
 * one thread.
 */
public final class CommandFrames implements AutoCloseable
{
    private static final int FLUSH_LENGTH = 1 << 16;
    private static final int MAX_HEAD_LENGTH = 1 + Numbers.MAX_LONG_LENGTH + 2;
    private static final int LINE_END = '\r' | '\n' << Byte.SIZE;
    private static final int LINE_END_LENGTH = 2;

    private final RdbSink sink;
    private final Scratch buffer;
    private final Scratch text;
    private long used;
    private long flushed;

    public CommandFrames(final RdbSink sink, final OffHeapAllocator allocator)
    {
        this.sink = sink;
        this.buffer = new Scratch(allocator);
        this.text = new Scratch(allocator);
    }

    /** Begins a command behind those that are complete. @param argumentCount its name included. */
    public CommandFrames begin(final long argumentCount)
    {
        if (used >= FLUSH_LENGTH)
        {
            flush();
        }
        return head('*', argumentCount);
    }

    public CommandFrames word(final byte[] word)
    {
        OffHeap.copyIn(word, 0, bulk(word.length), word.length);
        return this;
    }

    public CommandFrames bytes(final long address, final int length)
    {
        OffHeap.copy(address, bulk(length), length);
        return this;
    }

    public CommandFrames number(final long value)
    {
        Numbers.write(value, bulk(Numbers.length(value)));
        return this;
    }

    public CommandFrames element(final ListPackElement element)
    {
        return element.isInteger() ? number(element.longValue()) : bytes(element.address(), element.length());
    }

    public CommandFrames number(final double value)
    {
        final long address = text.reserve(Doubles.MAX_LENGTH);
        return bytes(address, Doubles.write(value, address));
    }

    public CommandFrames id(final StreamId id)
    {
        final long address = text.reserve(StreamId.MAX_TEXT_LENGTH);
        return bytes(address, id.format(address));
    }

    /** Makes an argument. @return where the caller puts its bytes, before anything else is called. */
    public long bulk(final int length)
    {
        head('$', length);
        reserve((long)length + LINE_END_LENGTH);
        final long address = buffer.address() + used;
        OffHeap.putShort(address + length, (short)LINE_END);
        used += (long)length + LINE_END_LENGTH;
        return address;
    }

    /** Bytes of all commands so far. */
    public long position()
    {
        return flushed + used;
    }

    /** Hands all commands, which are complete, to the sink. */
    public void flush()
    {
        if (used > Integer.MAX_VALUE)
        {
            throw new IllegalStateException("a command is too long to be written: length=" + used);
        }
        if (used > 0)
        {
            sink.accept(buffer.address(), (int)used);
            flushed += used;
            used = 0;
            buffer.trim();
        }
    }

    private CommandFrames head(final char type, final long number)
    {
        reserve(MAX_HEAD_LENGTH);
        final long start = buffer.address() + used;
        OffHeap.putByte(start, (byte)type);
        final int length = 1 + Numbers.write(number, start + 1);
        OffHeap.putShort(start + length, (short)LINE_END);
        used += length + LINE_END_LENGTH;
        return this;
    }

    private void reserve(final long length)
    {
        buffer.reserve(used + length, used);
    }

    @Override
    public void close()
    {
        buffer.close();
        text.close();
    }
}
