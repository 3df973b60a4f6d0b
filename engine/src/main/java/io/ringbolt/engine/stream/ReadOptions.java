package io.ringbolt.engine.stream;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Errors;

/**
 * What stands in XREAD and XREADGROUP before the streams and their ids.
 */
final class ReadOptions
{
    static final long NOT_GIVEN = -1;

    private static final byte[] BLOCK = Errors.text("BLOCK");
    private static final byte[] COUNT = Errors.text("COUNT");
    private static final byte[] STREAMS = Errors.text("STREAMS");
    private static final byte[] GROUP = Errors.text("GROUP");
    private static final byte[] NOACK = Errors.text("NOACK");
    private static final byte[] CLAIM = Errors.text("CLAIM");
    private static final byte[] MAXCOUNT = Errors.text("MAXCOUNT");
    private static final byte[] MAXSIZE = Errors.text("MAXSIZE");
    private static final byte[] MISSING_GROUP = Errors.text("ERR Missing GROUP option for XREADGROUP");
    private static final byte[] INVALID_IDLE = Errors.text("ERR min-idle-time is not an integer or out of range");
    private static final byte[] NEGATIVE_IDLE = Errors.text("ERR min-idle-time must be a positive integer");
    private static final byte[] MAXCOUNT_RANGE = Errors.text("ERR MAXCOUNT must be a positive integer");
    private static final byte[] MAXSIZE_RANGE = Errors.text("ERR MAXSIZE must be a positive integer");
    private static final byte[] MAXCOUNT_BELOW_COUNT = Errors.text("ERR MAXCOUNT must not be smaller than COUNT");
    private static final String GROUP_ONLY = " option is only supported by XREADGROUP. You called XREAD instead.";
    private static final String NOT_FROM_SCRIPT = " command is not allowed with BLOCK option from scripts";

    private boolean isGroup;
    private boolean isFromScript;
    private long blockMs;
    private long count;
    private long maxCount;
    private long maxSize;
    private long claimIdleMs;
    private boolean isWithoutPending;
    private int groupIndex;
    private int firstKey;
    private int streamCount;

    /**
     * @param group      whether the command is XREADGROUP.
     * @param fromScript whether a script calls it, which can't wait.
     */
    void parse(final ArgParser args, final boolean group, final boolean fromScript)
    {
        isGroup = group;
        isFromScript = fromScript;
        blockMs = NOT_GIVEN;
        count = 0;
        maxCount = NOT_GIVEN;
        maxSize = NOT_GIVEN;
        claimIdleMs = NOT_GIVEN;
        isWithoutPending = false;
        groupIndex = 0;
        firstKey = 0;
        args.position(1);
        while (args.hasNext() && firstKey == 0 && !args.hasError())
        {
            parseOption(args);
        }
        if (!args.hasError())
        {
            conclude(args);
        }
    }

    private void parseOption(final ArgParser args)
    {
        if (args.accept(BLOCK, 1))
        {
            if (isFromScript)
            {
                args.fail("ERR " + args.textAt(0) + NOT_FROM_SCRIPT);
            }
            blockMs = args.timeoutMsAt(args.next());
        }
        else if (args.accept(COUNT, 1))
        {
            count = Math.max(0, args.longAt(args.next()));
        }
        else if (args.accept(STREAMS, 1))
        {
            parseStreams(args);
        }
        else if (args.accept(MAXCOUNT, 1))
        {
            maxCount = args.longAt(args.next(), 1, Long.MAX_VALUE, MAXCOUNT_RANGE);
        }
        else if (args.accept(MAXSIZE, 1))
        {
            maxSize = args.longAt(args.next(), 1, Long.MAX_VALUE, MAXSIZE_RANGE);
        }
        else
        {
            parseGroupOption(args);
        }
    }

    private void parseGroupOption(final ArgParser args)
    {
        if (args.accept(GROUP, 2))
        {
            groupIndex = args.next();
            args.next();
            failUnlessGroup(args, "GROUP");
        }
        else if (args.accept(NOACK))
        {
            isWithoutPending = true;
            failUnlessGroup(args, "NOACK");
        }
        else if (args.accept(CLAIM, 1))
        {
            failUnlessGroup(args, "CLAIM");
            claimIdleMs = args.longAt(args.next(), INVALID_IDLE);
            if (claimIdleMs < 0)
            {
                args.fail(NEGATIVE_IDLE);
            }
        }
        else
        {
            args.fail(Errors.SYNTAX);
        }
    }

    private void failUnlessGroup(final ArgParser args, final String option)
    {
        if (!isGroup)
        {
            args.fail("ERR The " + option + GROUP_ONLY);
        }
    }

    private void parseStreams(final ArgParser args)
    {
        firstKey = args.position();
        streamCount = args.remaining() / 2;
        if (args.remaining() % 2 != 0)
        {
            args.fail("ERR Unbalanced '" + (isGroup ? "xreadgroup" : "xread") + "' list of streams: for each stream " +
                "key an ID or '" + (isGroup ? '>' : '$') + "' must be specified.");
        }
    }

    private void conclude(final ArgParser args)
    {
        if (firstKey == 0)
        {
            args.fail(Errors.SYNTAX);
        }
        else if (isGroup && groupIndex == 0)
        {
            args.fail(MISSING_GROUP);
        }
        else if (maxCount != NOT_GIVEN && maxCount < count)
        {
            args.fail(MAXCOUNT_BELOW_COUNT);
        }
    }

    boolean isGroup()
    {
        return isGroup;
    }

    /** How long to wait for an entry, 0 for ever, or {@link #NOT_GIVEN}. */
    long blockMs()
    {
        return blockMs;
    }

    /** Most entries of each stream; 0 for any. */
    long count()
    {
        return count;
    }

    /** Most entries of all streams. */
    long maxCount()
    {
        return maxCount == NOT_GIVEN ? Long.MAX_VALUE : maxCount;
    }

    /** Bytes of entries after which no more are replied. */
    long maxSize()
    {
        return maxSize == NOT_GIVEN ? Long.MAX_VALUE : maxSize;
    }

    /** For how long an entry must have been pending to be read again, or {@link #NOT_GIVEN}. */
    long claimIdleMs()
    {
        return claimIdleMs;
    }

    /** Entries count as acknowledged by being read. */
    boolean isWithoutPending()
    {
        return isWithoutPending;
    }

    int groupIndex()
    {
        return groupIndex;
    }

    int consumerIndex()
    {
        return groupIndex + 1;
    }

    int firstKey()
    {
        return firstKey;
    }

    int streamCount()
    {
        return streamCount;
    }
}
