package io.ringbolt.engine.effect;

import io.ringbolt.engine.memory.OffHeap;

/**
 * The bytes that one unit of execution changed, in the form in which replicas and the AOF replay them: a header, what
 * only replicas need ahead of it, then RESP commands; several commands stand between MULTI and EXEC.
 * <pre>
 *   0         6       7        8               16          24       28       32
 *  +---------+-------+--------+---------------+-----------+--------+--------+--------+---------------+---------
 *  | payload | flags | prefix | ring sequence | time ms   | first  | last   | prefix | RESP commands | padding
 *  | length  |       | length |               |           | db     | db     |        |               | to 32
 *  +---------+-------+--------+---------------+-----------+--------+--------+--------+---------------+---------
 * </pre>
 * The prefix selects the database where the record before left another one selected. Prefix and payload of all records
 * but those {@link #JOURNAL_ONLY}, one behind the other, are the replication stream.
 * Written by the engine thread; read by journal and replication once they pass the ring entry that names them.
 */
public final class EffectRecord
{
    public static final int HEADER_LENGTH = 32;

    /** Not in the replication stream. */
    public static final int JOURNAL_ONLY = 1;
    /** Not in the AOF. */
    public static final int STREAM_ONLY = 1 << 1;
    /** Bytes that came from a master as they are: no SELECT is put before them. */
    public static final int VERBATIM = 1 << 2;

    private static final int PAYLOAD_LENGTH_BITS = 48;
    private static final long PAYLOAD_LENGTH_MASK = (1L << PAYLOAD_LENGTH_BITS) - 1;
    private static final int FLAGS_OFFSET = PAYLOAD_LENGTH_BITS / Byte.SIZE;
    private static final int PREFIX_LENGTH_OFFSET = FLAGS_OFFSET + Byte.BYTES;
    private static final int SEQUENCE_OFFSET = PREFIX_LENGTH_OFFSET + Byte.BYTES;
    private static final int TIME_OFFSET = SEQUENCE_OFFSET + Long.BYTES;
    private static final int FIRST_DATABASE_OFFSET = TIME_OFFSET + Long.BYTES;
    private static final int LAST_DATABASE_OFFSET = FIRST_DATABASE_OFFSET + Integer.BYTES;

    private long position;
    private long payloadLength;
    private int flags;
    private int prefixLength;
    private long sequence;
    private long timeMs;
    private int firstDatabase;
    private int lastDatabase;

    /** Reads the header at {@code position}, which must lie below the log's committed position. @return this. */
    public EffectRecord wrap(final EffectLog log, final long position)
    {
        final long address = log.address(position);
        this.position = position;
        payloadLength = OffHeap.getLong(address) & PAYLOAD_LENGTH_MASK;
        flags = OffHeap.getByte(address + FLAGS_OFFSET);
        prefixLength = OffHeap.getByte(address + PREFIX_LENGTH_OFFSET);
        sequence = OffHeap.getLong(address + SEQUENCE_OFFSET);
        timeMs = OffHeap.getLong(address + TIME_OFFSET);
        firstDatabase = OffHeap.getInt(address + FIRST_DATABASE_OFFSET);
        lastDatabase = OffHeap.getInt(address + LAST_DATABASE_OFFSET);
        return this;
    }

    public long payloadPosition()
    {
        return position + HEADER_LENGTH + prefixLength;
    }

    public long payloadLength()
    {
        return payloadLength;
    }

    public int flags()
    {
        return flags;
    }

    public int prefixLength()
    {
        return prefixLength;
    }

    /** @return where the record's part of the replication stream begins. */
    public long streamPosition()
    {
        return position + HEADER_LENGTH;
    }

    /** @return how many bytes of the replication stream the record holds. */
    public long streamLength()
    {
        return isJournalOnly() ? 0 : prefixLength + payloadLength;
    }

    public boolean isJournalOnly()
    {
        return 0 != (flags & JOURNAL_ONLY);
    }

    public boolean isStreamOnly()
    {
        return 0 != (flags & STREAM_ONLY);
    }

    /** @return the position of the record that follows. */
    public long nextPosition()
    {
        return position + alignedLength(prefixLength + payloadLength);
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

    static long alignedLength(final long contentLength)
    {
        return HEADER_LENGTH + contentLength + HEADER_LENGTH - 1 & -HEADER_LENGTH;
    }

    static void encodeHeader(
        final long address,
        final long payloadLength,
        final int flags,
        final int prefixLength,
        final long sequence,
        final long timeMs,
        final int firstDatabase,
        final int lastDatabase)
    {
        assert payloadLength == (payloadLength & PAYLOAD_LENGTH_MASK);
        OffHeap.putLong(address, payloadLength);
        OffHeap.putByte(address + FLAGS_OFFSET, (byte)flags);
        OffHeap.putByte(address + PREFIX_LENGTH_OFFSET, (byte)prefixLength);
        OffHeap.putLong(address + SEQUENCE_OFFSET, sequence);
        OffHeap.putLong(address + TIME_OFFSET, timeMs);
        OffHeap.putInt(address + FIRST_DATABASE_OFFSET, firstDatabase);
        OffHeap.putInt(address + LAST_DATABASE_OFFSET, lastDatabase);
    }

    @Override
    public String toString()
    {
        return "EffectRecord{position=" + position + " payloadLength=" + payloadLength + " flags=" + flags +
            " prefixLength=" + prefixLength + " sequence=" + sequence +
            " timeMs=" + timeMs + " firstDatabase=" + firstDatabase + " lastDatabase=" + lastDatabase + '}';
    }
}
