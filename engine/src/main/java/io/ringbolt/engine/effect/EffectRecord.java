package io.ringbolt.engine.effect;

import io.ringbolt.engine.memory.OffHeap;

/**
 * The bytes that one unit of execution changed, in the form in which replicas and the AOF replay them: a header, then
 * RESP commands; several commands stand between MULTI and EXEC.
 * <pre>
 *   0                8                16               24       28       32
 *  +----------------+----------------+----------------+--------+--------+---------------+---------
 *  | payload length | ring sequence  | time ms        | first  | last   | RESP commands | padding
 *  |                |                |                | db     | db     |               | to 32
 *  +----------------+----------------+----------------+--------+--------+---------------+---------
 * </pre>
 * Written by the engine thread; read by journal and replication once they pass the ring entry that names them.
 */
public final class EffectRecord
{
    public static final int HEADER_LENGTH = 32;

    private static final int SEQUENCE_OFFSET = Long.BYTES;
    private static final int TIME_OFFSET = SEQUENCE_OFFSET + Long.BYTES;
    private static final int FIRST_DATABASE_OFFSET = TIME_OFFSET + Long.BYTES;
    private static final int LAST_DATABASE_OFFSET = FIRST_DATABASE_OFFSET + Integer.BYTES;

    private long position;
    private long payloadLength;
    private long sequence;
    private long timeMs;
    private int firstDatabase;
    private int lastDatabase;

    /** Reads the header at {@code position}, which must lie below the log's committed position. @return this. */
    public EffectRecord wrap(final EffectLog log, final long position)
    {
        final long address = log.address(position);
        this.position = position;
        payloadLength = OffHeap.getLong(address);
        sequence = OffHeap.getLong(address + SEQUENCE_OFFSET);
        timeMs = OffHeap.getLong(address + TIME_OFFSET);
        firstDatabase = OffHeap.getInt(address + FIRST_DATABASE_OFFSET);
        lastDatabase = OffHeap.getInt(address + LAST_DATABASE_OFFSET);
        return this;
    }

    public long payloadPosition()
    {
        return position + HEADER_LENGTH;
    }

    public long payloadLength()
    {
        return payloadLength;
    }

    /** @return the position of the record that follows. */
    public long nextPosition()
    {
        return position + alignedLength(payloadLength);
    }

    public long sequence()
    {
        return sequence;
    }

    public long timeMs()
    {
        return timeMs;
    }

    public int firstDatabase()
    {
        return firstDatabase;
    }

    public int lastDatabase()
    {
        return lastDatabase;
    }

    static long alignedLength(final long payloadLength)
    {
        return HEADER_LENGTH + payloadLength + HEADER_LENGTH - 1 & -HEADER_LENGTH;
    }

    static void encodeHeader(
        final long address,
        final long payloadLength,
        final long sequence,
        final long timeMs,
        final int firstDatabase,
        final int lastDatabase)
    {
        OffHeap.putLong(address, payloadLength);
        OffHeap.putLong(address + SEQUENCE_OFFSET, sequence);
        OffHeap.putLong(address + TIME_OFFSET, timeMs);
        OffHeap.putInt(address + FIRST_DATABASE_OFFSET, firstDatabase);
        OffHeap.putInt(address + LAST_DATABASE_OFFSET, lastDatabase);
    }

    @Override
    public String toString()
    {
        return "EffectRecord{position=" + position + " payloadLength=" + payloadLength + " sequence=" + sequence +
            " timeMs=" + timeMs + " firstDatabase=" + firstDatabase + " lastDatabase=" + lastDatabase + '}';
    }
}
