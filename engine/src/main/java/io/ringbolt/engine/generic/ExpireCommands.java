package io.ringbolt.engine.generic;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.keyspace.KeyEntry;

import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.key;
import static io.ringbolt.engine.generic.GenericCommands.row;

/**
 * The commands that give a key an expiry, or take it away.
 */
final class ExpireCommands
{
    private static final int KEY = 1;
    private static final int TIME = 2;
    private static final int FIRST_OPTION = 3;
    private static final long MS_PER_SECOND = 1000;
    private static final byte[] NX = Errors.text("NX");
    private static final byte[] XX = Errors.text("XX");
    private static final byte[] GT = Errors.text("GT");
    private static final byte[] LT = Errors.text("LT");
    private static final byte[] NX_WITH_OTHERS =
        Errors.text("ERR NX and XX, GT or LT options at the same time are not compatible");
    private static final byte[] GT_WITH_LT = Errors.text("ERR GT and LT options at the same time are not compatible");
    private static final byte[] DEL = Errors.text("DEL");
    private static final byte[] UNLINK = Errors.text("UNLINK");
    private static final byte[] PEXPIREAT = Errors.text("PEXPIREAT");
    private static final String OPTIONS = " [NX | XX | GT | LT]";

    private final KeyEntry entry = new KeyEntry();
    private boolean isLazyExpire;
    private boolean isIfNone;
    private boolean isIfAny;
    private boolean isIfLater;
    private boolean isIfEarlier;

    void onConfig(final boolean lazyExpire)
    {
        this.isLazyExpire = lazyExpire;
    }

    void register(final CommandTable table)
    {
        row(table, "EXPIRE", -3, WRITE, FAST)
            .keys(key(KEY).rw().update()).since("1.0.0").complexity("O(1)")
            .handler(context -> expire(context, context.nowMs(), MS_PER_SECOND))
            .summary("Sets in how many seconds a key expires.").syntax("key seconds" + OPTIONS)
            .history("7.0.0", "Takes NX, XX, GT and LT.");
        row(table, "PEXPIRE", -3, WRITE, FAST)
            .keys(key(KEY).rw().update()).since("2.6.0").complexity("O(1)")
            .handler(context -> expire(context, context.nowMs(), 1))
            .summary("Sets in how many milliseconds a key expires.").syntax("key milliseconds" + OPTIONS)
            .history("7.0.0", "Takes NX, XX, GT and LT.");
        row(table, "EXPIREAT", -3, WRITE, FAST)
            .keys(key(KEY).rw().update()).since("1.2.0").complexity("O(1)")
            .handler(context -> expire(context, 0, MS_PER_SECOND))
            .summary("Sets at which Unix time, in seconds, a key expires.").syntax("key unix-time-seconds" + OPTIONS)
            .history("7.0.0", "Takes NX, XX, GT and LT.");
        row(table, "PEXPIREAT", -3, WRITE, FAST)
            .keys(key(KEY).rw().update()).since("2.6.0").complexity("O(1)")
            .handler(context -> expire(context, 0, 1))
            .summary("Sets at which Unix time, in milliseconds, a key expires.")
            .syntax("key unix-time-milliseconds" + OPTIONS).history("7.0.0", "Takes NX, XX, GT and LT.");
        row(table, "PERSIST", 2, WRITE, FAST)
            .keys(key(KEY).rw().update()).since("2.2.0").complexity("O(1)").handler(this::persist)
            .summary("Takes the expiry from a key.").syntax("key");
    }

    private void expire(final CommandContext context, final long baseMs, final long unitMs)
    {
        final ArgParser args = context.args();
        parseOptions(args);
        final long expiresAtMs = args.hasError() ? 0 : expiresAtMs(context, baseMs, unitMs);
        if (args.failed())
        {
            return;
        }
        if (!context.lookupWrite(KEY, entry) || !isConditionMet(expiresAtMs))
        {
            context.reply().integer(0);
            return;
        }
        if (expiresAtMs <= context.expiryMs())
        {
            remove(context);
        }
        else
        {
            context.database().expireAt(entry, expiresAtMs);
            context.modified(KEY, KeyspaceEvent.EXPIRE);
            context.propagate(3).argument(PEXPIREAT).argument(context.argAddress(KEY), context.argLength(KEY))
                .argument(expiresAtMs);
        }
        context.reply().integer(1);
    }

    private void remove(final CommandContext context)
    {
        context.database().remove(entry, isLazyExpire);
        context.modified(KEY, KeyspaceEvent.DEL);
        context.propagate(2).argument(isLazyExpire ? UNLINK : DEL)
            .argument(context.argAddress(KEY), context.argLength(KEY));
    }

    private void parseOptions(final ArgParser args)
    {
        isIfNone = false;
        isIfAny = false;
        isIfLater = false;
        isIfEarlier = false;
        args.position(FIRST_OPTION);
        while (args.hasNext())
        {
            if (args.accept(NX))
            {
                isIfNone = true;
            }
            else if (args.accept(XX))
            {
                isIfAny = true;
            }
            else if (args.accept(GT))
            {
                isIfLater = true;
            }
            else if (args.accept(LT))
            {
                isIfEarlier = true;
            }
            else
            {
                args.fail("ERR Unsupported option " + args.textAt(args.next()));
                return;
            }
        }
        if (isIfNone && (isIfAny || isIfLater || isIfEarlier))
        {
            args.fail(NX_WITH_OTHERS);
        }
        if (isIfLater && isIfEarlier)
        {
            args.fail(GT_WITH_LT);
        }
    }

    private static long expiresAtMs(final CommandContext context, final long baseMs, final long unitMs)
    {
        final ArgParser args = context.args();
        final long time = args.longAt(TIME);
        if (args.hasError())
        {
            return 0;
        }
        final boolean fits = time <= Long.MAX_VALUE / unitMs && time >= Long.MIN_VALUE / unitMs;
        if (!fits || time * unitMs > Long.MAX_VALUE - baseMs)
        {
            args.fail("ERR invalid expire time in '" + context.command().fullName() + "' command");
            return 0;
        }
        return time * unitMs + baseMs;
    }

    /** A key without expiry counts as one that expires later than any other. */
    private boolean isConditionMet(final long expiresAtMs)
    {
        final boolean hasExpiry = entry.hasExpiry();
        if (isIfNone && hasExpiry || isIfAny && !hasExpiry)
        {
            return false;
        }
        if (isIfLater && (!hasExpiry || expiresAtMs <= entry.expiresAtMs()))
        {
            return false;
        }
        return !isIfEarlier || !hasExpiry || expiresAtMs < entry.expiresAtMs();
    }

    private void persist(final CommandContext context)
    {
        final boolean hadExpiry = context.lookupWrite(KEY, entry) && context.database().persist(entry);
        if (hadExpiry)
        {
            context.modified(KEY, KeyspaceEvent.PERSIST);
        }
        context.reply().integer(hadExpiry ? 1 : 0);
    }
}
