package io.ringbolt.engine.stream;

import io.ringbolt.engine.command.ArgParser;

import java.util.Arrays;

/**
 * The ids among a command's arguments, read before anything is changed.
 */
final class IdList
{
    private static final int INITIAL_CAPACITY = 64;

    private final StreamId parsed = new StreamId();
    private long[] parts = new long[2 * INITIAL_CAPACITY];
    private int count;

    void clear()
    {
        count = 0;
    }

    int count()
    {
        return count;
    }

    /** Reads the id at an argument. @return false if there is none, and nothing is added. */
    boolean tryParse(final ArgParser args, final int index)
    {
        if (!parsed.parse(args.address(index), args.length(index), 0))
        {
            return false;
        }
        add(parsed);
        return true;
    }

    /** Reads the ids from one argument up to before another; latches an error. */
    void parse(final ArgParser args, final int from, final int until)
    {
        for (int i = from; i < until && !args.hasError(); i++)
        {
            if (!tryParse(args, i))
            {
                args.fail(TrimOptions.INVALID_ID);
            }
        }
    }

    void add(final StreamId id)
    {
        if (2 * count == parts.length)
        {
            parts = Arrays.copyOf(parts, 2 * parts.length);
        }
        parts[2 * count] = id.timeMs();
        parts[2 * count + 1] = id.number();
        count++;
    }

    StreamId get(final int index, final StreamId out)
    {
        return out.set(parts[2 * index], parts[2 * index + 1]);
    }

    void set(final int index, final StreamId id)
    {
        parts[2 * index] = id.timeMs();
        parts[2 * index + 1] = id.number();
    }
}
