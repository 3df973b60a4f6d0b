package io.ringbolt.engine.command;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.ring.RingEntry;

import java.nio.charset.StandardCharsets;

/**
 * Reads a command's arguments as numbers and keywords, and remembers the first thing that was wrong.
 * <p>
 * It never throws: a bad argument yields zero and latches an error, and the handler looks once, by {@link #failed()},
 * which also replies. So a handler parses everything before it changes anything. Bytes belong to the ring entry and are
 * valid while the handler runs. Owned by the engine thread.
 */
public final class ArgParser
{
    private static final int CASE_BIT = 0x20;
    private static final int MS_PER_SECOND = 1000;
    private static final int US_PER_MS = 1000;

    private RingEntry entry;
    private ReplyWriter reply;
    private byte[] error;
    private String composedError;
    private int next;

    ArgParser wrap(final RingEntry entry, final ReplyWriter reply)
    {
        this.entry = entry;
        this.reply = reply;
        this.error = null;
        this.composedError = null;
        this.next = 1;
        return this;
    }

    /** @return arguments with the command's name. */
    public int count()
    {
        return entry.argumentCount();
    }

    public long address(final int index)
    {
        return entry.argumentAddress(index);
    }

    public int length(final int index)
    {
        return entry.argumentLength(index);
    }

    /** Sets where the option reader stands. */
    public void position(final int index)
    {
        this.next = index;
    }

    public int position()
    {
        return next;
    }

    public boolean hasNext()
    {
        return next < entry.argumentCount();
    }

    public int remaining()
    {
        return entry.argumentCount() - next;
    }

    /** @return the index of the argument the option reader stands at, which it then passes. */
    public int next()
    {
        return next++;
    }

    /**
     * Passes the next argument if it is {@code keyword} in any case of letters.
     *
     * @param keyword upper-case ASCII.
     */
    public boolean accept(final byte[] keyword)
    {
        if (hasNext() && is(next, keyword))
        {
            next++;
            return true;
        }
        return false;
    }

    /**
     * Like {@link #accept}, but only if {@code operands} more arguments follow; so a lone keyword ends as
     * a syntax error.
     */
    public boolean accept(final byte[] keyword, final int operands)
    {
        return remaining() > operands && accept(keyword);
    }

    /** @param keyword upper-case ASCII. @return true if argument {@code index} is it in any case of letters. */
    public boolean is(final int index, final byte[] keyword)
    {
        final int length = entry.argumentLength(index);
        if (length != keyword.length)
        {
            return false;
        }
        final long address = entry.argumentAddress(index);
        for (int i = 0; i < length; i++)
        {
            if (upper(OffHeap.getByte(address + i)) != keyword[i])
            {
                return false;
            }
        }
        return true;
    }

    /** @return the 64-bit integer at {@code index}; latches {@link Errors#NOT_AN_INTEGER} otherwise. */
    public long longAt(final int index)
    {
        return longAt(index, Errors.NOT_AN_INTEGER);
    }

    public long longAt(final int index, final byte[] errorText)
    {
        final long address = entry.argumentAddress(index);
        final int length = entry.argumentLength(index);
        if (!Numbers.isLong(address, length))
        {
            fail(errorText);
            return 0;
        }
        return Numbers.parseLong(address, length);
    }

    /** @return the integer at {@code index} if it lies in the range; latches {@code errorText} otherwise. */
    public long longAt(final int index, final long min, final long max, final byte[] errorText)
    {
        final long value = longAt(index, errorText);
        if (null == error && (value < min || value > max))
        {
            fail(errorText);
            return 0;
        }
        return value;
    }

    /** @return the 32-bit integer at {@code index}; latches {@link Errors#NOT_AN_INTEGER} otherwise. */
    public int intAt(final int index)
    {
        return (int)longAt(index, Integer.MIN_VALUE, Integer.MAX_VALUE, Errors.NOT_AN_INTEGER);
    }

    /** @return the double at {@code index}, infinities included; latches {@link Errors#NOT_A_FLOAT} otherwise. */
    public double doubleAt(final int index)
    {
        return doubleAt(index, Errors.NOT_A_FLOAT);
    }

    public double doubleAt(final int index, final byte[] errorText)
    {
        final double value = Doubles.parse(entry.argumentAddress(index), entry.argumentLength(index));
        if (Double.isNaN(value))
        {
            fail(errorText);
            return 0;
        }
        return value;
    }

    /**
     * @return the milliseconds in a blocking command's time-out of seconds, 0 for ever; latches Redis's
     * errors otherwise.
     */
    public long timeoutSecondsAt(final int index)
    {
        final double seconds = doubleAt(index, Errors.TIMEOUT_NOT_A_FLOAT);
        if (hasError())
        {
            return 0;
        }
        final double timeoutMs = Math.ceil(seconds * MS_PER_SECOND);
        if (timeoutMs >= Long.MAX_VALUE)
        {
            fail(Errors.TIMEOUT_OUT_OF_RANGE);
            return 0;
        }
        return timeout((long)timeoutMs);
    }

    /** @return a blocking command's time-out of milliseconds, 0 for ever; latches Redis's errors otherwise. */
    public long timeoutMsAt(final int index)
    {
        return timeout(longAt(index, Errors.TIMEOUT_NOT_AN_INTEGER));
    }

    private long timeout(final long timeoutMs)
    {
        if (timeoutMs < 0)
        {
            fail(Errors.TIMEOUT_NEGATIVE);
        }
        else if (timeoutMs > Long.MAX_VALUE - entry.timeUs() / US_PER_MS)
        {
            fail(Errors.TIMEOUT_OUT_OF_RANGE);
        }
        return timeoutMs;
    }

    /** @return the argument as bytes on the heap. For rare paths: it allocates. */
    public byte[] bytesAt(final int index)
    {
        return OffHeap.toBytes(entry.argumentAddress(index), entry.argumentLength(index));
    }

    /** @return the argument as text, one char a byte. For rare paths: it allocates. */
    public String textAt(final int index)
    {
        return new String(bytesAt(index), StandardCharsets.ISO_8859_1);
    }

    /**
     * @return the argument as an error quotes it: up to the first zero byte, at which C's text ends in Redis's errors.
     *         For rare paths: it allocates.
     */
    public String quotedAt(final int index)
    {
        final String text = textAt(index);
        final int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    /** Latches an error unless there is one already. */
    public void fail(final byte[] errorText)
    {
        if (null == error && null == composedError)
        {
            error = errorText;
        }
    }

    public void fail(final String errorText)
    {
        if (null == error && null == composedError)
        {
            composedError = errorText;
        }
    }

    /** @return true, once the latched error has been replied, if there is one; the handler then returns. */
    public boolean failed()
    {
        if (null != error)
        {
            reply.error(error);
            return true;
        }
        if (null != composedError)
        {
            reply.error(composedError);
            return true;
        }
        return false;
    }

    /** @return whether an error is latched, without replying it. */
    public boolean hasError()
    {
        return null != error || null != composedError;
    }

    private static byte upper(final byte letter)
    {
        return 'a' <= letter && letter <= 'z' ? (byte)(letter - CASE_BIT) : letter;
    }
}
