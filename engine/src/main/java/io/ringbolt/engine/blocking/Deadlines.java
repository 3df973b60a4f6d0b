package io.ringbolt.engine.blocking;

import java.util.Arrays;

/**
 * The blocked commands whose time will be over, the next one first: a binary heap in which each command
 * knows its place.
 */
final class Deadlines
{
    private static final int INITIAL_CAPACITY = 16;

    private BlockedCommand[] heap = new BlockedCommand[INITIAL_CAPACITY];
    private int count;

    int count()
    {
        return count;
    }

    /** @return the earliest deadline, or {@link BlockedCommand#NEVER}. */
    long nextMs()
    {
        return 0 == count ? BlockedCommand.NEVER : heap[0].deadlineMs();
    }

    BlockedCommand first()
    {
        return heap[0];
    }

    void add(final BlockedCommand command)
    {
        if (count == heap.length)
        {
            heap = Arrays.copyOf(heap, count * 2);
        }
        place(count++, command);
        rise(command.heapIndex);
    }

    /** Takes a command out if it is here. */
    void remove(final BlockedCommand command)
    {
        final int index = command.heapIndex;
        if (BlockedCommand.NOT_QUEUED == index)
        {
            return;
        }
        command.heapIndex = BlockedCommand.NOT_QUEUED;
        final BlockedCommand moved = heap[--count];
        heap[count] = null;
        if (moved != command)
        {
            place(index, moved);
            rise(index);
            sink(moved.heapIndex);
        }
    }

    private void rise(final int from)
    {
        final BlockedCommand command = heap[from];
        int index = from;
        while (index > 0 && command.isDueBefore(heap[(index - 1) / 2]))
        {
            place(index, heap[(index - 1) / 2]);
            index = (index - 1) / 2;
        }
        place(index, command);
    }

    private void sink(final int from)
    {
        final BlockedCommand command = heap[from];
        int index = from;
        int child = earlierChild(index);
        while (child < count && heap[child].isDueBefore(command))
        {
            place(index, heap[child]);
            index = child;
            child = earlierChild(index);
        }
        place(index, command);
    }

    private int earlierChild(final int index)
    {
        final int left = 2 * index + 1;
        return left + 1 < count && heap[left + 1].isDueBefore(heap[left]) ? left + 1 : left;
    }

    private void place(final int index, final BlockedCommand command)
    {
        heap[index] = command;
        command.heapIndex = index;
    }
}
