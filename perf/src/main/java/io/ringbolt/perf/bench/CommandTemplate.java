package io.ringbolt.perf.bench;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A command with places for a number, written as RESP into memory of its own that each writing uses again.
 * <p>
 * {@code #} stands for the number itself, {@code %} for another one below the bound: each number below it has one of
 * its own, in an order that jumps about. {@code @} is half of the bound.
 */
final class CommandTemplate implements AutoCloseable
{
    private static final int CAPACITY = 4096;
    /** A prime near the golden section of 2^32, so that neighbours lie far apart. */
    private static final long STRIDE = 2_654_435_761L;

    private final OffHeapAllocator allocator;
    private final long address;
    private final String[] words;
    private final long bound;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** @param bound above the numbers to come. */
    CommandTemplate(final OffHeapAllocator allocator, final String text, final long bound)
    {
        this.allocator = allocator;
        this.address = allocator.allocate(CAPACITY);
        this.words = text.split(" ");
        this.bound = bound;
    }

    long address()
    {
        return address;
    }

    /** Writes the command with its number. @return its length in bytes. */
    int write(final long number)
    {
        bytes.reset();
        append("*" + words.length + "\r\n");
        for (final String word : words)
        {
            final String filled = fill(word, number);
            append("$" + filled.length() + "\r\n");
            append(filled);
            append("\r\n");
        }
        if (bytes.size() > CAPACITY)
        {
            throw new IllegalStateException("command too long: length=" + bytes.size());
        }
        OffHeap.copyIn(bytes.toByteArray(), 0, address, bytes.size());
        return bytes.size();
    }

    private String fill(final String word, final long number)
    {
        return word.replace("#", Long.toString(number)).replace("%", Long.toString(elsewhere(number)))
            .replace("@", Long.toString(bound / 2));
    }

    /**
     * Adding the same stride again and again visits every number once, for the stride has no divisor in common
     * with the bound.
     */
    private long elsewhere(final long number)
    {
        return bound % STRIDE == 0 ? number : Math.floorMod(number * STRIDE, bound);
    }

    private void append(final String text)
    {
        bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close()
    {
        allocator.free(address, CAPACITY);
    }
}
