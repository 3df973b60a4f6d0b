package io.ringbolt.engine.hash;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.effect.Effects;

import java.util.Arrays;

/**
 * The {@code FIELDS numfields field ...} at the end of a command, and which of these fields the command has changed.
 */
final class FieldArguments
{
    static final byte[] FIELDS = Errors.text("FIELDS");
    static final byte[] NOT_POSITIVE = Errors.text("ERR Number of fields must be a positive integer");

    /** The longest time that a field may be given, in ms since 1970: the year 4199. */
    private static final long MAX_EXPIRES_AT_MS = (1L << 46) - 1;
    private static final int INITIAL_CAPACITY = 16;
    private static final byte[] MISSING =
        Errors.text("ERR Mandatory argument FIELDS is missing or not at the right position");
    private static final byte[] MISMATCH =
        Errors.text("ERR The `numfields` parameter must match the number of arguments");
    private static final byte[] NEGATIVE_TIME = Errors.text("ERR invalid expire time, must be >= 0");

    private int first;
    private int[] chosen = new int[INITIAL_CAPACITY];
    private int chosenCount;

    /**
     * Reads the number of fields; latches an error.
     *
     * @param keywordIndex where FIELDS must stand.
     * @param countError   if the number is none, or not above 0.
     */
    void parse(final ArgParser args, final int keywordIndex, final byte[] countError)
    {
        chosenCount = 0;
        first = keywordIndex + 2;
        if (keywordIndex >= args.count() || !args.is(keywordIndex, FIELDS))
        {
            args.fail(MISSING);
        }
        else if (keywordIndex + 1 == args.count())
        {
            args.fail(MISMATCH);
        }
        else if (args.longAt(keywordIndex + 1, 1, Long.MAX_VALUE, countError) != args.count() - first)
        {
            args.fail(MISMATCH);
        }
    }

    /** Reads a time in units, since {@code baseMs}. @return ms since 1970; latches an error. */
    static long expiresAtMs(
        final CommandContext context, final int index, final long baseMs, final long unitMs)
    {
        final ArgParser args = context.args();
        final long time = args.longAt(index);
        if (args.hasError())
        {
            return 0;
        }
        if (time < 0)
        {
            args.fail(NEGATIVE_TIME);
            return 0;
        }
        if (time > MAX_EXPIRES_AT_MS / unitMs || time * unitMs > MAX_EXPIRES_AT_MS - baseMs)
        {
            args.fail("ERR invalid expire time in '" + context.command().fullName() + "' command");
            return 0;
        }
        return time * unitMs + baseMs;
    }

    /** Index of the first field's argument. */
    int first()
    {
        return first;
    }

    /** Begins to choose again. */
    void clearChosen()
    {
        chosenCount = 0;
    }

    /** Notes that the field at an argument has been changed. */
    void choose(final int index)
    {
        if (chosenCount == chosen.length)
        {
            chosen = Arrays.copyOf(chosen, 2 * chosenCount);
        }
        chosen[chosenCount++] = index;
    }

    int chosenCount()
    {
        return chosenCount;
    }

    /** Names the fields that were chosen to those who are told of an event about fields. */
    void tellChosen(final CommandContext context, final KeyspaceEvent event)
    {
        if (context.engine().changes().tellsSubkeys(event))
        {
            for (int i = 0; i < chosenCount; i++)
            {
                context.engine().changes().subkey(context.argAddress(chosen[i]), context.argLength(chosen[i]));
            }
        }
    }

    /** Names the fields at arguments, from one index to another, every {@code step}th, as {@link #tellChosen} does. */
    static void tell(
        final CommandContext context, final KeyspaceEvent event, final int from, final int to, final int step)
    {
        if (context.engine().changes().tellsSubkeys(event))
        {
            for (int i = from; i < to; i += step)
            {
                context.engine().changes().subkey(context.argAddress(i), context.argLength(i));
            }
        }
    }

    /** Adds {@code FIELDS n field ...} to a command that is being propagated, with the fields that were chosen. */
    void propagateChosen(final CommandContext context, final Effects effects)
    {
        effects.argument(FIELDS).argument(chosenCount);
        propagateNames(context, effects);
    }

    /** Adds the fields that were chosen, alone. */
    void propagateNames(final CommandContext context, final Effects effects)
    {
        for (int i = 0; i < chosenCount; i++)
        {
            effects.argument(context.argAddress(chosen[i]), context.argLength(chosen[i]));
        }
    }
}
