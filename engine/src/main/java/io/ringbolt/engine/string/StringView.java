package io.ringbolt.engine.string;

import io.ringbolt.engine.command.Numbers;
import io.ringbolt.engine.keyspace.KeyEntry;
import org.agrona.BufferUtil;

import java.nio.ByteBuffer;

/**
 * The bytes of a string value, also of one that is kept as a number. Good until the value changes or the next {@link
 * #wrap}.
 */
public final class StringView
{
    private final ByteBuffer digits = ByteBuffer.allocateDirect(Numbers.MAX_LONG_LENGTH);
    private final long digitsAddress = BufferUtil.address(digits);
    private long address = digitsAddress;
    private int length;

    /** @param entry a string. @return this. */
    public StringView wrap(final KeyEntry entry)
    {
        if (entry.isLong())
        {
            address = digitsAddress;
            length = Numbers.write(entry.longValue(), digitsAddress);
        }
        else
        {
            address = entry.stringAddress();
            length = entry.stringLength();
        }
        return this;
    }

    /** Turns to the empty string, which stands for a key that is not there. @return this. */
    public StringView wrapEmpty()
    {
        address = digitsAddress;
        length = 0;
        return this;
    }

    public long address()
    {
        return address;
    }

    public int length()
    {
        return length;
    }
}
