package io.ringbolt.perf.load;

import java.nio.charset.StandardCharsets;

/**
 * Finds where replies end in a stream of RESP2 or RESP3 bytes that arrive in pieces, without keeping them.
 * <p>
 * Messages that the server pushes are passed over; attributes belong to the reply that they precede. Belongs to one
 * connection.
 */
final class ReplyScanner
{
    /** The bytes ended first. */
    static final int MORE = 0;
    /** A reply has ended. */
    static final int REPLY = 1;
    /** A reply has ended that was an error: {@link #error()}. */
    static final int ERROR = 2;

    private static final int LONGEST_ERROR = 200;

    private enum State
    {
        TYPE, LINE, BODY
    }

    private final byte[] error = new byte[LONGEST_ERROR];
    private State state = State.TYPE;
    private byte type;
    private boolean isPush;
    private boolean isError;
    private boolean isNegative;
    private boolean isBeforeFirst = true;
    private long remaining = 1;
    private long number;
    private long bodyLength;
    private int errorLength;
    private int position;

    /** Where {@link #scan} has stopped. */
    int position()
    {
        return position;
    }

    /** The text of the last error reply, abridged. */
    String error()
    {
        return new String(error, 0, errorLength, StandardCharsets.ISO_8859_1);
    }

    /**
     * Reads up to the end of the next reply.
     *
     * @param bytes received.
     * @param begin of those not read yet.
     * @param end   of those received.
     * @return {@link #REPLY} or {@link #ERROR} with {@link #position()} behind it, else {@link #MORE}.
     */
    int scan(final byte[] bytes, final int begin, final int end)
    {
        int i = begin;
        while (i < end)
        {
            if (State.BODY == state)
            {
                final int skipped = (int)Math.min(bodyLength, end - i);
                bodyLength -= skipped;
                i += skipped;
                if (0 == bodyLength)
                {
                    endElement();
                }
            }
            else if (State.TYPE == state)
            {
                onType(bytes[i++]);
            }
            else
            {
                onLineByte(bytes[i++]);
            }

            if (0 == remaining)
            {
                final boolean isReply = !isPush;
                final boolean wasError = isError;
                reset();
                if (isReply)
                {
                    position = i;
                    return wasError ? ERROR : REPLY;
                }
            }
        }
        position = i;
        return MORE;
    }

    private void onType(final byte value)
    {
        type = value;
        if ("+-:$*_,#!=(%~>|".indexOf(value) < 0)
        {
            throw new IllegalStateException("no reply begins with byte " + value);
        }
        if (isBeforeFirst && 1 == remaining && '|' != value)
        {
            isBeforeFirst = false;
            isPush = '>' == value;
            isError = '-' == value || '!' == value;
            errorLength = isError ? 0 : errorLength;
        }
        number = 0;
        isNegative = false;
        state = State.LINE;
    }

    private void onLineByte(final byte value)
    {
        if ('\n' == value)
        {
            endLine();
        }
        else if ('-' == type)
        {
            if (isError && '\r' != value && errorLength < LONGEST_ERROR)
            {
                error[errorLength++] = value;
            }
        }
        else if (value >= '0' && value <= '9')
        {
            number = 10 * number + value - '0';
        }
        else if ('-' == value)
        {
            isNegative = true;
        }
    }

    private void endLine()
    {
        final long count = isNegative ? 0 : number;
        switch (type)
        {
            case '$', '=', '!' ->
            {
                if (isNegative)
                {
                    endElement();
                }
                else
                {
                    bodyLength = number + 2;
                    state = State.BODY;
                }
            }
            case '*', '~', '>' -> endHeader(count, 1);
            case '%' -> endHeader(2 * count, 1);
            case '|' -> endHeader(2 * count, 0);
            default -> endElement();
        }
    }

    private void endHeader(final long inside, final int own)
    {
        remaining += inside - own;
        state = State.TYPE;
    }

    private void endElement()
    {
        remaining--;
        state = State.TYPE;
    }

    private void reset()
    {
        remaining = 1;
        isBeforeFirst = true;
        isPush = false;
        isError = false;
    }
}
