package io.ringbolt.engine.observe;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.ring.RingEntry;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a command's arguments down to what a log keeps: so many of them, so many bytes of each, and the word
 * {@code (redacted)} in place of secrets.
 */
final class ArgumentAbridger
{
    static final byte[] REDACTED = ascii("(redacted)");

    private int argumentLimit = 32;
    private int lengthLimit = 128;

    void limits(final int arguments, final int length)
    {
        this.argumentLimit = Math.max(1, arguments);
        this.lengthLimit = length;
    }

    /** @param secretArguments bit i is set if argument i must not be shown. */
    List<byte[]> abridge(final RingEntry entry, final long secretArguments)
    {
        final int count = entry.argumentCount();
        final int shown = Math.min(count, argumentLimit);
        final List<byte[]> arguments = new ArrayList<>(shown);
        for (int i = 0; i < shown; i++)
        {
            final boolean isLastOfMany = i == shown - 1 && shown < count;
            arguments.add(isLastOfMany ? ascii("... (" + (count - shown + 1) + " more arguments)") :
                isSecret(secretArguments, i) ? REDACTED : abridge(entry, i));
        }
        return arguments;
    }

    static boolean isSecret(final long secretArguments, final int index)
    {
        return index < Long.SIZE && 0 != (secretArguments >>> index & 1);
    }

    private byte[] abridge(final RingEntry entry, final int index)
    {
        final int length = entry.argumentLength(index);
        if (length <= lengthLimit)
        {
            return OffHeap.toBytes(entry.argumentAddress(index), length);
        }
        final ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes(OffHeap.toBytes(entry.argumentAddress(index), lengthLimit));
        text.writeBytes(ascii("... (" + (length - lengthLimit) + " more bytes)"));
        return text.toByteArray();
    }

    private static byte[] ascii(final String text)
    {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
