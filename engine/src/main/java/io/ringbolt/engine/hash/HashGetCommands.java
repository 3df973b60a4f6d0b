package io.ringbolt.engine.hash;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.listpack.ListPackElement;

import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.key;

/**
 * The commands that return fields of a hash and change them at the same time: HGETDEL and HGETEX.
 */
final class HashGetCommands
{
    private static final int KEY = HashAccess.KEY;
    private static final int OPTION = 2;
    private static final int TIME = 3;
    private static final long MS_PER_SECOND = 1000;
    private static final byte[] EX = Errors.text("EX");
    private static final byte[] PX = Errors.text("PX");
    private static final byte[] EXAT = Errors.text("EXAT");
    private static final byte[] PXAT = Errors.text("PXAT");
    private static final byte[] PERSIST = Errors.text("PERSIST");

    private final FieldArguments fields = new FieldArguments();
    private final ListPackElement value = new ListPackElement();
    private final Hashes hashes;
    private final HashAccess hash;
    private final FieldTimes times;

    HashGetCommands(final Hashes hashes, final HashAccess hash)
    {
        this.hashes = hashes;
        this.hash = hash;
        this.times = new FieldTimes(fields, hashes, hash);
    }

    void register(final CommandTable table)
    {
        HashCommands.row(table, "HGETDEL", -5, WRITE, FAST).keys(key(KEY).rw().access().delete()).since("8.0.0")
            .handler(this::hgetdel).complexity("O(N) where N is the number of specified fields")
            .summary("Returns the values of fields and removes them from the hash.")
            .syntax("key FIELDS numfields field [field ...]");
        HashCommands.row(table, "HGETEX", -5, WRITE, FAST).keys(key(KEY).rw().access().update()).since("8.0.0")
            .handler(this::hgetex).complexity("O(N) where N is the number of specified fields")
            .summary("Returns the values of fields and sets when they expire.")
            .syntax("key [EX seconds | PX milliseconds | EXAT unix-time-seconds | PXAT unix-time-milliseconds | " +
                "PERSIST] FIELDS numfields field [field ...]");
    }

    private void hgetdel(final CommandContext context)
    {
        final int outcome = hash.lookupWrite(context, KEY);
        if (outcome == CommandContext.WRONG_TYPE)
        {
            return;
        }
        fields.parse(context.args(), OPTION, FieldArguments.NOT_POSITIVE);
        if (context.args().failed())
        {
            return;
        }

        context.reply().array(context.argCount() - fields.first());
        for (int i = fields.first(); i < context.argCount(); i++)
        {
            if (replyValue(context, outcome, i))
            {
                hashes.remove(hash.value(), context.argAddress(i), context.argLength(i));
                fields.choose(i);
            }
        }
        if (fields.chosenCount() > 0)
        {
            times.propagateRemoval(context);
            fields.tellChosen(context, KeyspaceEvent.HDEL);
            CollectionAccess.modified(context, KEY, KeyspaceEvent.HDEL, fields.chosenCount());
            hash.storeOrRemove(context, KEY);
        }
    }

    private boolean replyValue(final CommandContext context, final int outcome, final int index)
    {
        if (outcome == CommandContext.FOUND &&
            hashes.get(hash.value(), context.argAddress(index), context.argLength(index), value))
        {
            CollectionAccess.reply(context.reply(), value);
            return true;
        }
        context.reply().nullValue();
        return false;
    }

    private void hgetex(final CommandContext context)
    {
        final int outcome = hash.lookupWrite(context, KEY);
        if (outcome == CommandContext.WRONG_TYPE)
        {
            return;
        }
        final ArgParser args = context.args();
        final boolean isInSeconds = args.is(OPTION, EX) || args.is(OPTION, EXAT);
        final boolean isRelative = args.is(OPTION, EX) || args.is(OPTION, PX);
        final boolean hasTime = isInSeconds || isRelative || args.is(OPTION, PXAT);
        final boolean isPersisting = args.is(OPTION, PERSIST);
        final long expiresAtMs = hasTime ? FieldArguments.expiresAtMs(
            context, TIME, isRelative ? context.nowMs() : 0, isInSeconds ? MS_PER_SECOND : 1) : 0;
        fields.parse(args, OPTION + (hasTime ? 2 : isPersisting ? 1 : 0), FieldArguments.NOT_POSITIVE);
        if (args.failed())
        {
            return;
        }

        context.reply().array(context.argCount() - fields.first());
        for (int i = fields.first(); i < context.argCount(); i++)
        {
            if (replyValue(context, outcome, i) && hasTime)
            {
                times.expire(context, i, expiresAtMs, FieldTimes.Condition.NONE);
            }
            else if (isPersisting && outcome == CommandContext.FOUND)
            {
                times.persist(context, i);
            }
        }
        if (hasTime)
        {
            times.endExpire(context, expiresAtMs);
        }
        else
        {
            times.endPersist(context);
        }
    }
}
