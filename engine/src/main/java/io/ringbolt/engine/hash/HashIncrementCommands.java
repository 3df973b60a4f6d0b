package io.ringbolt.engine.hash;

import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.effect.Effects;
import io.ringbolt.engine.listpack.IntegerText;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.string.LongDouble;

import java.nio.charset.StandardCharsets;

import static io.ringbolt.engine.command.CommandFlag.DENYOOM;
import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.key;

/**
 * The commands that add to the number in a field: HINCRBY and HINCRBYFLOAT. When the field expires stays as it was.
 */
final class HashIncrementCommands
{
    private static final int KEY = HashAccess.KEY;
    private static final int FIELD = 2;
    private static final int VALUE = 3;

    private static final byte[] HSET = Errors.text("HSET");
    private static final byte[] HSETEX = Errors.text("HSETEX");
    private static final byte[] KEEPTTL = Errors.text("KEEPTTL");
    private static final byte[] NOT_A_FLOAT = Errors.text("ERR hash value is not a float");
    private static final byte[] NOT_FINITE = Errors.text("ERR value is NaN or Infinity");
    private static final byte[] SUM_NOT_FINITE = Errors.text("ERR increment would produce NaN or Infinity");
    private static final byte[] NOT_AN_INTEGER = Errors.text("ERR hash value is not an integer");

    private final ListPackElement value = new ListPackElement();
    private final Arena arena;
    private final Hashes hashes;
    private final HashAccess hash;
    private final long scratch;

    HashIncrementCommands(final Arena arena, final Hashes hashes, final HashAccess hash)
    {
        this.arena = arena;
        this.hashes = hashes;
        this.hash = hash;
        this.scratch = arena.allocate(IntegerText.MAX_LENGTH);
    }

    void register(final CommandTable table)
    {
        HashCommands.row(table, "HINCRBY", 4, WRITE, DENYOOM, FAST).keys(key(KEY).rw().access().update())
            .handler(this::hincrby).complexity("O(1)").syntax("key field increment")
            .summary("Increments the integer value of a field in a hash by a number. " +
            "Uses 0 as initial value if the field doesn't exist.");
        HashCommands.row(table, "HINCRBYFLOAT", 4, WRITE, DENYOOM, FAST).keys(key(KEY).rw().access().update())
            .handler(this::hincrbyfloat).since("2.6.0").complexity("O(1)").syntax("key field increment")
            .summary("Increments the floating point value of a field by a number. " +
            "Uses 0 as initial value if the field doesn't exist.");
    }

    private void hincrby(final CommandContext context)
    {
        final long increment = context.args().longAt(VALUE);
        if (context.args().failed())
        {
            return;
        }
        final int outcome = hash.lookupWrite(context, KEY);
        if (outcome == CommandContext.WRONG_TYPE)
        {
            return;
        }
        final boolean isThere = outcome == CommandContext.FOUND &&
            hashes.get(hash.value(), context.argAddress(FIELD), context.argLength(FIELD), value);
        if (isThere && !value.isInteger() && !IntegerText.isInteger(value.address(), value.length()))
        {
            context.reply().error(NOT_AN_INTEGER);
            return;
        }
        final long old = isThere ? integer(value) : 0;
        final long sum = old + increment;
        if (((old ^ sum) & (increment ^ sum)) < 0)
        {
            context.reply().error(Errors.INCREMENT_OVERFLOW);
            return;
        }

        if (outcome == CommandContext.MISSING)
        {
            hash.create(context, KEY);
        }
        hash.dropExpired(context, FIELD);
        final long text = arena.writable(scratch, 0, IntegerText.MAX_LENGTH);
        final int textLength = IntegerText.format(sum, text);
        hashes.set(hash.value(), context.argAddress(FIELD), context.argLength(FIELD), text, textLength, true);
        hash.store();
        FieldArguments.tell(context, KeyspaceEvent.HINCRBY, FIELD, FIELD + 1, 1);
        context.modified(KEY, KeyspaceEvent.HINCRBY);
        context.reply().integer(sum);
    }

    private void hincrbyfloat(final CommandContext context)
    {
        final LongDouble increment = number(context.argAddress(VALUE), context.argLength(VALUE));
        if (null == increment)
        {
            context.reply().error(Errors.NOT_A_FLOAT);
            return;
        }
        if (!increment.isFinite())
        {
            context.reply().error(NOT_FINITE);
            return;
        }
        final int outcome = hash.lookupWrite(context, KEY);
        if (outcome == CommandContext.WRONG_TYPE)
        {
            return;
        }
        final LongDouble old = find(context, outcome) ? number(value) : LongDouble.ZERO;
        if (null == old)
        {
            context.reply().error(NOT_A_FLOAT);
            return;
        }
        final LongDouble sum = old.plus(increment);
        if (!sum.isFinite())
        {
            context.reply().error(SUM_NOT_FINITE);
            return;
        }

        if (outcome == CommandContext.MISSING)
        {
            hash.create(context, KEY);
        }
        storeFloat(context, sum.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** Replicas replay the sum, which does not depend on how their numbers are added. */
    private void storeFloat(final CommandContext context, final byte[] text)
    {
        hash.dropExpired(context, FIELD);
        final long block = arena.allocate(text.length);
        final long address = arena.writable(block, 0, text.length);
        OffHeap.copyIn(text, 0, address, text.length);
        hashes.set(hash.value(), context.argAddress(FIELD), context.argLength(FIELD), address, text.length, true);
        hash.store();
        FieldArguments.tell(context, KeyspaceEvent.HINCRBYFLOAT, FIELD, FIELD + 1, 1);
        context.modified(KEY, KeyspaceEvent.HINCRBYFLOAT);
        propagateFloat(context).argument(context.argAddress(FIELD), context.argLength(FIELD))
            .argument(address, text.length);
        context.reply().bulk(address, text.length);
        arena.free(block);
    }

    /** A field that expires keeps its time, for which replicas need a newer command. */
    private Effects propagateFloat(final CommandContext context)
    {
        if (hashes.hasFoundExpiry())
        {
            return context.propagate(7).argument(HSETEX).argument(context.argAddress(KEY), context.argLength(KEY))
                .argument(KEEPTTL).argument(FieldArguments.FIELDS).argument(1);
        }
        return context.propagate(4).argument(HSET).argument(context.argAddress(KEY), context.argLength(KEY));
    }

    private static LongDouble number(final ListPackElement element)
    {
        return element.isInteger() ? LongDouble.of(element.longValue()) : number(element.address(), element.length());
    }

    private static LongDouble number(final long address, final int length)
    {
        return length > LongDouble.MAX_TEXT_LENGTH ? null :
            LongDouble.parse(new String(OffHeap.toBytes(address, length), StandardCharsets.ISO_8859_1));
    }

    private static long integer(final ListPackElement element)
    {
        return element.isInteger() ? element.longValue() : IntegerText.parse(element.address(), element.length());
    }

    private boolean find(final CommandContext context, final int outcome)
    {
        return outcome == CommandContext.FOUND &&
            hashes.get(hash.value(), context.argAddress(FIELD), context.argLength(FIELD), value);
    }
}
