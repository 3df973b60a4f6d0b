package io.ringbolt.engine.string;

import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.command.Numbers;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.memory.OffHeap;
import org.agrona.BufferUtil;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import static io.ringbolt.engine.command.CommandFlag.DENYOOM;
import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.key;
import static io.ringbolt.engine.string.StringCommands.row;

/**
 * The commands that add to a string that is a number.
 */
final class CounterCommands
{
    private static final int KEY = 1;
    private static final int INCREMENT = 2;
    private static final byte[] SET = Errors.text("SET");
    private static final byte[] KEEPTTL = Errors.text("KEEPTTL");
    private static final byte[] DECREMENT_OVERFLOW = Errors.text("ERR decrement would overflow");
    private static final byte[] NOT_FINITE = Errors.text("ERR increment would produce NaN or Infinity");
    private static final int MAX_FLOAT_LENGTH = LongDouble.MAX_TEXT_LENGTH;

    private final KeyEntry entry = new KeyEntry();
    private final StringView view = new StringView();
    private final ByteBuffer sum = ByteBuffer.allocateDirect(MAX_FLOAT_LENGTH);
    private final long sumAddress = BufferUtil.address(sum);

    void register(final CommandTable table)
    {
        row(table, "INCR", 2, WRITE, DENYOOM, FAST)
            .keys(key(KEY).rw().access().update()).since("1.0.0").complexity("O(1)")
            .handler(context -> add(context, 1))
            .summary("Adds one to the integer value of a key; a key that is not there counts as 0.").syntax("key");
        row(table, "DECR", 2, WRITE, DENYOOM, FAST)
            .keys(key(KEY).rw().access().update()).since("1.0.0").complexity("O(1)")
            .handler(context -> add(context, -1))
            .summary("Takes one from the integer value of a key; a key that is not there counts as 0.").syntax("key");
        row(table, "INCRBY", 3, WRITE, DENYOOM, FAST)
            .keys(key(KEY).rw().access().update()).since("1.0.0").complexity("O(1)").handler(this::incrby)
            .summary("Adds a number to the integer value of a key; a key that is not there counts as 0.")
            .syntax("key increment");
        row(table, "DECRBY", 3, WRITE, DENYOOM, FAST)
            .keys(key(KEY).rw().access().update()).since("1.0.0").complexity("O(1)").handler(this::decrby)
            .summary("Takes a number from the integer value of a key; a key that is not there counts as 0.")
            .syntax("key decrement");
        row(table, "INCRBYFLOAT", 3, WRITE, DENYOOM, FAST)
            .keys(key(KEY).rw().access().update()).since("2.6.0").complexity("O(1)").handler(this::incrbyfloat)
            .summary("Adds a floating point number to the value of a key; a key that is not there counts as 0.")
            .syntax("key increment");
    }

    private void incrby(final CommandContext context)
    {
        final long increment = context.args().longAt(INCREMENT);
        if (!context.args().failed())
        {
            add(context, increment);
        }
    }

    private void decrby(final CommandContext context)
    {
        final long decrement = context.args().longAt(INCREMENT);
        if (context.args().failed())
        {
            return;
        }
        if (Long.MIN_VALUE == decrement)
        {
            context.reply().error(DECREMENT_OVERFLOW);
            return;
        }
        add(context, -decrement);
    }

    private void add(final CommandContext context, final long increment)
    {
        final int found = context.lookupWrite(KEY, ValueType.STRING, entry);
        if (CommandContext.WRONG_TYPE == found)
        {
            return;
        }
        final boolean isFound = CommandContext.FOUND == found;
        final long current;
        if (!isFound)
        {
            current = 0;
        }
        else if (entry.isLong())
        {
            current = entry.longValue();
        }
        else if (Numbers.isLong(entry.stringAddress(), entry.stringLength()))
        {
            current = Numbers.parseLong(entry.stringAddress(), entry.stringLength());
        }
        else
        {
            context.reply().error(Errors.NOT_AN_INTEGER);
            return;
        }

        final long result = current + increment;
        if (((current ^ result) & (increment ^ result)) < 0)
        {
            context.reply().error(Errors.INCREMENT_OVERFLOW);
            return;
        }
        Strings.storeLong(context, KEY, result, entry, isFound);
        context.modified(KEY, KeyspaceEvent.INCRBY);
        context.reply().integer(result);
    }

    private void incrbyfloat(final CommandContext context)
    {
        final int found = context.lookupWrite(KEY, ValueType.STRING, entry);
        if (CommandContext.WRONG_TYPE == found)
        {
            return;
        }
        final boolean isFound = CommandContext.FOUND == found;
        final LongDouble current = isFound ? current() : LongDouble.ZERO;
        final LongDouble increment = parse(context.argAddress(INCREMENT), context.argLength(INCREMENT));
        if (null == current || null == increment)
        {
            context.reply().error(Errors.NOT_A_FLOAT);
            return;
        }
        final LongDouble result = current.plus(increment);
        if (!result.isFinite())
        {
            context.reply().error(NOT_FINITE);
            return;
        }
        storeFloat(context, result.toString().getBytes(StandardCharsets.US_ASCII), isFound);
    }

    private void storeFloat(final CommandContext context, final byte[] text, final boolean isFound)
    {
        OffHeap.copyIn(text, 0, sumAddress, text.length);
        Strings.storeText(context, KEY, sumAddress, text.length, entry, isFound);
        context.modified(KEY, KeyspaceEvent.INCRBYFLOAT);
        context.propagate(4).argument(SET).argument(context.argAddress(KEY), context.argLength(KEY))
            .argument(sumAddress, text.length).argument(KEEPTTL);
        context.reply().bulk(sumAddress, text.length);
    }

    private LongDouble current()
    {
        if (entry.isLong())
        {
            return LongDouble.of(entry.longValue());
        }
        view.wrap(entry);
        return parse(view.address(), view.length());
    }

    /** @return the number, or null if the bytes are none. */
    static LongDouble parse(final long address, final int length)
    {
        return length > LongDouble.MAX_TEXT_LENGTH ? null :
            LongDouble.parse(new String(OffHeap.toBytes(address, length), StandardCharsets.ISO_8859_1));
    }
}
