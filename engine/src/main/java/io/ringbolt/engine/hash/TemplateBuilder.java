package io.ringbolt.engine.hash;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

import java.util.Arrays;

/**
 * Brings field names into the order of a template and finds the template that has them. What belongs to each name, a
 * place of the caller's, follows it. Its arrays are kept for the next time.
 */
final class TemplateBuilder
{
    private static final int INITIAL_COUNT = 16;
    private static final int INITIAL_BYTES = 256;

    private final Arena arena;
    private final HashTemplates templates;
    private byte[] names = new byte[INITIAL_BYTES];
    private int[] ends = new int[INITIAL_COUNT];
    private long[] places = new long[INITIAL_COUNT];
    private int[] order = new int[INITIAL_COUNT];
    private int[] merged = new int[INITIAL_COUNT];
    private int count;

    TemplateBuilder(final Arena arena, final HashTemplates templates)
    {
        this.arena = arena;
        this.templates = templates;
    }

    TemplateBuilder begin()
    {
        count = 0;
        return this;
    }

    void add(final long nameAddress, final int nameLength, final long place)
    {
        if (count == ends.length)
        {
            ends = Arrays.copyOf(ends, 2 * count);
            places = Arrays.copyOf(places, 2 * count);
            order = new int[2 * count];
            merged = new int[2 * count];
        }
        final int begin = begin(count);
        if (names.length - begin < nameLength)
        {
            names = Arrays.copyOf(names, (int)Math.min(Integer.MAX_VALUE - 8, 2L * (begin + (long)nameLength)));
        }
        OffHeap.copyOut(nameAddress, names, begin, nameLength);
        ends[count] = begin + nameLength;
        places[count++] = place;
    }

    int count()
    {
        return count;
    }

    /** Brings the names into order. @return false if one is there twice. */
    boolean sort()
    {
        for (int i = 0; i < count; i++)
        {
            order[i] = i;
        }
        for (int width = 1; width < count; width *= 2)
        {
            for (int from = 0; from < count; from += 2 * width)
            {
                merge(from, Math.min(from + width, count), Math.min(from + 2 * width, count));
            }
            final int[] swapped = order;
            order = merged;
            merged = swapped;
        }
        for (int i = 1; i < count; i++)
        {
            if (compare(order[i - 1], order[i]) == 0)
            {
                return false;
            }
        }
        return true;
    }

    private void merge(final int from, final int middle, final int until)
    {
        int left = from;
        int right = middle;
        for (int i = from; i < until; i++)
        {
            final boolean isLeft = left < middle && (right == until || compare(order[left], order[right]) <= 0);
            merged[i] = isLeft ? order[left++] : order[right++];
        }
    }

    private int compare(final int a, final int b)
    {
        final int aLength = ends[a] - begin(a);
        final int bLength = ends[b] - begin(b);
        return aLength != bLength ? Integer.compare(aLength, bLength) :
            Arrays.compareUnsigned(names, begin(a), ends[a], names, begin(b), ends[b]);
    }

    /** What belongs to the name that is the nth in order. */
    long place(final int index)
    {
        return places[order[index]];
    }

    /** The template of the names, which are in order. */
    long intern()
    {
        return look(true);
    }

    /** The same, or {@link Arena#NULL_REF} if there is none. */
    long find()
    {
        return look(false);
    }

    private long look(final boolean mayMake)
    {
        final long length = TemplateContent.length(count, begin(count));
        final long scratch = arena.allocate(length);
        final long content = arena.writable(scratch, 0, length);
        TemplateContent.create(content, count);
        for (int i = 0; i < count; i++)
        {
            final int name = order[i];
            TemplateContent.put(content, i, names, begin(name), ends[name] - begin(name));
        }
        final long template = mayMake ? templates.intern(content) : templates.find(content);
        arena.free(scratch);
        return template;
    }

    /** Gives memory back that is more than usual hashes need. */
    void trim()
    {
        if (ends.length > INITIAL_COUNT * INITIAL_BYTES)
        {
            names = new byte[INITIAL_BYTES];
            ends = new int[INITIAL_COUNT];
            places = new long[INITIAL_COUNT];
            order = new int[INITIAL_COUNT];
            merged = new int[INITIAL_COUNT];
        }
    }

    private int begin(final int index)
    {
        return index == 0 ? 0 : ends[index - 1];
    }
}
