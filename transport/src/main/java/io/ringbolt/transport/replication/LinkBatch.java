package io.ringbolt.transport.replication;

import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.replication.Following;
import io.ringbolt.engine.replication.StreamBatch;
import io.ringbolt.engine.ring.RingEntry;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A piece of a master's stream with its commands' tables, in a region of its own. Filled by the link's thread, then the
 * engine's until it is released.
 */
final class LinkBatch implements StreamBatch, Runnable
{
    private static final int CAPACITY = 128 << 10;

    private final OffHeapAllocator allocator;
    private final Following following;
    private final Consumer<LinkBatch> onReleased;
    private long address;
    private long capacity;
    private long bytesAddress;
    private int unitCount;
    private int[] unitEnds = {};
    private int[] unitCommandEnds = {};
    private Command[] commands = {};
    private int[] argumentCounts = {};
    private long[] tables = {};
    private int[] areaLengths = {};
    private long generation;

    /** @param onReleased told when the engine has done with it. */
    LinkBatch(final OffHeapAllocator allocator, final Following following, final Consumer<LinkBatch> onReleased)
    {
        this.allocator = allocator;
        this.following = following;
        this.onReleased = onReleased;
    }

    /** Takes the units that a decoder has found. @param from where their first byte lies. */
    void fill(final UnitDecoder decoder, final long from, final long ofGeneration)
    {
        generation = ofGeneration;
        unitCount = decoder.unitCount();
        final int commandCount = decoder.commandsEnd(unitCount - 1);
        reserve(commandCount);
        long tablesLength = 0;
        for (int i = 0; i < commandCount; i++)
        {
            tablesLength += (long)decoder.argumentCount(i) * RingEntry.ARGUMENT_OVERHEAD;
        }
        final int length = decoder.unitsLength();
        ensure(tablesLength + length);
        bytesAddress = address + tablesLength;
        OffHeap.copy(from, bytesAddress, length);
        for (int i = 0; i < unitCount; i++)
        {
            unitEnds[i] = decoder.unitEnd(i);
            unitCommandEnds[i] = decoder.commandsEnd(i);
        }
        long at = address;
        for (int i = 0; i < commandCount; i++)
        {
            at = fillTable(decoder, i, at);
        }
    }

    private long fillTable(final UnitDecoder decoder, final int command, final long table)
    {
        final int count = decoder.argumentCount(command);
        commands[command] = decoder.command(command);
        argumentCounts[command] = count;
        tables[command] = table;
        final long base = bytesAddress - table;
        long row = table;
        int end = 0;
        for (int i = decoder.firstArgument(command); i < decoder.firstArgument(command) + count; i++)
        {
            OffHeap.putInt(row, Math.toIntExact(base + decoder.argumentOffset(i)));
            OffHeap.putInt(row + Integer.BYTES, decoder.argumentLength(i));
            row += RingEntry.ARGUMENT_OVERHEAD;
            end = decoder.argumentOffset(i) + decoder.argumentLength(i);
        }
        areaLengths[command] = Math.toIntExact(base + end);
        return row;
    }

    private void reserve(final int commandCount)
    {
        if (unitEnds.length < unitCount)
        {
            unitEnds = Arrays.copyOf(unitEnds, 2 * unitCount);
            unitCommandEnds = Arrays.copyOf(unitCommandEnds, 2 * unitCount);
        }
        if (commands.length < commandCount)
        {
            commands = Arrays.copyOf(commands, 2 * commandCount);
            argumentCounts = Arrays.copyOf(argumentCounts, 2 * commandCount);
            tables = Arrays.copyOf(tables, 2 * commandCount);
            areaLengths = Arrays.copyOf(areaLengths, 2 * commandCount);
        }
    }

    private void ensure(final long wanted)
    {
        if (wanted > capacity)
        {
            close();
            capacity = Math.max(CAPACITY, wanted);
            address = allocator.allocate(capacity);
        }
    }

    /** Has the engine execute it. */
    @Override
    public void run()
    {
        following.onStream(generation, this);
    }

    @Override
    public int unitCount()
    {
        return unitCount;
    }

    @Override
    public long unitAddress(final int unit)
    {
        return bytesAddress + (0 == unit ? 0 : unitEnds[unit - 1]);
    }

    @Override
    public int unitLength(final int unit)
    {
        return unitEnds[unit] - (0 == unit ? 0 : unitEnds[unit - 1]);
    }

    @Override
    public int firstCommand(final int unit)
    {
        return 0 == unit ? 0 : unitCommandEnds[unit - 1];
    }

    @Override
    public int commandCount(final int unit)
    {
        return unitCommandEnds[unit] - firstCommand(unit);
    }

    @Override
    public Command command(final int index)
    {
        return commands[index];
    }

    @Override
    public int argumentCount(final int index)
    {
        return argumentCounts[index];
    }

    @Override
    public long areaAddress(final int index)
    {
        return tables[index];
    }

    @Override
    public int areaLength(final int index)
    {
        return areaLengths[index];
    }

    @Override
    public void release()
    {
        if (capacity > CAPACITY)
        {
            close();
        }
        onReleased.accept(this);
    }

    /** Frees the region. */
    void close()
    {
        allocator.free(address, capacity);
        address = OffHeap.NULL_ADDRESS;
        capacity = 0;
    }
}
