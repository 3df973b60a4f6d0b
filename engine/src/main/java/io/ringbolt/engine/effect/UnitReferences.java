package io.ringbolt.engine.effect;

import io.ringbolt.engine.memory.Claim;

import java.util.ArrayList;
import java.util.List;

/**
 * The long arguments of an {@link EffectUnit}, which lie where their command left them, and their places among the
 * unit's own bytes. Engine thread.
 */
final class UnitReferences
{
    private final List<Reference> references = new ArrayList<>();
    private long length;

    /** @param offset in the unit's own bytes, of those that follow the argument. */
    private record Reference(long offset, long address, int length, Claim claim)
    {
    }

    /** @param claim on the bytes; owned from now on. */
    void add(final long offset, final long address, final int argumentLength, final Claim claim)
    {
        references.add(new Reference(offset, address, argumentLength, claim));
        length += argumentLength;
    }

    /** Adds what another unit refers to, under claims of its own. */
    void addAll(final UnitReferences others)
    {
        for (final Reference other : others.references)
        {
            add(other.offset(), other.address(), other.length(), other.claim().again());
        }
    }

    /** @return the sum of the arguments' lengths. */
    long length()
    {
        return length;
    }

    /** Gives everything up. */
    void clear()
    {
        for (int i = 0; i < references.size(); i++)
        {
            references.get(i).claim().release();
        }
        forget();
    }

    /**
     * Gives a log the unit's own bytes from {@code start} on and the arguments between them.
     *
     * @param own on the unit's bytes, so that long stretches of them need not be copied; null if all are to be.
     */
    void moveTo(final EffectLog log, final long address, final long start, final long end, final Claim own)
    {
        long from = start;
        for (int i = 0; i < references.size(); i++)
        {
            final Reference reference = references.get(i);
            give(log, address + from, reference.offset() - from, own);
            log.adopt(reference.address(), reference.length(), reference.claim());
            from = reference.offset();
        }
        give(log, address + from, end - from, own);
        forget();
    }

    private static void give(final EffectLog log, final long address, final long length, final Claim own)
    {
        if (null == own || length < log.adoptableLength())
        {
            log.put(address, length);
        }
        else
        {
            log.adopt(address, length, own.again());
        }
    }

    private void forget()
    {
        references.clear();
        length = 0;
    }
}
