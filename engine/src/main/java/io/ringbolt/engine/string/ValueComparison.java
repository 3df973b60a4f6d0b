package io.ringbolt.engine.string;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.memory.OffHeap;

/**
 * A condition on the value a key has: equal or not to given bytes, or its {@link Xxh3} digest to a given one.
 */
final class ValueComparison
{
    static final int DIGEST_LENGTH = 16;

    private static final byte[] BAD_DIGEST = Errors.text("ERR digest must be exactly 16 hexadecimal characters");
    private static final int BITS_PER_DIGIT = 4;
    private static final int HEX = 16;

    private final StringView view = new StringView();
    private int condition;
    private long address;
    private int length;
    private long digest;

    /** @param condition IFEQ and the like, see {@link SetOptions}. */
    void parse(final ArgParser args, final int condition, final int index)
    {
        this.condition = condition;
        this.address = args.address(index);
        this.length = args.length(index);
        if (isOfDigest())
        {
            parseDigest(args);
        }
    }

    /**
     * @return whether the key, a string if it is there, meets the condition; one that is not there differs from
     * everything.
     */
    boolean holds(final boolean isFound, final KeyEntry entry)
    {
        final boolean wantsEqual = SetOptions.IFEQ == condition || SetOptions.IFDEQ == condition;
        if (!isFound)
        {
            return !wantsEqual;
        }
        view.wrap(entry);
        final boolean isEqual = isOfDigest() ?
            digest == Xxh3.hash(view.address(), view.length()) :
            length == view.length() && OffHeap.equal(address, view.address(), length);
        return wantsEqual == isEqual;
    }

    private boolean isOfDigest()
    {
        return condition >= SetOptions.IFDEQ;
    }

    private void parseDigest(final ArgParser args)
    {
        digest = 0;
        for (int i = 0; i < length && i < DIGEST_LENGTH; i++)
        {
            final int digit = Character.digit((char)OffHeap.getUnsignedByte(address + i), HEX);
            if (digit < 0 || OffHeap.getByte(address + i) < 0)
            {
                args.fail(BAD_DIGEST);
            }
            digest = digest << BITS_PER_DIGIT | digit;
        }
        if (DIGEST_LENGTH != length)
        {
            args.fail(BAD_DIGEST);
        }
    }
}
