package io.ringbolt.engine.stream;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.effect.Effects;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.memory.OffHeap;

/**
 * How far a stream is to be trimmed: to a number of entries or to an id, exactly or by whole nodes.
 */
final class TrimOptions
{
    private static final byte[] MAXLEN = Errors.text("MAXLEN");
    private static final byte[] MINID = Errors.text("MINID");
    private static final byte[] LIMIT = Errors.text("LIMIT");
    private static final byte[] BOTH =
        Errors.text("ERR syntax error, MAXLEN and MINID options at the same time are not compatible");
    private static final byte[] NEGATIVE_LENGTH = Errors.text("ERR The MAXLEN argument must be >= 0.");
    private static final byte[] NEGATIVE_LIMIT = Errors.text("ERR The LIMIT argument must be >= 0.");
    private static final byte[] LIMIT_OF_NOTHING =
        Errors.text("ERR syntax error, LIMIT cannot be used without specifying a trimming strategy");
    private static final byte[] LIMIT_OF_EXACT =
        Errors.text("ERR syntax error, LIMIT cannot be used without the special ~ option");
    static final byte[] INVALID_ID = Errors.text("ERR Invalid stream ID specified as stream command argument");

    private static final byte[] EXACTLY = Errors.text("=");

    private static final int NODES_PER_TRIM = 100;
    private static final long DEFAULT_LIMIT = 10_000;
    private static final long MAX_DEFAULT_LIMIT = 1_000_000;

    private final StreamId minId = new StreamId();
    private final StreamId before = new StreamId();
    private final StreamId after = new StreamId();
    private boolean isByCount;
    private boolean isById;
    private boolean isApproximate;
    private boolean hasLimit;
    private ReferencePolicy policy;
    private int thresholdIndex;
    private int limitIndex;
    private long maxCount;
    private long limit;

    void clear()
    {
        isByCount = false;
        isById = false;
        isApproximate = false;
        hasLimit = false;
        limit = 0;
        policy = null;
        limitIndex = 0;
    }

    boolean isGiven()
    {
        return isByCount || isById;
    }

    /**
     * Reads one option if the parser stands at one; latches an error.
     *
     * @return false if it stands at something else.
     */
    boolean parseOption(final ArgParser args)
    {
        if (args.accept(MAXLEN, 1))
        {
            parseThreshold(args);
            isByCount = true;
            if (!args.hasError())
            {
                thresholdIndex = args.next();
                maxCount = args.longAt(thresholdIndex);
                if (maxCount < 0)
                {
                    args.fail(NEGATIVE_LENGTH);
                }
            }
            return true;
        }
        if (args.accept(MINID, 1))
        {
            parseThreshold(args);
            isById = true;
            if (!args.hasError())
            {
                thresholdIndex = args.next();
                if (!minId.parse(args.address(thresholdIndex), args.length(thresholdIndex), 0))
                {
                    args.fail(INVALID_ID);
                }
            }
            return true;
        }
        if (args.accept(LIMIT, 1))
        {
            hasLimit = true;
            limitIndex = args.position() - 1;
            limit = args.longAt(args.next());
            if (limit < 0)
            {
                args.fail(NEGATIVE_LIMIT);
            }
            return true;
        }
        final ReferencePolicy accepted = ReferencePolicy.accept(args);
        if (accepted != null && policy != null)
        {
            args.fail(Errors.SYNTAX);
        }
        policy = accepted == null ? policy : accepted;
        return accepted != null;
    }

    /**
     * Checks what the options are together, and chooses a limit if none is given; latches an error. What is replayed
     * has been limited already: its threshold is where trimming came to, so its limit, if there is one, says nothing.
     */
    void conclude(final ArgParser args, final long nodeMaxEntries, final boolean isReplaying)
    {
        if (isReplaying)
        {
            limit = 0;
        }
        else if (hasLimit && !isGiven() && limit != 0)
        {
            args.fail(LIMIT_OF_NOTHING);
        }
        else if (hasLimit && isGiven() && !isApproximate)
        {
            args.fail(LIMIT_OF_EXACT);
        }
        else if (isApproximate && !hasLimit)
        {
            limit = nodeMaxEntries <= 0 ? DEFAULT_LIMIT :
                Math.min(MAX_DEFAULT_LIMIT, NODES_PER_TRIM * Math.min(nodeMaxEntries, MAX_DEFAULT_LIMIT));
        }
    }

    /**
     * @return the entries removed.
     */
    long trim(final Streams streams, final References references, final ValueRef stream)
    {
        if (policy == ReferencePolicy.ACKED && streams.groupCount(stream) > 0)
        {
            return references.trimAcknowledged(stream, maxCount, isByCount ? null : minId, limit);
        }
        streams.firstId(stream, before);
        final long removed = isByCount ? streams.trims().toCount(stream, maxCount, !isApproximate, limit) :
            streams.trims().toId(stream, minId, !isApproximate, limit);
        if (removed > 0 && policy == ReferencePolicy.DELREF)
        {
            streams.firstId(stream, after);
            if (streams.count(stream) == 0)
            {
                streams.lastId(stream, after);
                after.increment();
            }
            references.removeBelow(stream, before, after);
        }
        return removed;
    }

    /** Says whether replicas must be given another form of the command, since its outcome depends on chance. */
    boolean isRewritten()
    {
        return isGiven() && isApproximate;
    }

    /** Arguments of the form that replicas replay: without the limit. */
    int rewrittenCount(final CommandContext context)
    {
        return context.argCount() - (limitIndex == 0 ? 0 : 2);
    }

    /**
     * Appends an argument of the form that replicas replay: the threshold that was come to, exactly, and no limit.
     *
     * @param text {@link StreamId#MAX_TEXT_LENGTH} writable bytes.
     */
    void propagate(
        final CommandContext context, final int index, final Streams streams, final ValueRef stream, final long text)
    {
        final Effects effects = context.effects();
        if (isRewritten() && index == thresholdIndex - 1)
        {
            effects.argument(EXACTLY);
        }
        else if (isRewritten() && index == thresholdIndex && isByCount)
        {
            effects.argument(streams.count(stream));
        }
        else if (isRewritten() && index == thresholdIndex)
        {
            streams.firstId(stream, after);
            if (streams.count(stream) == 0)
            {
                after.set(-1L, -1L);
            }
            effects.argument(text, after.format(text));
        }
        else if (limitIndex == 0 || index != limitIndex && index != limitIndex + 1)
        {
            effects.argument(context.argAddress(index), context.argLength(index));
        }
    }

    private void parseThreshold(final ArgParser args)
    {
        if (isGiven())
        {
            args.fail(BOTH);
            return;
        }
        isApproximate = acceptMark(args, '~');
        if (!isApproximate)
        {
            acceptMark(args, '=');
        }
    }

    private static boolean acceptMark(final ArgParser args, final char mark)
    {
        final int index = args.position();
        if (args.remaining() < 2 || args.length(index) != 1 || OffHeap.getByte(args.address(index)) != mark)
        {
            return false;
        }
        args.next();
        return true;
    }
}
