package io.ringbolt.engine.scripting.lua;

/**
 * How many bytes the values of a machine take, by the sizes that Lua 5.1 has for them on a 64-bit machine.
 */
/*
 * The JVM frees what scripts drop, and does not say so. So allocations are added up, and when the sum has doubled since
 * it was last known, the values that can still be reached are counted (see ReachableBytes). The cost is a
 * constant per allocated byte, and what is reported is between the true figure and twice that.
 */
public final class MemoryMeter
{
    static final int TABLE_BYTES = 64;
    static final int ARRAY_ELEMENT_BYTES = 16;
    static final int NODE_BYTES = 40;
    static final int STRING_BYTES = 25;
    static final int FUNCTION_BYTES = 40;
    static final int UP_VALUE_BYTES = 40;
    static final int STACK_SLOT_BYTES = 16;
    static final int THREAD_BYTES = 1024;
    static final int INSTRUCTION_BYTES = 8;
    static final int PROTOTYPE_BYTES = 120;
    /** What a class takes in metaspace and code cache: 2.0 and 1.1 times its file, measured over 200 loops. */
    static final int BYTES_PER_CLASS_FILE_BYTE = 3;

    private static final long LEAST_THRESHOLD = 256 * 1024;

    private final LuaVm vm;
    private long limit = Long.MAX_VALUE;
    private long used;
    private long threshold = LEAST_THRESHOLD;
    private boolean hasWeakTables;
    private boolean isCounting;
    private boolean isBuilding;
    private long usedBefore;

    MemoryMeter(final LuaVm vm)
    {
        this.vm = vm;
    }

    /** The most that scripts may hold; beyond it they get "not enough memory". */
    public void setLimit(final long bytes)
    {
        limit = bytes;
        threshold = Math.min(threshold, Math.max(bytes, 1));
    }

    public long limit()
    {
        return limit;
    }

    /** Bytes in use: exact at the last count, and everything allocated since. */
    public long used()
    {
        return used;
    }

    /** Notes an allocation; a negative figure is something given back. */
    void allocated(final long bytes)
    {
        used += bytes;
        if (used > threshold && !isCounting && !isBuilding)
        {
            collect();
            used += Math.max(bytes, 0);
            if (used > limit)
            {
                throw notEnough();
            }
        }
    }

    /** Notes what must not fail for lack of room; the next allocation may. */
    void noted(final long bytes)
    {
        used += bytes;
    }

    /** Before something large is made, so that it need not be made in vain. */
    public void reserve(final long bytes)
    {
        if (bytes > limit - used && !isBuilding)
        {
            collect();
            if (bytes > limit - used)
            {
                throw notEnough();
            }
        }
    }

    /**
     * What is allocated from here on belongs to a value that scripts cannot reach yet, made in the midst of something
     * that no error may end: it is noted, and {@link #takeElement} says when there is no more room.
     */
    public void beginBuilding()
    {
        isBuilding = true;
        usedBefore = used;
    }

    /** Notes an element of what is being built. @param length of its text. @return false if there is no room. */
    public boolean takeElement(final long length)
    {
        final boolean hasRoom = hasRoom(length);
        used += hasRoom ? ARRAY_ELEMENT_BYTES + STRING_BYTES + length : 0;
        return hasRoom;
    }

    /** @return whether what is being built may have an element with a text of this length, too. */
    public boolean hasRoom(final long length)
    {
        final long bytes = ARRAY_ELEMENT_BYTES + STRING_BYTES + length;
        if (bytes > limit - used)
        {
            final long built = used - usedBefore;
            collect();
            usedBefore = used;
            used += built;
        }
        return bytes <= limit - used;
    }

    /** Scripts can reach the value that was built. */
    public void endBuilding()
    {
        isBuilding = false;
        allocated(0);                                       // looks whether it is too much
    }

    public LuaError notEnough()
    {
        return new LuaError(vm.notEnoughMemory, LuaError.Kind.MEMORY);
    }

    /** Counts what can be reached and clears weak entries that cannot. */
    public void collect()
    {
        isCounting = true;
        try
        {
            used = new ReachableBytes(vm, hasWeakTables).count();
        }
        finally
        {
            isCounting = false;
        }
        threshold = Math.min(limit, Math.max(LEAST_THRESHOLD, used * 2));
    }

    void noteMetatable(final LuaTable candidate)
    {
        hasWeakTables |= candidate.find(Tags.STRING, vm.events.mode()) >= 0;
    }

    static long ofTable(final int arraySize, final int nodeCount)
    {
        final long nodes = nodeCount == 0 ? 0 : TableSizes.powerOfTwo(nodeCount);
        return (long)arraySize * ARRAY_ELEMENT_BYTES + nodes * NODE_BYTES;
    }
}
