package io.ringbolt.engine.rdb;

import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.LiveBlocks;
import io.ringbolt.engine.memory.OffHeapAllocator;

/**
 * The value of a key as DUMP returns it, in a piece of off-heap memory that is used again for the next.
 * Owned by the engine thread.
 */
public final class ValueDump implements AutoCloseable
{
    private final RdbWriter writer;
    private final MemorySink sink;
    private final ValueEncoder encoder;
    private boolean isCompressing;
    private int rdbVersion;

    public ValueDump(final Arena arena, final OffHeapAllocator allocator)
    {
        this.writer = new RdbWriter(allocator);
        this.sink = new MemorySink(allocator);
        this.encoder = new ValueEncoder(new LiveBlocks(arena), allocator);
    }

    /** @param rdbVersion the newest form that may be written. */
    public void onConfig(final boolean compressing, final int rdbVersion)
    {
        this.isCompressing = compressing;
        this.rdbVersion = rdbVersion;
    }

    /** Writes a value; {@link #address()} and {@link #length()} then tell where it is, until {@link #clear()}. */
    public void write(final KeyEntry entry)
    {
        writer.wrap(sink, isCompressing);
        encoder.wrap(writer, rdbVersion);
        writer.writeByte(encoder.rdbType(entry.type(), entry.encoding(), rootOf(entry)));
        if (ValueType.STRING != entry.type())
        {
            encoder.write(entry.type(), entry.encoding(), entry.root());
        }
        else if (entry.isLong())
        {
            writer.writeNumber(entry.longValue());
        }
        else
        {
            writer.writeString(entry.stringAddress(), entry.stringLength());
        }
        DumpPayload.writeFooter(writer, encoder.requiredVersion(entry.type(), entry.encoding(), rootOf(entry)));
    }

    private static long rootOf(final KeyEntry entry)
    {
        return ValueType.STRING == entry.type() ? Arena.NULL_REF : entry.root();
    }

    public long address()
    {
        return sink.address();
    }

    public long length()
    {
        return sink.length();
    }

    /** Forgets the value, and gives memory back that is more than usual values need. */
    public void clear()
    {
        sink.clear();
        encoder.trim();
    }

    @Override
    public void close()
    {
        writer.close();
        sink.close();
        encoder.close();
    }
}
