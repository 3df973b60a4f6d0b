package io.ringbolt.persistence.aof;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The annotation line that says to which place of a replication history the data belong that an increment leads to up
 * to there, so that a server which restarts from its file can go on with that history. Numbers are hexadecimal.
 * <pre>
 *   #RH:+5b8e...c1f0,00000000000012ab,0000003\r\n
 *       mode and id  offset          database selected by the stream
 * </pre>
 * With mode {@code +} the bytes of the commands that follow are the history's and count; with {@code =} they are this
 * server's own and leave the place where it is. The id of zeros says that the data belong to no history.
 * <p>
 * The line stands inside of a batch, whose checksum vouches for it.
 */
final class HistoryLine
{
    static final int LENGTH = 72;
    static final int ID_LENGTH = 40;
    static final String NO_ID = "0".repeat(ID_LENGTH);
    private static final String MARK = "#RH:";
    private static final char COUNTING = '+';
    private static final char RESTING = '=';
    private static final int ID_OFFSET = MARK.length() + 1;
    private static final int OFFSET_DIGITS = 16;
    private static final int OFFSET_OFFSET = ID_OFFSET + ID_LENGTH + 1;
    private static final int DATABASE_DIGITS = 7;
    private static final int DATABASE_OFFSET = OFFSET_OFFSET + OFFSET_DIGITS + 1;
    private static final int HEX_RADIX = 16;

    private boolean isCounting;
    private String id;
    private long offset;
    private int database;

    /** Writes a line. */
    static void put(
        final ByteBuffer buffer, final boolean isCounting, final String id, final long offset, final int database)
    {
        final String line = String.format("%s%c%s,%0" + OFFSET_DIGITS + "x,%0" + DATABASE_DIGITS + "x\r\n",
            MARK, isCounting ? COUNTING : RESTING, id, offset, database);
        assert LENGTH == line.length() : line;
        buffer.put(line.getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads a line. @return false if there is none of ours. */
    boolean decode(final ByteBuffer buffer, final int position, final int available)
    {
        if (available < LENGTH)
        {
            return false;
        }
        final byte[] bytes = new byte[LENGTH];
        buffer.get(position, bytes);
        final String line = new String(bytes, StandardCharsets.ISO_8859_1);
        if (!line.matches("#RH:[+=][0-9a-f]{40},[0-9a-f]{16},[0-9a-f]{7}\r\n"))
        {
            return false;
        }
        isCounting = COUNTING == line.charAt(MARK.length());
        id = line.substring(ID_OFFSET, ID_OFFSET + ID_LENGTH);
        offset = Long.parseLong(line, OFFSET_OFFSET, OFFSET_OFFSET + OFFSET_DIGITS, HEX_RADIX);
        database = Integer.parseInt(line, DATABASE_OFFSET, DATABASE_OFFSET + DATABASE_DIGITS, HEX_RADIX);
        return true;
    }

    boolean isCounting()
    {
        return isCounting;
    }

    String id()
    {
        return id;
    }

    long offset()
    {
        return offset;
    }

    int database()
    {
        return database;
    }
}
