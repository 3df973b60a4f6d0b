package io.ringbolt.persistence.aof;

import java.nio.ByteBuffer;

/**
 * The annotation line that stands before a batch of units in an increment and vouches for it. All numbers but the
 * letters are hexadecimal, of fixed width, so that room for the line can be left before its contents are known.
 * <pre>
 *   #RB:00000000002a,00003,18c3b1f2a40,00000000200,0000008d,5d1c6f0e\r\n
 *       first unit   units time ms     forced      bytes    CRC32C
 * </pre>
 * <ul>
 * <li><i>First unit</i> is the sequence of the batch's first unit; units are numbered without gaps
 * over all increments.</li>
 * <li><i>Time</i> is that of all its units.</li>
 * <li><i>Forced</i> is the offset in this file below which everything had been forced when the line was written.
 * Damage below it is rot, not a torn end.</li>
 * <li><i>Bytes</i> follow the line and belong to the batch; 0 in a line that only bears witness.</li>
 * <li><i>CRC32C</i> is that of the line up to it, followed by those bytes.</li>
 * </ul>
 * A batch of 4 GiB or more is one unit: in place of the count its line has {@code L} and the upper digits of the
 * length.
 * Redis passes over lines that begin with {@code #}.
 */
final class BatchHeader
{
    static final int LENGTH = 66;
    /** The bytes of the line that its checksum covers. */
    static final int CHECKED_LENGTH = 56;
    static final int MAX_UNIT_COUNT = 0xFFFFF;
    private static final byte[] MARK = {'#', 'R', 'B', ':'};

    private static final int SEQUENCE_DIGITS = 12;
    private static final int COUNT_DIGITS = 5;
    private static final int LONG_MARK = 'L';
    private static final int UPPER_DIGITS = COUNT_DIGITS - 1;
    private static final int TIME_DIGITS = 11;
    private static final int FORCED_DIGITS = 11;
    private static final int LENGTH_DIGITS = 8;
    private static final int CHECKSUM_DIGITS = 8;
    private static final int SEQUENCE_OFFSET = 4;
    private static final int COUNT_OFFSET = SEQUENCE_OFFSET + SEQUENCE_DIGITS + 1;
    private static final int TIME_OFFSET = COUNT_OFFSET + COUNT_DIGITS + 1;
    private static final int FORCED_OFFSET = TIME_OFFSET + TIME_DIGITS + 1;
    private static final int LENGTH_OFFSET = FORCED_OFFSET + FORCED_DIGITS + 1;
    private static final int CHECKSUM_OFFSET = CHECKED_LENGTH;
    private static final int HEX_SHIFT = 4;
    private static final int HEX_MASK = 15;
    private static final long LOWER_LENGTH_MASK = (1L << LENGTH_DIGITS * HEX_SHIFT) - 1;

    private long sequence;
    private int unitCount;
    private long timeMs;
    private long forcedOffset;
    private long payloadLength;
    private int checksum;

    /** Writes all of the line but its checksum. */
    static void encode(
        final ByteBuffer buffer,
        final int offset,
        final long sequence,
        final int unitCount,
        final long timeMs,
        final long forcedOffset,
        final long payloadLength)
    {
        for (int i = 0; i < MARK.length; i++)
        {
            buffer.put(offset + i, MARK[i]);
        }
        number(buffer, offset + SEQUENCE_OFFSET, SEQUENCE_DIGITS, sequence, ',');
        final long upperLength = payloadLength >>> LENGTH_DIGITS * HEX_SHIFT;
        if (0 == upperLength)
        {
            number(buffer, offset + COUNT_OFFSET, COUNT_DIGITS, unitCount, ',');
        }
        else
        {
            assert 1 == unitCount : "unitCount=" + unitCount + " payloadLength=" + payloadLength;
            buffer.put(offset + COUNT_OFFSET, (byte)LONG_MARK);
            number(buffer, offset + COUNT_OFFSET + 1, UPPER_DIGITS, upperLength, ',');
        }
        number(buffer, offset + TIME_OFFSET, TIME_DIGITS, timeMs, ',');
        number(buffer, offset + FORCED_OFFSET, FORCED_DIGITS, forcedOffset, ',');
        number(buffer, offset + LENGTH_OFFSET, LENGTH_DIGITS, payloadLength & LOWER_LENGTH_MASK, ',');
    }

    static void encodeChecksum(final ByteBuffer buffer, final int offset, final int checksum)
    {
        number(buffer, offset + CHECKSUM_OFFSET, CHECKSUM_DIGITS, checksum & 0xFFFFFFFFL, '\r');
        buffer.put(offset + LENGTH - 1, (byte)'\n');
    }

    /** Reads a line. @return false if there is none of ours. */
    boolean decode(final ByteBuffer buffer, final int offset, final int available)
    {
        if (available < LENGTH || !isMark(buffer, offset) || '\r' != buffer.get(offset + LENGTH - 2) ||
            '\n' != buffer.get(offset + LENGTH - 1))
        {
            return false;
        }
        sequence = number(buffer, offset + SEQUENCE_OFFSET, SEQUENCE_DIGITS, ',');
        final boolean isLong = LONG_MARK == buffer.get(offset + COUNT_OFFSET);
        final long upperLength = isLong ? number(buffer, offset + COUNT_OFFSET + 1, UPPER_DIGITS, ',') : 0;
        final long count = isLong ? 1 : number(buffer, offset + COUNT_OFFSET, COUNT_DIGITS, ',');
        timeMs = number(buffer, offset + TIME_OFFSET, TIME_DIGITS, ',');
        forcedOffset = number(buffer, offset + FORCED_OFFSET, FORCED_DIGITS, ',');
        final long lowerLength = number(buffer, offset + LENGTH_OFFSET, LENGTH_DIGITS, ',');
        final long sum = number(buffer, offset + CHECKSUM_OFFSET, CHECKSUM_DIGITS, '\r');
        unitCount = (int)count;
        checksum = (int)sum;
        payloadLength = upperLength << LENGTH_DIGITS * HEX_SHIFT | lowerLength;
        return (sequence | count | timeMs | forcedOffset | upperLength | lowerLength | sum) >= 0;
    }

    static boolean isMark(final ByteBuffer buffer, final int offset)
    {
        return '#' == buffer.get(offset) && 'R' == buffer.get(offset + 1) && 'B' == buffer.get(offset + 2) &&
            ':' == buffer.get(offset + 3);
    }

    /** @return whether the commas stand where those of a header do. */
    static boolean hasForm(final ByteBuffer buffer, final int offset)
    {
        return ',' == buffer.get(offset + COUNT_OFFSET - 1) && ',' == buffer.get(offset + TIME_OFFSET - 1) &&
            ',' == buffer.get(offset + FORCED_OFFSET - 1);
    }

    /** @return the sequence of the first unit. */
    long sequence()
    {
        return sequence;
    }

    int unitCount()
    {
        return unitCount;
    }

    long timeMs()
    {
        return timeMs;
    }

    long forcedOffset()
    {
        return forcedOffset;
    }

    long payloadLength()
    {
        return payloadLength;
    }

    int checksum()
    {
        return checksum;
    }

    private static void number(
        final ByteBuffer buffer, final int offset, final int digits, final long value, final char end)
    {
        assert value >= 0 && value >>> (digits * HEX_SHIFT) == 0 : "value=" + value + " digits=" + digits;
        for (int i = 0; i < digits; i++)
        {
            final int digit = (int)(value >>> (digits - 1 - i) * HEX_SHIFT) & HEX_MASK;
            buffer.put(offset + i, (byte)(digit < 10 ? '0' + digit : 'a' + digit - 10));
        }
        buffer.put(offset + digits, (byte)end);
    }

    /** @return -1 if there is no number with that end. */
    private static long number(final ByteBuffer buffer, final int offset, final int digits, final char end)
    {
        if (buffer.get(offset + digits) != end)
        {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < digits; i++)
        {
            final int letter = buffer.get(offset + i);
            final int digit = letter >= '0' && letter <= '9' ? letter - '0' :
                letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
            if (digit < 0)
            {
                return -1;
            }
            value = value << HEX_SHIFT | digit;
        }
        return value;
    }

    @Override
    public String toString()
    {
        return "BatchHeader{sequence=" + sequence + " unitCount=" + unitCount + " timeMs=" + timeMs + " forcedOffset=" +
            forcedOffset + " payloadLength=" + payloadLength + " checksum=" + Integer.toHexString(checksum) + '}';
    }
}
