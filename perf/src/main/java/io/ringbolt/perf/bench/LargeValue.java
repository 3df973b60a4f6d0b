package io.ringbolt.perf.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * A value of very many elements and what is done to it, command after command, while {@link LongestCommandProbe} takes
 * the time of each. In commands {@code #} and {@code %} stand for numbers of elements, see {@link CommandTemplate}.
 */
final class LargeValue
{
    /** How often a step's command is run, and what counts. */
    enum Repeat
    {
        /** Once for each element. */
        EACH,
        /** For all elements but the last few. */
        MOST,
        /** A few thousand times. */
        SOME,
        /** Once. */
        ONCE,
        /** Once; its time grows with what it is asked to do. */
        BY_DEFINITION,
        /** Once and not measured. */
        PREPARE,
        /**
         * Not a command: as many milliseconds pass, then ticks until nothing is left to be done; each tick is measured.
         */
        PASS,
        /** Not a command: as many milliseconds pass without a tick. */
        WAIT
    }

    /**
     * One row of the table.
     */
    record Step(Repeat repeat, String command)
    {
    }

    private static final String[] ENDS =
        {"UNLINK w", "DEL w", "SET w text", "RENAME u w", "COPY u w REPLACE", "SUNIONSTORE w s", "PEXPIRE w 0"};

    private final String name;
    private final List<Step> steps = new ArrayList<>();

    LargeValue(final String name)
    {
        this.name = name;
    }

    String name()
    {
        return name;
    }

    List<Step> steps()
    {
        return steps;
    }

    LargeValue each(final String... commands)
    {
        return add(Repeat.EACH, commands);
    }

    LargeValue most(final String... commands)
    {
        return add(Repeat.MOST, commands);
    }

    LargeValue some(final String... commands)
    {
        return add(Repeat.SOME, commands);
    }

    LargeValue once(final String... commands)
    {
        return add(Repeat.ONCE, commands);
    }

    LargeValue byDefinition(final String... commands)
    {
        return add(Repeat.BY_DEFINITION, commands);
    }

    LargeValue prepare(final String... commands)
    {
        return add(Repeat.PREPARE, commands);
    }

    LargeValue pass(final long ms)
    {
        return add(Repeat.PASS, Long.toString(ms));
    }

    LargeValue await(final long ms)
    {
        return add(Repeat.WAIT, Long.toString(ms));
    }

    /** The value at key {@code v} is copied and goes in each of the ways that must not wait for its length. */
    LargeValue ends()
    {
        for (final String end : ENDS)
        {
            prepare("DEL w", "COPY v w", "SET u text", "SADD s 1").once(end).pass(0);
        }
        prepare("DEL w", "COPY v w", "PEXPIRE w 10").pass(11);
        once("RENAME v w", "RENAME w v", "MOVE v 1", "SWAPDB 0 1", "OBJECT ENCODING v", "MEMORY USAGE v", "TOUCH v");
        return prepare("COPY v w").once("FLUSHALL ASYNC").pass(0);
    }

    private LargeValue add(final Repeat repeat, final String... commands)
    {
        for (final String command : commands)
        {
            steps.add(new Step(repeat, command));
        }
        return this;
    }
}
