package io.ringbolt.engine.zset;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.index.ValueRef;

/**
 * What ZRANGE and its relatives ask for: an interval by index, score or member, in either direction, perhaps only a
 * part of it; and, once located in a sorted set, the ranks that it comes to.
 */
final class RangeQuery
{
    /** By what the interval is given. */
    enum Form
    {
        INDEX, SCORE, MEMBER,
        /** One of the others, as options say. */
        OPTIONAL
    }

    private static final int LIMIT_OPERANDS = 2;
    private static final byte[] BYSCORE = Errors.text("BYSCORE");
    private static final byte[] BYLEX = Errors.text("BYLEX");
    private static final byte[] REV = Errors.text("REV");
    private static final byte[] LIMIT = Errors.text("LIMIT");
    private static final byte[] WITHSCORES = Errors.text("WITHSCORES");
    private static final byte[] LIMIT_OF_INDEXES = Errors.text(
        "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX");
    private static final byte[] SCORES_OF_MEMBERS = Errors.text(
        "ERR syntax error, WITHSCORES not supported in combination with BYLEX");

    private final SortedSets sortedSets;
    private final ScoreRange range;
    private Form form;
    private boolean isReverse;
    private boolean mayBeReverse;
    private boolean withScores;
    private boolean isStored;
    private long limitOffset;
    private long limitCount;
    private long startIndex;
    private long stopIndex;
    private long firstRank;
    private int count;

    RangeQuery(final SortedSets sortedSets)
    {
        this.sortedSets = sortedSets;
        this.range = new ScoreRange(sortedSets);
    }

    /**
     * Reads the interval and the options behind it; latches an error.
     *
     * @param first argument of the interval.
     * @param fixedForm or {@link Form#OPTIONAL}, which lets the direction be an option too.
     * @param store whether members are stored, with their scores, rather than replied.
     */
    void parse(
        final ArgParser args, final int first, final Form fixedForm, final boolean reverse, final boolean store)
    {
        form = fixedForm;
        isReverse = reverse;
        mayBeReverse = fixedForm == Form.OPTIONAL;
        isStored = store;
        parseOptions(args, first + 2);
        if (args.hasError())
        {
            return;
        }
        final boolean isSwapped = isReverse && form != Form.INDEX;
        final int min = isSwapped ? first + 1 : first;
        final int max = isSwapped ? first : first + 1;
        switch (form)
        {
            case SCORE -> range.parseScores(args, min, max);
            case MEMBER -> range.parseMembers(args, min, max);
            default ->
            {
                startIndex = args.longAt(min);
                stopIndex = args.longAt(max);
            }
        }
    }

    private void parseOptions(final ArgParser args, final int firstOption)
    {
        withScores = false;
        limitOffset = 0;
        limitCount = -1;
        args.position(firstOption);
        while (args.hasNext() && !args.hasError())
        {
            parseOption(args);
        }
        if (form == Form.OPTIONAL)
        {
            form = Form.INDEX;
        }
        if (limitCount != -1 && form == Form.INDEX)
        {
            args.fail(LIMIT_OF_INDEXES);
        }
        if (withScores && form == Form.MEMBER)
        {
            args.fail(SCORES_OF_MEMBERS);
        }
    }

    private void parseOption(final ArgParser args)
    {
        if (!isStored && args.accept(WITHSCORES))
        {
            withScores = true;
        }
        else if (args.accept(LIMIT, LIMIT_OPERANDS))
        {
            limitOffset = args.longAt(args.next());
            limitCount = args.longAt(args.next());
        }
        else if (mayBeReverse && args.accept(REV))
        {
            mayBeReverse = false;
            isReverse = true;
        }
        else if (form == Form.OPTIONAL && args.accept(BYLEX))
        {
            form = Form.MEMBER;
        }
        else if (form == Form.OPTIONAL && args.accept(BYSCORE))
        {
            form = Form.SCORE;
        }
        else
        {
            args.fail(Errors.SYNTAX);
        }
    }

    boolean withScores()
    {
        return withScores;
    }

    boolean isReverse()
    {
        return isReverse;
    }

    /** Finds the ranks in a sorted set. */
    void locate(final ValueRef sortedSet)
    {
        final long size = sortedSets.count(sortedSet);
        switch (form)
        {
            case SCORE -> range.locateScores(sortedSet);
            case MEMBER -> range.locateMembers(sortedSet);
            default -> range.locateIndexes(size, startIndex, stopIndex);
        }
        final long inRange = range.count();
        final boolean isIndex = form == Form.INDEX;
        final long skipped = isIndex ? 0 : limitOffset < 0 ? inRange : Math.min(limitOffset, inRange);
        final long left = inRange - skipped;
        count = (int)Math.min(Integer.MAX_VALUE, limitCount < 0 ? left : Math.min(limitCount, left));
        if (!isReverse)
        {
            firstRank = range.firstRank() + skipped;
        }
        else
        {
            // indexes of a reverse range count from the end; scores and members name the same interval either way
            firstRank = isIndex ? size - 1 - range.firstRank() : range.firstRank() + inRange - 1 - skipped;
        }
    }

    /** Members in the part asked for. */
    int count()
    {
        return count;
    }

    /** Rank of the member to begin with, in the query's direction, unless {@link #count} is 0. */
    long firstRank()
    {
        return firstRank;
    }

    /** The lowest rank in the part asked for. */
    long lowestRank()
    {
        return isReverse ? firstRank - count + 1 : firstRank;
    }
}
