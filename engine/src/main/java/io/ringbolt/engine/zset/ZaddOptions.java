package io.ringbolt.engine.zset;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Errors;

import java.util.Arrays;

/**
 * What ZADD is told before and with its members: conditions, what to reply, and the scores.
 */
final class ZaddOptions
{
    private static final byte[] NX = Errors.text("NX");
    private static final byte[] XX = Errors.text("XX");
    private static final byte[] GT = Errors.text("GT");
    private static final byte[] LT = Errors.text("LT");
    private static final byte[] CH = Errors.text("CH");
    private static final byte[] INCR = Errors.text("INCR");
    private static final byte[] XX_AND_NX =
        Errors.text("ERR XX and NX options at the same time are not compatible");
    private static final byte[] GT_LT_AND_NX =
        Errors.text("ERR GT, LT, and/or NX options at the same time are not compatible");
    private static final byte[] MORE_THAN_ONE =
        Errors.text("ERR INCR option supports a single increment-element pair");

    private static final int FIRST_OPTION = 2;
    private static final int INITIAL_SCORES = 16;

    boolean onlyNew;
    boolean onlyExisting;
    boolean onlyGreater;
    boolean onlyLess;
    boolean countsChanged;
    boolean isIncrement;
    int firstScore;
    int count;

    private double[] scores = new double[INITIAL_SCORES];

    /** Options of ZINCRBY, which has none. */
    void setIncrement()
    {
        clear();
        isIncrement = true;
    }

    /** Reads options and scores; latches an error. */
    void parse(final ArgParser args)
    {
        clear();
        args.position(FIRST_OPTION);
        while (parseOption(args))
        {
            assert args.position() <= args.count();
        }
        firstScore = args.position();
        final int rest = args.remaining();
        count = rest / 2;
        if (rest == 0 || rest % 2 != 0)
        {
            args.fail(Errors.SYNTAX);
        }
        else if (onlyNew && onlyExisting)
        {
            args.fail(XX_AND_NX);
        }
        else if (onlyGreater && onlyLess || onlyNew && (onlyGreater || onlyLess))
        {
            args.fail(GT_LT_AND_NX);
        }
        else if (isIncrement && count > 1)
        {
            args.fail(MORE_THAN_ONE);
        }
        else
        {
            parseScores(args);
        }
    }

    double score(final int index)
    {
        return scores[index];
    }

    private void parseScores(final ArgParser args)
    {
        if (count > scores.length)
        {
            scores = Arrays.copyOf(scores, Math.max(count, 2 * scores.length));
        }
        for (int i = 0; i < count && !args.hasError(); i++)
        {
            scores[i] = args.doubleAt(firstScore + 2 * i);
        }
    }

    private boolean parseOption(final ArgParser args)
    {
        if (args.accept(NX))
        {
            onlyNew = true;
        }
        else if (args.accept(XX))
        {
            onlyExisting = true;
        }
        else if (args.accept(GT))
        {
            onlyGreater = true;
        }
        else if (args.accept(LT))
        {
            onlyLess = true;
        }
        else if (args.accept(CH))
        {
            countsChanged = true;
        }
        else if (args.accept(INCR))
        {
            isIncrement = true;
        }
        else
        {
            return false;
        }
        return true;
    }

    private void clear()
    {
        onlyNew = false;
        onlyExisting = false;
        onlyGreater = false;
        onlyLess = false;
        countsChanged = false;
        isIncrement = false;
    }
}
