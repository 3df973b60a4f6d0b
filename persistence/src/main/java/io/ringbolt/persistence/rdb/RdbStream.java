package io.ringbolt.persistence.rdb;

import io.ringbolt.engine.keyspace.KeyspaceCursor;
import io.ringbolt.engine.keyspace.KeyspaceView;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.memory.Scratch;
import io.ringbolt.engine.rdb.KeyEncoder;
import io.ringbolt.engine.rdb.RdbOpcode;
import io.ringbolt.engine.rdb.RdbSink;
import io.ringbolt.engine.rdb.RdbWriter;
import io.ringbolt.persistence.snapshot.Snapshot;
import io.ringbolt.persistence.snapshot.SnapshotStream;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Writes a whole RDB stream from a snapshot to a sink, piece by piece: head, function libraries, every database with
 * its keys, checksum. Owned by the snapshot's reader.
 */
public final class RdbStream implements SnapshotStream
{
    private static final int FIRST_VERSION_WITH_FUNCTIONS = 10;
    private static final int FIRST_VERSION_WITH_EXPIRING_FIELDS = 12;
    private static final long MS_PER_SECOND = 1000;

    private final Snapshot snapshot;
    private final KeyspaceView view;
    private final RdbSettings settings;
    private final int version;
    private final RdbWriter writer;
    private final KeyspaceCursor cursor;
    private final KeyEncoder encoder;
    private final Scratch text;
    private final int databaseCount;
    private int database = -1;
    private long keyCount;
    private boolean isDone;

    /** @param sink takes the bytes; what it throws passes through. */
    public RdbStream(
        final Snapshot snapshot, final RdbSettings settings, final OffHeapAllocator allocator, final RdbSink sink)
    {
        this(snapshot, settings, allocator, sink, true);
    }

    /** @param hasData whether keys are written at all. */
    public RdbStream(
        final Snapshot snapshot,
        final RdbSettings settings,
        final OffHeapAllocator allocator,
        final RdbSink sink,
        final boolean hasData)
    {
        this.databaseCount = hasData ? snapshot.view().databaseCount() : 0;
        this.snapshot = snapshot;
        this.view = snapshot.view();
        this.settings = settings;
        this.version = view.hasExpiringFields() ?
            Math.max(FIRST_VERSION_WITH_EXPIRING_FIELDS, settings.version()) : settings.version();
        this.text = new Scratch(allocator);
        this.writer = new RdbWriter(allocator).wrap(sink, settings.isCompressing());
        this.cursor = new KeyspaceCursor(view, allocator);
        this.encoder = new KeyEncoder(view, allocator, writer, version, snapshot.accessStamp());
    }

    /** Writes the head with the first piece. */
    @Override
    public boolean write(final int maxKeys, final long maxBytes)
    {
        if (database < 0)
        {
            writeHead();
            nextDatabase();
        }
        final long end = writer.position() + maxBytes;
        for (int i = 0; i < maxKeys && database < databaseCount; i++)
        {
            if (cursor.next())
            {
                encoder.write(cursor);
                keyCount++;
                if (writer.position() >= end)
                {
                    return true;
                }
            }
            else
            {
                nextDatabase();
            }
        }
        if (database < databaseCount)
        {
            return true;
        }
        writeEnd();
        return false;
    }

    @Override
    public long keyCount()
    {
        return keyCount;
    }

    /** @return bytes written so far, some of which the sink may not have yet. */
    public long position()
    {
        return writer.position();
    }

    /** Hands the sink what has been written. */
    public void flush()
    {
        writer.flush();
    }

    private void writeHead()
    {
        writeRaw("REDIS" + String.format(Locale.ROOT, "%04d", version));
        writeAux("redis-ver", RdbSettings.SERVER_VERSION);
        writeAux("redis-bits", Long.SIZE);
        writeAux("ctime", snapshot.timeMs() / MS_PER_SECOND);
        writeAux("used-mem", snapshot.usedMemory());
        if (null != settings.origin())
        {
            writeAux("repl-stream-db", settings.origin().database());
            writeAux("repl-id", settings.origin().replicationId());
            writeAux("repl-offset", settings.origin().offset());
        }
        writeAux("aof-base", settings.isAofBase() ? 1 : 0);
        writeLibraries();
    }

    private void writeLibraries()
    {
        if (!snapshot.libraries().isEmpty() && version < FIRST_VERSION_WITH_FUNCTIONS)
        {
            throw new IllegalStateException(
                "rdb-version " + version + " has no place for functions, of which there are " +
                snapshot.libraries().size() + " libraries");
        }
        for (final byte[] source : snapshot.libraries())
        {
            writer.writeByte(RdbOpcode.FUNCTION);
            writer.writeString(load(source), source.length);
        }
    }

    private void nextDatabase()
    {
        do
        {
            database++;
        }
        while (database < databaseCount && 0 == view.size(database));
        if (database < databaseCount)
        {
            writer.writeByte(RdbOpcode.SELECT_DATABASE);
            writer.writeLength(database);
            writer.writeByte(RdbOpcode.RESIZE_DATABASE);
            writer.writeLength(view.size(database));
            writer.writeLength(view.expiresCount(database));
            cursor.database(database);
        }
    }

    private void writeEnd()
    {
        if (!isDone)
        {
            isDone = true;
            writer.writeByte(RdbOpcode.END);
            final long checksum = writer.flush();
            writer.writeLong(settings.hasChecksum() ? checksum : 0);
            writer.flush();
        }
    }

    private void writeAux(final String name, final String value)
    {
        writer.writeByte(RdbOpcode.AUX);
        writeText(name);
        writeText(value);
    }

    private void writeAux(final String name, final long value)
    {
        writer.writeByte(RdbOpcode.AUX);
        writeText(name);
        writer.writeNumber(value);
    }

    private void writeText(final String string)
    {
        final byte[] bytes = string.getBytes(StandardCharsets.US_ASCII);
        writer.writeString(load(bytes), bytes.length);
    }

    private void writeRaw(final String string)
    {
        final byte[] bytes = string.getBytes(StandardCharsets.US_ASCII);
        writer.writeBytes(load(bytes), bytes.length);
    }

    private long load(final byte[] bytes)
    {
        final long address = text.reserve(Math.max(1, bytes.length));
        OffHeap.copyIn(bytes, 0, address, bytes.length);
        return address;
    }

    /** @return the version that the stream's head names. */
    public int version()
    {
        return version;
    }

    @Override
    public void close()
    {
        encoder.close();
        cursor.close();
        writer.close();
        text.close();
    }
}
