package io.ringbolt.engine.command;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.ring.RingEntry;

/**
 * Finds the keys among a command's arguments by its key specs.
 * <p>
 * The command may stand behind others in the entry, as in COMMAND GETKEYS: positions count from {@code first}.
 */
public final class KeyFinder
{
    /** Takes one key. */
    @FunctionalInterface
    public interface Visitor
    {
        /** @param index of the argument in the entry. @param spec by which the key was found. */
        void onKey(int index, KeySpec spec);
    }

    private static final int CASE_BIT = 0x20;

    private KeyFinder()
    {
    }

    /**
     * Visits the keys in the order of the specs.
     *
     * @param first index in the entry of the command's name.
     * @return keys found, or -1 if a spec does not fit the arguments.
     */
    public static int find(final Command command, final RingEntry entry, final int first, final Visitor visitor)
    {
        int count = 0;
        for (final KeySpec spec : command.keySpecs())
        {
            final int found = spec.has(KeySpec.Flag.NOT_KEY) ? 0 : find(spec, entry, first, visitor);
            if (found < 0)
            {
                return found;
            }
            count += found;
        }
        return count;
    }

    private static int find(final KeySpec spec, final RingEntry entry, final int first, final Visitor visitor)
    {
        final int count = entry.argumentCount() - first;
        final int begin = begin(spec, entry, first, count);
        if (begin < 0)
        {
            return 0;                                 // the keyword is optional
        }
        if (null != spec.supersedingWord() && isSuperseded(spec, entry, first, begin, count))
        {
            return 0;
        }
        int firstKey = begin;
        long lastKey;
        if (spec.isCounted())
        {
            final long keyCount = countAt(spec, entry, first, begin, count);
            firstKey = begin + spec.firstKeyIndex();
            lastKey = firstKey + (keyCount - 1) * spec.step();
            if (0 == keyCount)
            {
                return 0;
            }
        }
        else
        {
            lastKey = lastOfRange(spec, begin, count);
        }
        if (firstKey >= count || lastKey >= count || lastKey < firstKey)
        {
            return -1;
        }
        int found = 0;
        for (int index = firstKey; index <= lastKey; index += spec.step())
        {
            visitor.onKey(first + index, spec);
            found++;
        }
        return found;
    }

    private static int begin(final KeySpec spec, final RingEntry entry, final int first, final int count)
    {
        if (null == spec.keyword())
        {
            return spec.isUnknown() ? -1 : spec.beginIndex();
        }
        if (spec.isUnknown())
        {
            return beginBehindLast(spec, entry, first, count);
        }
        final byte[] keyword = spec.keywordBytes();
        final int from = spec.keywordFrom();
        final int step = from > 0 ? 1 : -1;
        for (int index = from > 0 ? from : count + from; index > 0 && index < count; index += step)
        {
            if (is(entry, first + index, keyword))
            {
                return index + 1;
            }
        }
        return -1;
    }

    private static boolean isSuperseded(
        final KeySpec spec, final RingEntry entry, final int first, final int begin, final int count)
    {
        final byte[] word = spec.supersedingWord();
        boolean isFound = false;
        for (int index = begin + 1; index < count && !isFound; index++)
        {
            isFound = is(entry, first + index, word);
        }
        return isFound && 0 == entry.argumentLength(first + begin);
    }

    /** Behind the keyword that stands last, as an option and not as what another option is given. */
    private static int beginBehindLast(final KeySpec spec, final RingEntry entry, final int first, final int count)
    {
        final byte[] keyword = spec.keywordBytes();
        int begin = -1;
        for (int index = spec.keywordFrom(); index < count - 1; index++)
        {
            if (is(entry, first + index, keyword))
            {
                begin = ++index;
            }
            else
            {
                index += passedCount(spec, entry, first + index);
            }
        }
        return begin;
    }

    private static int passedCount(final KeySpec spec, final RingEntry entry, final int index)
    {
        for (int option = 0; option < spec.passedWords().size(); option++)
        {
            if (is(entry, index, spec.passedWords().get(option)))
            {
                return spec.passedCount(option);
            }
        }
        return 0;
    }

    private static long lastOfRange(final KeySpec spec, final int begin, final int count)
    {
        if (spec.lastKey() >= 0)
        {
            return begin + spec.lastKey();
        }
        return spec.limit() <= 1 ? count + spec.lastKey() : begin + (count - begin) / spec.limit() + spec.lastKey();
    }

    /** @return the count, or one that fits no arguments if there is no valid one. */
    private static long countAt(
        final KeySpec spec, final RingEntry entry, final int first, final int begin, final int count)
    {
        final int index = begin + spec.countIndex();
        if (index >= count)
        {
            return Integer.MAX_VALUE;
        }
        final long address = entry.argumentAddress(first + index);
        final int length = entry.argumentLength(first + index);
        if (!Numbers.isLong(address, length))
        {
            return Integer.MAX_VALUE;
        }
        final long value = Numbers.parseLong(address, length);
        return value < 0 ? Integer.MAX_VALUE : Math.min(value, Integer.MAX_VALUE);
    }

    static boolean is(final RingEntry entry, final int index, final byte[] keyword)
    {
        if (entry.argumentLength(index) != keyword.length)
        {
            return false;
        }
        final long address = entry.argumentAddress(index);
        for (int i = 0; i < keyword.length; i++)
        {
            if ((OffHeap.getByte(address + i) | CASE_BIT) != (keyword[i] | CASE_BIT))
            {
                return false;
            }
        }
        return true;
    }
}
