package io.ringbolt.engine.zset;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Doubles;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.memory.OffHeap;

/**
 * An interval of a sorted set as commands name it, by index, score or member, and the ranks that it comes to.
 */
final class ScoreRange
{
    private static final byte[] NOT_A_FLOAT = Errors.text("ERR min or max is not a float");
    private static final byte[] NOT_A_MEMBER = Errors.text("ERR min or max not valid string range item");

    private final SortedSets sortedSets;
    private double minScore;
    private double maxScore;
    private long minAddress;
    private long maxAddress;
    private int minLength;
    private int maxLength;
    private byte minMark;
    private byte maxMark;
    private boolean isMinExcluded;
    private boolean isMaxExcluded;
    private long firstRank;
    private long endRank;

    ScoreRange(final SortedSets sortedSets)
    {
        this.sortedSets = sortedSets;
    }

    /** Reads two scores, each perhaps behind a {@code (} that excludes it; latches an error. */
    void parseScores(final ArgParser args, final int minIndex, final int maxIndex)
    {
        isMinExcluded = isMarked(args, minIndex);
        isMaxExcluded = isMarked(args, maxIndex);
        minScore = score(args, minIndex, isMinExcluded);
        maxScore = score(args, maxIndex, isMaxExcluded);
    }

    /** Reads two members behind {@code [} or {@code (}, or {@code -} and {@code +}; latches an error. */
    void parseMembers(final ArgParser args, final int minIndex, final int maxIndex)
    {
        minMark = mark(args, minIndex);
        maxMark = mark(args, maxIndex);
        isMinExcluded = minMark == '(';
        isMaxExcluded = maxMark == '(';
        minAddress = args.address(minIndex) + 1;
        minLength = args.length(minIndex) - 1;
        maxAddress = args.address(maxIndex) + 1;
        maxLength = args.length(maxIndex) - 1;
    }

    /** Finds the ranks between two scores. */
    void locateScores(final ValueRef sortedSet)
    {
        firstRank = sortedSets.rankOfScore(sortedSet, minScore, isMinExcluded);
        endRank = sortedSets.rankOfScore(sortedSet, maxScore, !isMaxExcluded);
    }

    /** Finds the ranks between two members. */
    void locateMembers(final ValueRef sortedSet)
    {
        firstRank = rank(sortedSet, minMark, minAddress, minLength, isMinExcluded);
        endRank = rank(sortedSet, maxMark, maxAddress, maxLength, !isMaxExcluded);
    }

    /** Finds the ranks between two indexes, negative ones counting from the end. */
    void locateIndexes(final long count, final long start, final long stop)
    {
        firstRank = Math.max(0, start < 0 ? start + count : start);
        endRank = Math.min(count - 1, stop < 0 ? stop + count : stop) + 1;
    }

    long firstRank()
    {
        return firstRank;
    }

    long count()
    {
        return Math.max(0, endRank - firstRank);
    }

    private long rank(
        final ValueRef sortedSet, final byte mark, final long address, final int length, final boolean inclusive)
    {
        return switch (mark)
        {
            case '-' -> 0;
            case '+' -> sortedSets.count(sortedSet);
            default -> sortedSets.rankOfMember(sortedSet, address, length, inclusive);
        };
    }

    private static boolean isMarked(final ArgParser args, final int index)
    {
        return args.length(index) > 0 && OffHeap.getByte(args.address(index)) == '(';
    }

    private static double score(final ArgParser args, final int index, final boolean isMarked)
    {
        final int skipped = isMarked ? 1 : 0;
        final double value = Doubles.parse(args.address(index) + skipped, args.length(index) - skipped);
        if (Double.isNaN(value))
        {
            args.fail(NOT_A_FLOAT);
        }
        return value;
    }

    private static byte mark(final ArgParser args, final int index)
    {
        final int length = args.length(index);
        final byte mark = length == 0 ? 0 : OffHeap.getByte(args.address(index));
        final boolean isEdge = length == 1 && (mark == '-' || mark == '+');
        if (!isEdge && mark != '[' && mark != '(')
        {
            args.fail(NOT_A_MEMBER);
        }
        return mark;
    }
}
