package io.ringbolt.engine.hash;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.effect.Effects;

import static io.ringbolt.engine.command.CommandFlag.DENYOOM;
import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.key;

/**
 * HSETEX: sets fields together with the time when they expire, perhaps only if all or none of them are there.
 */
final class HashSetExCommand
{
    private static final int KEY = HashAccess.KEY;
    private static final int FIRST_OPTION = 2;
    private static final long MS_PER_SECOND = 1000;
    private static final byte[] EX = Errors.text("EX");
    private static final byte[] PX = Errors.text("PX");
    private static final byte[] EXAT = Errors.text("EXAT");
    private static final byte[] PXAT = Errors.text("PXAT");
    private static final byte[] KEEPTTL = Errors.text("KEEPTTL");
    private static final byte[] FNX = Errors.text("FNX");
    private static final byte[] FXX = Errors.text("FXX");
    private static final byte[] HSETEX = Errors.text("HSETEX");
    private static final byte[] BAD_COUNT = Errors.text("ERR invalid number of fields");
    private static final byte[] TWO_CONDITIONS =
        Errors.text("ERR Only one of FXX or FNX arguments can be specified");
    private static final byte[] TWO_TIMES =
        Errors.text("ERR Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified");
    private static final byte[] NO_TIME = Errors.text("ERR missing expire time");

    private final FieldArguments fields = new FieldArguments();
    private final Hashes hashes;
    private final HashAccess hash;
    private final FieldTimes times;
    private boolean isIfNone;
    private boolean isIfAll;
    private boolean isKeeping;
    private boolean hasTime;
    private long expiresAtMs;
    private int first;

    HashSetExCommand(final Hashes hashes, final HashAccess hash)
    {
        this.hashes = hashes;
        this.hash = hash;
        this.times = new FieldTimes(fields, hashes, hash);
    }

    void register(final CommandTable table)
    {
        HashCommands.row(table, "HSETEX", -6, WRITE, DENYOOM, FAST).keys(key(KEY).rw().update()).since("8.0.0")
            .handler(this::hsetex).complexity("O(N) where N is the number of fields being set")
            .summary("Sets the values of fields of a hash and when they expire.")
            .syntax("key [FNX | FXX] [EX seconds | PX milliseconds | EXAT unix-time-seconds | " +
                "PXAT unix-time-milliseconds | KEEPTTL] FIELDS numfields field value [field value ...]");
    }

    private void hsetex(final CommandContext context)
    {
        parse(context);
        if (context.args().failed())
        {
            return;
        }
        final int outcome = hash.lookupWrite(context, KEY);
        if (outcome == CommandContext.WRONG_TYPE)
        {
            return;
        }
        if (!isConditionMet(context, outcome))
        {
            context.reply().integer(0);
            return;
        }

        if (outcome == CommandContext.MISSING)
        {
            hash.create(context, KEY);
        }
        fields.clearChosen();
        setFields(context);
        tell(context);
        context.reply().integer(1);
    }

    private void parse(final CommandContext context)
    {
        isIfNone = false;
        isIfAll = false;
        isKeeping = false;
        hasTime = false;
        final ArgParser args = context.args();
        args.position(FIRST_OPTION);
        while (args.hasNext() && !args.hasError())
        {
            if (args.accept(FieldArguments.FIELDS))
            {
                parseFields(context);
                return;
            }
            if (!parseCondition(args) && !parseTime(context))
            {
                args.fail("ERR unknown argument: " + args.textAt(args.next()));
            }
        }
        args.fail(Errors.wrongArgumentCount(context.command().name()));
    }

    private void parseFields(final CommandContext context)
    {
        final ArgParser args = context.args();
        if (args.remaining() < 3)
        {
            args.fail(Errors.wrongArgumentCount(context.command().name()));
            return;
        }
        final long count = args.longAt(args.next(), 1, Integer.MAX_VALUE, BAD_COUNT);
        first = args.position();
        if (2 * count != args.remaining())
        {
            args.fail(Errors.wrongArgumentCount(context.command().name()));
        }
    }

    private boolean parseCondition(final ArgParser args)
    {
        final boolean isNone = args.accept(FNX);
        final boolean isAll = !isNone && args.accept(FXX);
        if ((isNone || isAll) && (isIfNone || isIfAll))
        {
            args.fail(TWO_CONDITIONS);
        }
        isIfNone |= isNone;
        isIfAll |= isAll;
        return isNone || isAll;
    }

    private boolean parseTime(final CommandContext context)
    {
        final ArgParser args = context.args();
        final int option = args.position();
        final boolean isInSeconds = args.is(option, EX) || args.is(option, EXAT);
        final boolean isRelative = args.is(option, EX) || args.is(option, PX);
        final boolean isTime = isInSeconds || isRelative || args.is(option, PXAT);
        if (!isTime && !args.is(option, KEEPTTL))
        {
            return false;
        }
        args.next();
        if (hasTime || isKeeping)
        {
            args.fail(TWO_TIMES);
        }
        else if (!isTime)
        {
            isKeeping = true;
        }
        else if (!args.hasNext())
        {
            args.fail(NO_TIME);
        }
        else
        {
            hasTime = true;
            expiresAtMs = FieldArguments.expiresAtMs(
                context, args.next(), isRelative ? context.nowMs() : 0, isInSeconds ? MS_PER_SECOND : 1);
        }
        return true;
    }

    private boolean isConditionMet(final CommandContext context, final int outcome)
    {
        if (!isIfNone && !isIfAll)
        {
            return true;
        }
        for (int i = first; i < context.argCount(); i += 2)
        {
            final boolean isThere = outcome == CommandContext.FOUND &&
                hashes.contains(hash.value(), context.argAddress(i), context.argLength(i));
            if (isThere == isIfNone)
            {
                return false;
            }
        }
        return true;
    }

    private void setFields(final CommandContext context)
    {
        int longest = 0;
        for (int i = first; i < context.argCount(); i++)
        {
            longest = Math.max(longest, context.argLength(i));
        }
        hashes.beforeGrowing(hash.value(), longest);
        for (int i = first; i < context.argCount(); i += 2)
        {
            hash.dropExpired(context, i);
            hashes.set(hash.value(), context.argAddress(i), context.argLength(i),
                context.argAddress(i + 1), context.argLength(i + 1), isKeeping || hasTime);
            if (hasTime)
            {
                times.expire(context, i, expiresAtMs, FieldTimes.Condition.NONE);
            }
        }
    }

    private void tell(final CommandContext context)
    {
        hash.store();
        FieldArguments.tell(context, KeyspaceEvent.HSET, first, context.argCount(), 2);
        CollectionAccess.modified(context, KEY, KeyspaceEvent.HSET, (context.argCount() - first) / 2);
        if (!hasTime)
        {
            return;
        }
        final boolean isRemoved = FieldTimes.isPast(context, expiresAtMs);
        if (isRemoved)
        {
            times.propagateRemoval(context);
            context.engine().lookups().fieldsExpired(fields.chosenCount());
        }
        else
        {
            propagate(context);
        }
        final KeyspaceEvent event = isRemoved ? KeyspaceEvent.HDEL : KeyspaceEvent.HEXPIRE;
        fields.tellChosen(context, event);
        CollectionAccess.modified(context, KEY, event, 0);
        hash.storeOrRemove(context, KEY);
    }

    private void propagate(final CommandContext context)
    {
        final Effects effects = context.propagate(6 + context.argCount() - first).argument(HSETEX)
            .argument(context.argAddress(KEY), context.argLength(KEY)).argument(PXAT).argument(expiresAtMs)
            .argument(FieldArguments.FIELDS).argument((context.argCount() - first) / 2);
        for (int i = first; i < context.argCount(); i++)
        {
            effects.argument(context.entry(), i);
        }
    }
}
