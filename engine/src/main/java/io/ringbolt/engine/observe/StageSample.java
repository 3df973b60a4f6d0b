package io.ringbolt.engine.observe;

import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.ring.RingEntry;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The times of one command on its way, and the beginning of its arguments. It travels with the command: a selector
 * takes it from the pool and fills in when it read and published, the engine when it executed, the selector when it
 * wrote; then the engine counts it and gives it back. Times are those of one monotonic clock, in nanoseconds.
 */
public final class StageSample
{
    private static final int TEXT_CAPACITY = 160;
    private static final int ARGUMENT_LIMIT = 40;
    private static final byte[] MORE = "...".getBytes(StandardCharsets.US_ASCII);

    /** The next sample whose reply ends in the same chunk of output; null for none. */
    public StageSample next;

    private final byte[] text = new byte[TEXT_CAPACITY];
    private int textLength;
    private Command command;
    private long timeUs;
    private long receivedNs;
    private long publishedNs;
    private long startedNs;
    private long executedNs;
    private long durableNs;
    private long writtenNs;
    private boolean isGated;

    /** Begins a command's way. @param timeUs its time on the wall clock. */
    public void published(final long receivedAtNs, final long publishedAtNs, final long timeUs)
    {
        this.receivedNs = receivedAtNs;
        this.publishedNs = publishedAtNs;
        this.timeUs = timeUs;
        this.isGated = false;
        this.next = null;
    }

    /** @param secretArguments bit i is set if argument i must not be shown. */
    public void executed(
        final RingEntry entry, final long secretArguments, final long startedAtNs, final long executedAtNs)
    {
        this.command = entry.command();
        this.startedNs = startedAtNs;
        this.executedNs = executedAtNs;
        textLength = 0;
        final int count = entry.argumentCount();
        for (int i = 0; i < count && textLength < TEXT_CAPACITY - ARGUMENT_LIMIT - MORE.length; i++)
        {
            if (ArgumentAbridger.isSecret(secretArguments, i))
            {
                put(ArgumentAbridger.REDACTED);
            }
            else
            {
                put(entry.argumentAddress(i), entry.argumentLength(i));
            }
            text[textLength++] = ' ';
        }
        textLength--;
    }

    private void put(final long address, final int length)
    {
        final int shown = Math.min(length, ARGUMENT_LIMIT - MORE.length);
        OffHeap.copyOut(address, text, textLength, shown);
        textLength += shown;
        if (shown < length)
        {
            put(MORE);
        }
    }

    private void put(final byte[] bytes)
    {
        System.arraycopy(bytes, 0, text, textLength, bytes.length);
        textLength += bytes.length;
    }

    /** Says that the reply waits until what was changed is durable. */
    public void gated()
    {
        isGated = true;
    }

    /** @param lastDurableNs when the journal last made something durable. */
    public void written(final long writtenAtNs, final long lastDurableNs)
    {
        this.writtenNs = writtenAtNs;
        this.durableNs = lastDurableNs <= executedNs || lastDurableNs > writtenAtNs ? writtenAtNs : lastDurableNs;
    }

    /** @return a stage's time, or -1 if the command did not go through it. */
    public long ns(final Stage stage)
    {
        return switch (stage)
        {
            case DECODE -> Math.max(0, publishedNs - receivedNs);
            case RING -> Math.max(0, startedNs - publishedNs);
            case EXECUTE -> Math.max(0, executedNs - startedNs);
            case JOURNAL -> isGated ? durableNs - executedNs : -1;
            case REPLY -> Math.max(0, writtenNs - (isGated ? durableNs : executedNs));
            case TOTAL -> Math.max(0, writtenNs - receivedNs);
        };
    }

    public Command command()
    {
        return command;
    }

    /** @return microseconds since the epoch at which the command came. */
    public long timeUs()
    {
        return timeUs;
    }

    /** @return the beginning of the command, its long arguments cut off. */
    public byte[] text()
    {
        return Arrays.copyOf(text, textLength);
    }
}
