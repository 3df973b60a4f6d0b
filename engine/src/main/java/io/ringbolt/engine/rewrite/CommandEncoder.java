package io.ringbolt.engine.rewrite;

import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.keyspace.KeyspaceCursor;
import io.ringbolt.engine.keyspace.KeyspaceView;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.rdb.DumpPayload;
import io.ringbolt.engine.rdb.MemorySink;
import io.ringbolt.engine.rdb.RdbWriter;
import io.ringbolt.engine.rdb.ValueEncoder;

/**
 * Writes keys from a view of the keyspace as the commands that make them, on the thread that reads the view. What no
 * command of redis-server could make goes as RESTORE: arrays, and streams some of whose pending entries no XCLAIM
 * brings back. When a key was used is not told.
 */
public final class CommandEncoder implements AutoCloseable
{
    private static final byte[] SET = Errors.text("SET");
    private static final byte[] RESTORE = Errors.text("RESTORE");
    private static final byte[] PEXPIREAT = Errors.text("PEXPIREAT");

    private final CommandFrames frames;
    private final int rdbVersion;
    private final CollectionCommands collections;
    private final StreamRewrite streams;
    private final ValueEncoder values;
    private final RdbWriter writer;
    private final MemorySink payload;

    /** @param rdbVersion of what goes as RESTORE. */
    public CommandEncoder(
        final KeyspaceView view, final OffHeapAllocator allocator, final CommandFrames frames, final int rdbVersion)
    {
        this.frames = frames;
        this.rdbVersion = rdbVersion;
        this.collections = new CollectionCommands(view.arenaView(), allocator, frames);
        this.streams = new StreamRewrite(view.arenaView(), allocator, frames);
        this.values = new ValueEncoder(view.arenaView(), allocator);
        this.writer = new RdbWriter(allocator);
        this.payload = new MemorySink(allocator);
    }

    /** Writes the key on which a cursor of the same view stands. */
    public void write(final KeyspaceCursor cursor)
    {
        switch (cursor.type())
        {
            case ValueType.STRING -> writeString(cursor);
            case ValueType.ARRAY -> restore(cursor);
            case ValueType.STREAM ->
            {
                if (!streams.write(cursor))
                {
                    restore(cursor);
                }
            }
            default -> collections.write(cursor);
        }
        if (cursor.hasExpiry())
        {
            frames.begin(3).word(PEXPIREAT).bytes(cursor.keyAddress(), cursor.keyLength())
                .number(cursor.expiresAtMs());
        }
    }

    private void writeString(final KeyspaceCursor cursor)
    {
        frames.begin(3).word(SET).bytes(cursor.keyAddress(), cursor.keyLength());
        if (cursor.isLong())
        {
            frames.number(cursor.longValue());
        }
        else
        {
            final int length = cursor.stringLength();
            cursor.readString(0, length, frames.bulk(length));
        }
    }

    private void restore(final KeyspaceCursor cursor)
    {
        payload.clear();
        writer.wrap(payload, true);
        values.wrap(writer, rdbVersion);
        writer.writeByte(values.rdbType(cursor.type(), cursor.encoding(), cursor.root()));
        values.write(cursor.type(), cursor.encoding(), cursor.root());
        DumpPayload.writeFooter(writer, values.requiredVersion(cursor.type(), cursor.encoding(), cursor.root()));
        if (payload.length() > Integer.MAX_VALUE)
        {
            throw new IllegalStateException("a value is too long for RESTORE: length=" + payload.length());
        }
        frames.begin(4).word(RESTORE).bytes(cursor.keyAddress(), cursor.keyLength()).number(0)
            .bytes(payload.address(), (int)payload.length());
        payload.clear();
        values.trim();
    }

    @Override
    public void close()
    {
        collections.close();
        streams.close();
        values.close();
        writer.close();
        payload.close();
    }
}
