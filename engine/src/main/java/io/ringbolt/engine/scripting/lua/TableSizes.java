package io.ringbolt.engine.scripting.lua;

import java.util.Arrays;

/**
 * How large a table's two parts should be: the array part is the largest n such that more than half of the slots
 * 1 to n are in use, and everything else goes to the nodes.
 */
final class TableSizes
{
    private static final int COUNTED_AT_ONCE = 1024;
    private static final int COUNTED_PER_TURN_SHIFT = 2;

    /** How many integer keys lie in (2^(i-1), 2^i]. */
    private final int[] counts = new int[LuaTable.MAX_BITS + 1];
    private int arraySize;
    private int nodeCount;

    int arraySize()
    {
        return arraySize;
    }

    int nodeCount()
    {
        return nodeCount;
    }

    /** Sizes for all keys of a table and one more. */
    void measure(final LuaTable table, final long extraKeyBits)
    {
        Arrays.fill(counts, 0);
        int integerKeys = countArray(table);
        int allKeys = integerKeys;
        final long[] nodeBits = table.nodeBits;
        for (int i = 0; i < nodeBits.length; i += 2)
        {
            spendAt(table, i);
            if (nodeBits[i + 1] != Tags.NIL)
            {
                integerKeys += countKey(nodeBits[i]);
                allKeys++;
            }
        }
        integerKeys += countKey(extraKeyBits);
        allKeys++;
        nodeCount = allKeys - chooseArraySize(integerKeys);
    }

    private static void spendAt(final LuaTable table, final int i)
    {
        if ((i & COUNTED_AT_ONCE - 1) == 0)
        {
            table.vm.spend(COUNTED_AT_ONCE >> COUNTED_PER_TURN_SHIFT);
        }
    }

    private int countArray(final LuaTable table)
    {
        final long[] arrayBits = table.arrayBits;
        int total = 0;
        int i = 1;
        for (int log = 0, power = 1; log <= LuaTable.MAX_BITS && i <= arrayBits.length; log++, power *= 2)
        {
            final int limit = Math.min(power, arrayBits.length);
            int used = 0;
            for (; i <= limit; i++)
            {
                spendAt(table, i);
                used += arrayBits[i - 1] != Tags.NIL ? 1 : 0;
            }
            counts[log] += used;
            total += used;
        }
        return total;
    }

    private int countKey(final long keyBits)
    {
        if (keyBits >= Tags.NIL)
        {
            return 0;
        }
        final double key = Tags.toDouble(keyBits);
        final int index = (int)key;
        if (index != key || index <= 0 || index > 1 << LuaTable.MAX_BITS)
        {
            return 0;
        }
        counts[ceilLog2(index)]++;
        return 1;
    }

    /** @return how many keys go to the array part. */
    private int chooseArraySize(final int integerKeys)
    {
        int seen = 0;
        int stored = 0;
        arraySize = 0;
        for (int i = 0, power = 1; i <= LuaTable.MAX_BITS && power / 2 < integerKeys; i++, power *= 2)
        {
            if (counts[i] > 0)
            {
                seen += counts[i];
                if (seen > power / 2)
                {
                    arraySize = power;
                    stored = seen;
                }
            }
            if (seen == integerKeys)
            {
                break;
            }
        }
        return stored;
    }

    static int ceilLog2(final int value)
    {
        return 32 - Integer.numberOfLeadingZeros(value - 1);
    }

    static int powerOfTwo(final int atLeast)
    {
        return 1 << ceilLog2(atLeast);
    }

    /** A border in an array whose last element is nil. */
    static int borderIn(final long[] arrayBits)
    {
        int low = 0;
        int high = arrayBits.length;
        while (high - low > 1)
        {
            final int middle = low + high >>> 1;
            if (arrayBits[middle - 1] == Tags.NIL)
            {
                high = middle;
            }
            else
            {
                low = middle;
            }
        }
        return low;
    }

    /** A border at or after a full array part, among the nodes. */
    static int borderBeyond(final LuaTable table, final int arraySize)
    {
        int low = arraySize;
        int high = arraySize + 1;
        while (isPresent(table, high))
        {
            low = high;
            if (high > Integer.MAX_VALUE / 2)
            {
                return linearBorder(table);
            }
            high *= 2;
        }
        while (high - low > 1)
        {
            final int middle = low + high >>> 1;
            if (isPresent(table, middle))
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }

    private static int linearBorder(final LuaTable table)
    {
        int i = 1;
        while (isPresent(table, i))
        {
            i++;
        }
        return i - 1;
    }

    private static boolean isPresent(final LuaTable table, final int key)
    {
        final int slot = table.findInt(key);
        return slot >= 0 && table.bitsAt(slot) != Tags.NIL;
    }
}
