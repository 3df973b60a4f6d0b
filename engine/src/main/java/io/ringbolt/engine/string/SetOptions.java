package io.ringbolt.engine.string;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.Errors;

/**
 * The options behind SET, GETEX and MSETEX: a condition, an expiry, and whether the old value is wanted. Reused between
 * commands.
 */
final class SetOptions
{
    /** What a command accepts. */
    static final int CONDITIONS = 1;
    static final int COMPARISONS = 1 << 1;
    static final int GET_OLD = 1 << 2;
    static final int KEEP_TTL = 1 << 3;
    static final int PERSIST_TTL = 1 << 4;

    /** The kinds of expiry. */
    static final int NO_EXPIRY = 0;
    static final int EX = 1;
    static final int PX = 2;
    static final int EXAT = 3;
    static final int PXAT = 4;

    /** The kinds of condition. */
    static final int ALWAYS = 0;
    static final int NX = 1;
    static final int XX = 2;
    static final int IFEQ = 3;
    static final int IFNE = 4;
    static final int IFDEQ = 5;
    static final int IFDNE = 6;

    private static final long MS_PER_SECOND = 1000;
    private static final byte[][] CONDITION_WORDS =
    {
        null, Errors.text("NX"), Errors.text("XX"),
        Errors.text("IFEQ"), Errors.text("IFNE"), Errors.text("IFDEQ"), Errors.text("IFDNE")
    };
    private static final byte[][] EXPIRY_WORDS =
    {
        null, Errors.text("EX"), Errors.text("PX"), Errors.text("EXAT"), Errors.text("PXAT")
    };
    private static final byte[] GET_WORD = Errors.text("GET");
    private static final byte[] KEEPTTL_WORD = Errors.text("KEEPTTL");
    private static final byte[] PERSIST_WORD = Errors.text("PERSIST");

    private int accepted;
    private int condition;
    private int conditionIndex;
    private int expiry;
    private int expiryIndex;
    private boolean isGet;
    private boolean isKeepTtl;
    private boolean isPersist;

    /** Reads all arguments from {@code from} on as options; latches a syntax error at the first that is none. */
    void parse(final ArgParser args, final int from, final int acceptedOptions)
    {
        begin(acceptedOptions);
        args.position(from);
        while (args.hasNext())
        {
            if (!accept(args))
            {
                args.fail(Errors.SYNTAX);
                return;
            }
        }
    }

    /** Forgets what was read before, for options that are read one by one. */
    void begin(final int acceptedOptions)
    {
        accepted = acceptedOptions;
        condition = ALWAYS;
        expiry = NO_EXPIRY;
        isGet = false;
        isKeepTtl = false;
        isPersist = false;
    }

    /** Passes the next argument, with its operand, if it is an option. */
    boolean accept(final ArgParser args)
    {
        return acceptCondition(args) || acceptExpiry(args) || acceptWord(args);
    }

    /** Sets a fixed expiry argument, as SETEX has. */
    void expiryAt(final int kind, final int index)
    {
        this.expiry = kind;
        this.expiryIndex = index;
    }

    private boolean acceptCondition(final ArgParser args)
    {
        for (int kind = NX; kind <= IFDNE; kind++)
        {
            final boolean isComparison = kind >= IFEQ;
            final boolean isAllowed = 0 != (accepted & (isComparison ? COMPARISONS : CONDITIONS)) &&
                (ALWAYS == condition || kind == condition);
            if (isAllowed && args.accept(CONDITION_WORDS[kind], isComparison ? 1 : 0))
            {
                condition = kind;
                conditionIndex = isComparison ? args.next() : 0;
                return true;
            }
        }
        return false;
    }

    private boolean acceptExpiry(final ArgParser args)
    {
        for (int kind = EX; kind <= PXAT; kind++)
        {
            final boolean isAllowed = !isKeepTtl && !isPersist && (NO_EXPIRY == expiry || kind == expiry);
            if (isAllowed && args.accept(EXPIRY_WORDS[kind], 1))
            {
                expiryAt(kind, args.next());
                return true;
            }
        }
        return false;
    }

    private boolean acceptWord(final ArgParser args)
    {
        if (0 != (accepted & GET_OLD) && args.accept(GET_WORD))
        {
            isGet = true;
            return true;
        }
        if (NO_EXPIRY != expiry)
        {
            return false;
        }
        if (0 != (accepted & KEEP_TTL) && args.accept(KEEPTTL_WORD))
        {
            isKeepTtl = true;
            return true;
        }
        if (0 != (accepted & PERSIST_TTL) && args.accept(PERSIST_WORD))
        {
            isPersist = true;
            return true;
        }
        return false;
    }

    int condition()
    {
        return condition;
    }

    /** @return the argument a comparison compares with. */
    int conditionIndex()
    {
        return conditionIndex;
    }

    boolean isComparison()
    {
        return condition >= IFEQ;
    }

    boolean isGet()
    {
        return isGet;
    }

    boolean isKeepTtl()
    {
        return isKeepTtl;
    }

    boolean isPersist()
    {
        return isPersist;
    }

    boolean hasExpiry()
    {
        return NO_EXPIRY != expiry;
    }

    /** @return true if the expiry was given as a point in time. */
    boolean isAbsolute()
    {
        return expiry >= EXAT;
    }

    /** @return when the key is to expire, ms since the epoch; latches an error unless that is a positive time. */
    long expiresAtMs(final CommandContext context)
    {
        final ArgParser args = context.args();
        final long amount = args.longAt(expiryIndex);
        if (args.hasError())
        {
            return 0;
        }
        final boolean isSeconds = EX == expiry || EXAT == expiry;
        if (amount > 0 && (!isSeconds || amount <= Long.MAX_VALUE / MS_PER_SECOND))
        {
            final long milliseconds = isSeconds ? amount * MS_PER_SECOND : amount;
            final long expiresAtMs = isAbsolute() ? milliseconds : milliseconds + context.nowMs();
            if (expiresAtMs > 0)
            {
                return expiresAtMs;
            }
        }
        args.fail("ERR invalid expire time in '" + context.command().fullName() + "' command");
        return 0;
    }
}
