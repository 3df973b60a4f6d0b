package io.ringbolt.engine.string;

import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeySpec;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.effect.Effects;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.ValueType;

import static io.ringbolt.engine.command.CommandFlag.DENYOOM;
import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.KeySpec.key;
import static io.ringbolt.engine.command.KeySpec.keys;
import static io.ringbolt.engine.string.StringCommands.row;

/**
 * The commands that give a key a string, whatever it held before: SET and its kin.
 */
final class StringWriteCommands
{
    private static final int KEY = 1;
    private static final int VALUE = 2;
    private static final int FIRST_OPTION = 3;
    private static final int PLAIN_SET_COUNT = 3;
    private static final byte[] SET = Errors.text("SET");
    private static final byte[] PXAT = Errors.text("PXAT");
    private static final byte[] KEEPTTL = Errors.text("KEEPTTL");

    private final SetOptions options = new SetOptions();
    private final ValueComparison comparison = new ValueComparison();
    private final KeyEntry entry = new KeyEntry();

    void register(final CommandTable table)
    {
        row(table, "SET", -3, CommandFlag.WRITE, DENYOOM)
            .keys(key(KEY).rw().access().update().variableFlags()).since("1.0.0").complexity("O(1)").handler(this::set)
            .summary("Gives a key a string value, whatever type it held, and creates the key if it is not there.")
            .syntax("key value [NX | XX | IFEQ ifeq-value | IFNE ifne-value | IFDEQ ifdeq-digest | " +
                "IFDNE ifdne-digest] [GET] [EX seconds | PX milliseconds | EXAT unix-time-seconds | " +
                "PXAT unix-time-milliseconds | KEEPTTL]")
            .history("2.6.12", "Takes EX, PX, NX and XX.", "6.0.0", "Takes KEEPTTL.",
                "6.2.0", "Takes GET, EXAT and PXAT.", "7.0.0", "NX and GET may stand together.",
                "8.4.0", "Takes IFEQ, IFNE, IFDEQ and IFDNE.");
        row(table, "SETNX", 3, CommandFlag.WRITE, DENYOOM, FAST)
            .keys(key(KEY).ow().insert()).since("1.0.0").complexity("O(1)").handler(this::setnx)
            .deprecated("2.6.12", "`SET` with the `NX` argument")
            .summary("Gives a key a string value if the key is not there.").syntax("key value");
        row(table, "SETEX", 4, CommandFlag.WRITE, DENYOOM)
            .keys(key(KEY).ow().update()).since("2.0.0").complexity("O(1)").handler(this::setex)
            .deprecated("2.6.12", "`SET` with the `EX` argument")
            .summary("Gives a key a string value and an expiry in seconds.").syntax("key seconds value");
        row(table, "PSETEX", 4, CommandFlag.WRITE, DENYOOM)
            .keys(key(KEY).ow().update()).since("2.6.0").complexity("O(1)").handler(this::psetex)
            .deprecated("2.6.12", "`SET` with the `PX` argument")
            .summary("Gives a key a string value and an expiry in milliseconds.").syntax("key milliseconds value");
        row(table, "GETSET", 3, CommandFlag.WRITE, DENYOOM, FAST)
            .keys(key(KEY).rw().access().update()).since("1.0.0").complexity("O(1)").handler(this::getset)
            .deprecated("6.2.0", "`SET` with the `!GET` argument")
            .summary("Gives a key a string value and returns the one it had.").syntax("key value");
        row(table, "MSET", -3, CommandFlag.WRITE, DENYOOM)
            .keys(pairs().ow().update()).since("1.0.1").handler(this::mset)
            .complexity("O(N), N being the number of keys")
            .tips("request_policy:multi_shard", "response_policy:all_succeeded")
            .summary("Gives several keys string values at once.").syntax("key value [key value ...]");
        row(table, "MSETNX", -3, CommandFlag.WRITE, DENYOOM)
            .keys(pairs().ow().insert()).since("1.0.1").handler(this::msetnx)
            .complexity("O(N), N being the number of keys")
            .summary("Gives several keys string values if none of them is there.").syntax("key value [key value ...]");
    }

    private static KeySpec pairs()
    {
        return keys(KEY, -1, 2);
    }

    private void set(final CommandContext context)
    {
        if (PLAIN_SET_COUNT == context.argCount())
        {
            final boolean isFound = context.lookupWrite(KEY, entry);
            Strings.store(context, KEY, VALUE, entry, isFound, false);
            context.modified(KEY, KeyspaceEvent.SET);
            context.reply().ok();
            return;
        }
        options.parse(context.args(), FIRST_OPTION,
            SetOptions.CONDITIONS | SetOptions.COMPARISONS | SetOptions.GET_OLD | SetOptions.KEEP_TTL);
        setWithOptions(context);
    }

    private void setWithOptions(final CommandContext context)
    {
        final long expiresAtMs = !context.args().hasError() && options.hasExpiry() ? options.expiresAtMs(context) : 0;
        if (options.isComparison() && !context.args().hasError())
        {
            comparison.parse(context.args(), options.condition(), options.conditionIndex());
        }
        if (context.args().failed())
        {
            return;
        }
        final int type = options.isGet() || options.isComparison() ? ValueType.STRING : CommandContext.ANY_TYPE;
        final int found = options.isGet() ?
            context.lookupRead(KEY, type, entry) : context.lookupWrite(KEY, type, entry);
        if (CommandContext.WRONG_TYPE == found)
        {
            return;
        }
        final boolean isFound = CommandContext.FOUND == found;
        final boolean isMet = isConditionMet(isFound);
        replyTo(context, isFound, isMet);
        if (isMet)
        {
            storeWithOptions(context, isFound, expiresAtMs);
        }
    }

    private boolean isConditionMet(final boolean isFound)
    {
        return switch (options.condition())
        {
            case SetOptions.ALWAYS -> true;
            case SetOptions.NX -> !isFound;
            case SetOptions.XX -> isFound;
            default -> comparison.holds(isFound, entry);
        };
    }

    /** Replies before the change, for the old value is gone after it; nothing can fail any more. */
    private void replyTo(final CommandContext context, final boolean isFound, final boolean isMet)
    {
        if (options.isGet() && isFound)
        {
            Strings.reply(context.reply(), entry);
        }
        else if (options.isGet() || !isMet)
        {
            context.reply().nullValue();
        }
        else
        {
            context.reply().ok();
        }
    }

    private void storeWithOptions(final CommandContext context, final boolean isFound, final long expiresAtMs)
    {
        final boolean hasExpiry = 0 != expiresAtMs;
        Strings.store(context, KEY, VALUE, entry, isFound, options.isKeepTtl() || hasExpiry);
        context.modified(KEY, KeyspaceEvent.SET);
        if (hasExpiry)
        {
            expire(context, expiresAtMs);
        }
        propagateSet(context, VALUE, expiresAtMs, options.isKeepTtl());
    }

    private void expire(final CommandContext context, final long expiresAtMs)
    {
        context.database().expireAt(entry, expiresAtMs);
        context.modified(
            context.database(), context.argAddress(KEY), context.argLength(KEY), KeyspaceEvent.EXPIRE, 0);
    }

    private static void propagateSet(
        final CommandContext context, final int valueIndex, final long expiresAtMs, final boolean isKeepTtl)
    {
        final Effects effects = context.propagate(0 != expiresAtMs ? 5 : isKeepTtl ? 4 : 3)
            .argument(SET)
            .argument(context.argAddress(KEY), context.argLength(KEY))
            .argument(context.entry(), valueIndex);
        if (0 != expiresAtMs)
        {
            effects.argument(PXAT).argument(expiresAtMs);
        }
        else if (isKeepTtl)
        {
            effects.argument(KEEPTTL);
        }
    }

    private void setnx(final CommandContext context)
    {
        if (context.lookupWrite(KEY, entry))
        {
            context.reply().integer(0);
            return;
        }
        Strings.store(context, KEY, VALUE, entry, false, false);
        context.modified(KEY, KeyspaceEvent.SET);
        context.reply().integer(1);
    }

    private void setex(final CommandContext context)
    {
        setWithExpiry(context, SetOptions.EX);
    }

    private void psetex(final CommandContext context)
    {
        setWithExpiry(context, SetOptions.PX);
    }

    private void setWithExpiry(final CommandContext context, final int kind)
    {
        final int valueIndex = 3;
        options.expiryAt(kind, 2);
        final long expiresAtMs = options.expiresAtMs(context);
        if (context.args().failed())
        {
            return;
        }
        final boolean isFound = context.lookupWrite(KEY, entry);
        Strings.store(context, KEY, valueIndex, entry, isFound, true);
        context.modified(KEY, KeyspaceEvent.SET);
        expire(context, expiresAtMs);
        propagateSet(context, valueIndex, expiresAtMs, false);
        context.reply().ok();
    }

    private void getset(final CommandContext context)
    {
        final int found = context.lookupRead(KEY, ValueType.STRING, entry);
        if (CommandContext.WRONG_TYPE == found)
        {
            return;
        }
        final boolean isFound = CommandContext.FOUND == found;
        StringReadCommands.replyValueOrNull(context, entry, isFound);
        Strings.store(context, KEY, VALUE, entry, isFound, false);
        context.modified(KEY, KeyspaceEvent.SET);
        propagateSet(context, VALUE, 0, false);
    }

    private void mset(final CommandContext context)
    {
        if (isPairless(context))
        {
            return;
        }
        setPairs(context);
        context.reply().ok();
    }

    private void msetnx(final CommandContext context)
    {
        if (isPairless(context))
        {
            return;
        }
        for (int index = KEY; index < context.argCount(); index += 2)
        {
            if (context.lookupWrite(index, entry))
            {
                context.reply().integer(0);
                return;
            }
        }
        setPairs(context);
        context.reply().integer(1);
    }

    private void setPairs(final CommandContext context)
    {
        for (int index = KEY; index < context.argCount(); index += 2)
        {
            final boolean isFound = context.lookupWrite(index, entry);
            Strings.store(context, index, index + 1, entry, isFound, false);
            context.modified(index, KeyspaceEvent.SET);
        }
    }

    private static boolean isPairless(final CommandContext context)
    {
        final boolean isPairless = 0 == (context.argCount() & 1);
        if (isPairless)
        {
            context.reply().error(Errors.wrongArgumentCount(context.command().fullName()));
        }
        return isPairless;
    }
}
