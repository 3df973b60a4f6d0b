package io.ringbolt.engine.sort;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.memory.OffHeap;

import java.util.Arrays;

/**
 * What a SORT asks for besides its key. Patterns are named by the index of their argument.
 */
final class SortOptions
{
    static final int NONE = -1;

    private static final int FIRST_OPTION = 2;
    private static final byte[] ASC = Errors.text("ASC");
    private static final byte[] DESC = Errors.text("DESC");
    private static final byte[] ALPHA = Errors.text("ALPHA");
    private static final byte[] LIMIT = Errors.text("LIMIT");
    private static final byte[] STORE = Errors.text("STORE");
    private static final byte[] BY = Errors.text("BY");
    private static final byte[] GET = Errors.text("GET");
    private static final byte[] BY_DENIED =
        Errors.text("ERR BY option of SORT denied due to insufficient ACL permissions.");
    private static final byte[] GET_DENIED =
        Errors.text("ERR GET option of SORT denied due to insufficient ACL permissions.");

    private int[] getIndexes = new int[4];
    private int getCount;
    private int byIndex;
    private int storeIndex;
    private boolean isDescending;
    private boolean isAlpha;
    private boolean isUnsorted;
    private boolean mayReadAll;
    private long limitOffset;
    private long limitCount;

    /**
     * Reads the options; latches an error.
     *
     * @param isStoring  whether STORE is one.
     * @param mayReadAll whether the client may read every key, which patterns may lead to.
     */
    void parse(final ArgParser args, final boolean isStoring, final boolean mayReadAll)
    {
        this.mayReadAll = mayReadAll;
        getCount = 0;
        byIndex = NONE;
        storeIndex = NONE;
        isDescending = false;
        isAlpha = false;
        isUnsorted = false;
        limitOffset = 0;
        limitCount = NONE;
        args.position(FIRST_OPTION);
        while (args.hasNext() && !args.hasError())
        {
            parseOption(args, isStoring);
        }
    }

    private void parseOption(final ArgParser args, final boolean isStoring)
    {
        if (args.accept(ASC))
        {
            isDescending = false;
        }
        else if (args.accept(DESC))
        {
            isDescending = true;
        }
        else if (args.accept(ALPHA))
        {
            isAlpha = true;
        }
        else if (args.accept(LIMIT, 2))
        {
            limitOffset = args.longAt(args.next());
            limitCount = args.longAt(args.next());
        }
        else if (isStoring && args.accept(STORE, 1))
        {
            storeIndex = args.next();
        }
        else if (args.accept(BY, 1))
        {
            byIndex = args.next();
            if (!hasStar(args, byIndex))
            {
                isUnsorted = true;
            }
            else if (!mayReadAll)
            {
                args.fail(BY_DENIED);
            }
        }
        else if (args.accept(GET, 1))
        {
            addGet(args.next());
            if (!mayReadAll)
            {
                args.fail(GET_DENIED);
            }
        }
        else
        {
            args.fail(Errors.SYNTAX);
        }
    }

    private static boolean hasStar(final ArgParser args, final int index)
    {
        for (int i = 0; i < args.length(index); i++)
        {
            final byte letter = OffHeap.getByte(args.address(index) + i);
            if ('*' == letter || 0 == letter)
            {
                return 0 != letter;
            }
        }
        return false;
    }

    private void addGet(final int index)
    {
        if (getCount == getIndexes.length)
        {
            getIndexes = Arrays.copyOf(getIndexes, 2 * getCount);
        }
        getIndexes[getCount++] = index;
    }

    /** Sorts by the elements themselves, as text: a set to be stored or read by a script must be in some order. */
    void sortByText()
    {
        isUnsorted = false;
        isAlpha = true;
        byIndex = NONE;
    }

    int getCount()
    {
        return getCount;
    }

    int getIndex(final int number)
    {
        return getIndexes[number];
    }

    /** The pattern of the keys to sort by, or {@link #NONE} to sort by the elements. */
    int byIndex()
    {
        return byIndex;
    }

    /** The key to store the result in, or {@link #NONE} to reply it. */
    int storeIndex()
    {
        return storeIndex;
    }

    boolean isDescending()
    {
        return isDescending;
    }

    boolean isAlpha()
    {
        return isAlpha;
    }

    /** Whether elements stay in the order they come in: there is a pattern to sort by that is the same for all. */
    boolean isUnsorted()
    {
        return isUnsorted;
    }

    /** First element of the result, of {@code count}. */
    int first(final int count)
    {
        return (int)Math.min(Math.max(limitOffset, 0), count);
    }

    /** One behind the last element of the result. */
    int end(final int count)
    {
        final long most = limitCount < 0 ? count : limitCount;
        return (int)Math.min(first(count) + Math.min(most, count), count);
    }
}
