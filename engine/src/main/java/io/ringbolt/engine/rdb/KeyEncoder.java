package io.ringbolt.engine.rdb;

import io.ringbolt.engine.AccessStamp;
import io.ringbolt.engine.keyspace.KeyspaceCursor;
import io.ringbolt.engine.keyspace.KeyspaceView;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.memory.OffHeapAllocator;

/**
 * Writes keys with their expiry and their values from a view of the keyspace, on the thread that reads the view: what
 * an RDB file or a full synchronisation consists of between its head and its end.
 */
public final class KeyEncoder implements AutoCloseable
{
    private final ValueEncoder values;
    private final RdbWriter writer;
    private final AccessStamp accessStamp;

    /** An encoder that says nothing of when keys were used. */
    public KeyEncoder(
        final KeyspaceView view, final OffHeapAllocator allocator, final RdbWriter writer, final int rdbVersion)
    {
        this(view, allocator, writer, rdbVersion, AccessStamp.NONE);
    }

    /** @param writer takes what is written; to be wrapped by the caller, who also flushes it. */
    public KeyEncoder(
        final KeyspaceView view,
        final OffHeapAllocator allocator,
        final RdbWriter writer,
        final int rdbVersion,
        final AccessStamp accessStamp)
    {
        this.writer = writer;
        this.accessStamp = accessStamp;
        this.values = new ValueEncoder(view.arenaView(), allocator).wrap(writer, rdbVersion);
    }

    /** Writes the key on which a cursor of the same view stands. */
    public void write(final KeyspaceCursor cursor)
    {
        if (cursor.hasExpiry())
        {
            writer.writeByte(RdbOpcode.EXPIRES_AT_MS);
            writer.writeLong(cursor.expiresAtMs());
        }
        writeAccess(cursor.access());
        writer.writeByte(values.rdbType(cursor.type(), cursor.encoding(), cursor.root()));
        writer.writeString(cursor.keyAddress(), cursor.keyLength());
        writeValue(cursor);
    }

    private void writeAccess(final int access)
    {
        if (AccessStamp.Kind.IDLE_TIME == accessStamp.kind())
        {
            writer.writeByte(RdbOpcode.IDLE_SECONDS);
            writer.writeLength(accessStamp.idleSeconds(access));
        }
        else if (AccessStamp.Kind.FREQUENCY == accessStamp.kind())
        {
            writer.writeByte(RdbOpcode.FREQUENCY);
            writer.writeByte(accessStamp.frequency(access));
        }
    }

    /** Writes the value of the key on which a cursor stands, without its type. */
    public void writeValue(final KeyspaceCursor cursor)
    {
        if (ValueType.STRING != cursor.type())
        {
            values.write(cursor.type(), cursor.encoding(), cursor.root());
        }
        else if (cursor.isLong())
        {
            writer.writeNumber(cursor.longValue());
        }
        else
        {
            values.writeString(cursor);
        }
        values.trim();
    }

    @Override
    public void close()
    {
        values.close();
    }
}
