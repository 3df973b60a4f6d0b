package io.ringbolt.engine.array;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.generic.GlobMatcher;
import io.ringbolt.engine.listpack.IntegerText;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.regex.ByteRegex;
import io.ringbolt.engine.regex.RegexException;

/**
 * What ARGREP asks of a value: to be a text, to contain one, or to match a glob or a regular expression; all
 * of them or any.
 */
final class ArrayPredicates
{
    private static final int MAX_PREDICATES = 250;
    private static final int MAX_REGEX_LENGTH = 2048;
    private static final int CASE_DISTANCE = 'a' - 'A';

    private static final int EXACT = 0;
    private static final int MATCH = 1;
    private static final int GLOB = 2;
    private static final int RE = 3;
    private static final byte[][] NAMES =
        {Errors.text("EXACT"), Errors.text("MATCH"), Errors.text("GLOB"), Errors.text("RE")};
    private static final byte[] TOO_MANY =
        Errors.text("ERR too many predicates, maximum is " + MAX_PREDICATES);
    private static final byte[] REGEX_TOO_LONG =
        Errors.text("ERR regular expression is too long, maximum is " + MAX_REGEX_LENGTH + " bytes");
    private static final byte[] REGEX_EMPTY = Errors.text("ERR regular expression is empty");

    private final Arena arena;
    private final long scratch;
    private final GlobMatcher glob = new GlobMatcher();
    private final int[] kinds = new int[MAX_PREDICATES];
    private final int[] arguments = new int[MAX_PREDICATES];
    private final ByteRegex[] regexes = new ByteRegex[MAX_PREDICATES];
    private int count;
    private boolean isAllRequired;
    private boolean isCaseIgnored;

    ArrayPredicates(final Arena arena)
    {
        this.arena = arena;
        this.scratch = arena.allocate(IntegerText.MAX_LENGTH);
    }

    void clear()
    {
        while (count > 0)
        {
            regexes[--count] = null;
        }
        isAllRequired = false;
        isCaseIgnored = false;
    }

    void requireAll(final boolean isRequired)
    {
        isAllRequired = isRequired;
    }

    void ignoreCase()
    {
        isCaseIgnored = true;
    }

    /** Reads a predicate at which the parser stands. @return false if there is none. */
    boolean parse(final ArgParser args)
    {
        int kind = 0;
        while (kind < NAMES.length && !args.accept(NAMES[kind], 1))
        {
            kind++;
        }
        if (kind == NAMES.length)
        {
            return false;
        }
        final int argument = args.next();
        if (count == MAX_PREDICATES)
        {
            args.fail(TOO_MANY);
            return true;
        }
        if (kind == RE && args.length(argument) > MAX_REGEX_LENGTH)
        {
            args.fail(REGEX_TOO_LONG);
        }
        kinds[count] = kind;
        arguments[count++] = argument;
        return true;
    }

    /** Makes the regular expressions ready, all other options being known. */
    void conclude(final ArgParser args)
    {
        if (count == 0)
        {
            args.fail(Errors.SYNTAX);
        }
        for (int i = 0; i < count && !args.hasError(); i++)
        {
            if (kinds[i] == RE)
            {
                compile(args, i);
            }
        }
    }

    private void compile(final ArgParser args, final int i)
    {
        if (args.length(arguments[i]) == 0)
        {
            args.fail(REGEX_EMPTY);
            return;
        }
        try
        {
            regexes[i] = ByteRegex.compile(args.bytesAt(arguments[i]), isCaseIgnored);
        }
        catch (final RegexException refused)
        {
            args.fail("ERR " + refused.getMessage());
        }
    }

    /** Says whether a value meets the predicates. A number becomes text on the way. */
    boolean match(final ArgParser args, final ListPackElement value)
    {
        if (value.isInteger())
        {
            value.toText(arena.writable(scratch, 0, IntegerText.MAX_LENGTH));
        }
        for (int i = 0; i < count; i++)
        {
            if (match(args, i, value.address(), value.length()) != isAllRequired)
            {
                return !isAllRequired;
            }
        }
        return isAllRequired;
    }

    private boolean match(final ArgParser args, final int i, final long address, final int length)
    {
        final long pattern = args.address(arguments[i]);
        final int patternLength = args.length(arguments[i]);
        return switch (kinds[i])
        {
            case EXACT -> length == patternLength && isEqual(address, pattern, length);
            case MATCH -> contains(address, length, pattern, patternLength);
            case GLOB -> glob.matches(pattern, patternLength, address, length, isCaseIgnored);
            default -> regexes[i].find(address, length);
        };
    }

    private boolean contains(final long text, final int textLength, final long part, final int partLength)
    {
        for (int i = 0; i <= textLength - partLength; i++)
        {
            if (isEqual(text + i, part, partLength))
            {
                return true;
            }
        }
        return false;
    }

    private boolean isEqual(final long a, final long b, final int length)
    {
        for (int i = 0; i < length; i++)
        {
            if (folded(OffHeap.getByte(a + i)) != folded(OffHeap.getByte(b + i)))
            {
                return false;
            }
        }
        return true;
    }

    private byte folded(final byte letter)
    {
        return isCaseIgnored && 'A' <= letter && letter <= 'Z' ? (byte)(letter + CASE_DISTANCE) : letter;
    }
}
