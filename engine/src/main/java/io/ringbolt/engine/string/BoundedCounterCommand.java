package io.ringbolt.engine.string;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.command.Numbers;
import io.ringbolt.engine.effect.Effects;
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
 * INCREX: a counter with bounds and an expiry, as rate limiters want it. Replies the new value and what was really
 * added.
 */
final class BoundedCounterCommand
{
    private static final int KEY = 1;
    private static final int FIRST_OPTION = 2;
    private static final int NONE = 0;
    private static final byte[] BYINT = Errors.text("BYINT");
    private static final byte[] BYFLOAT = Errors.text("BYFLOAT");
    private static final byte[] LBOUND = Errors.text("LBOUND");
    private static final byte[] UBOUND = Errors.text("UBOUND");
    private static final byte[] SATURATE = Errors.text("SATURATE");
    private static final byte[] ENX = Errors.text("ENX");
    private static final byte[] BOUNDS_CROSS = Errors.text("ERR LBOUND can't be greater than UBOUND");
    private static final byte[] SET = Errors.text("SET");
    private static final byte[] KEEPTTL = Errors.text("KEEPTTL");
    private static final byte[] PXAT = Errors.text("PXAT");

    private final SetOptions options = new SetOptions();
    private final StringView view = new StringView();
    private final KeyEntry entry = new KeyEntry();
    private final ByteBuffer text = ByteBuffer.allocateDirect(LongDouble.MAX_TEXT_LENGTH);
    private final long textAddress = BufferUtil.address(text);
    private int intIndex;
    private int floatIndex;
    private int lowerIndex;
    private int upperIndex;
    private boolean isSaturating;
    private boolean isOnlyIfNoExpiry;
    private long expiresAtMs;

    void register(final CommandTable table)
    {
        row(table, "INCREX", -2, WRITE, DENYOOM, FAST)
            .keys(key(KEY).rw().access().update()).since("8.8.0").complexity("O(1)").handler(this::increx)
            .summary("Adds to a number within bounds and sets or removes the expiry of its key.")
            .syntax("key [BYFLOAT float | BYINT integer] [SATURATE] [LBOUND lowerbound] [UBOUND upperbound] " +
                "[EX seconds | PX milliseconds | EXAT unix-time-seconds | PXAT unix-time-milliseconds | " +
                "PERSIST] [ENX]");
    }

    private void increx(final CommandContext context)
    {
        final ArgParser args = context.args();
        parseOptions(args);
        expiresAtMs = !args.hasError() && options.hasExpiry() ? options.expiresAtMs(context) : 0;
        if (args.failed())
        {
            return;
        }
        if (NONE != floatIndex)
        {
            addFloat(context);
        }
        else
        {
            addInteger(context);
        }
    }

    private void parseOptions(final ArgParser args)
    {
        options.begin(SetOptions.PERSIST_TTL);
        intIndex = NONE;
        floatIndex = NONE;
        lowerIndex = NONE;
        upperIndex = NONE;
        isSaturating = false;
        isOnlyIfNoExpiry = false;
        args.position(FIRST_OPTION);
        while (args.hasNext() && !args.hasError())
        {
            parseOption(args);
        }
        if (NONE != intIndex && NONE != floatIndex || isOnlyIfNoExpiry && !options.hasExpiry())
        {
            args.fail(Errors.SYNTAX);
        }
    }

    private void parseOption(final ArgParser args)
    {
        if (args.accept(BYINT, 1))
        {
            intIndex = args.next();
        }
        else if (args.accept(BYFLOAT, 1))
        {
            floatIndex = args.next();
        }
        else if (args.accept(LBOUND, 1))
        {
            lowerIndex = args.next();
        }
        else if (args.accept(UBOUND, 1))
        {
            upperIndex = args.next();
        }
        else if (args.accept(SATURATE))
        {
            isSaturating = true;
        }
        else if (args.accept(ENX))
        {
            isOnlyIfNoExpiry = true;
        }
        else if (!options.accept(args))
        {
            args.fail(Errors.SYNTAX);
        }
    }

    private void addInteger(final CommandContext context)
    {
        final ArgParser args = context.args();
        final long increment = NONE == intIndex ? 1 : args.longAt(intIndex);
        final long lower = NONE == lowerIndex ? Long.MIN_VALUE : args.longAt(lowerIndex);
        final long upper = NONE == upperIndex ? Long.MAX_VALUE : args.longAt(upperIndex);
        if (lower > upper)
        {
            args.fail(BOUNDS_CROSS);
        }
        final int found = args.failed() ? CommandContext.WRONG_TYPE : context.lookupWrite(KEY, ValueType.STRING, entry);
        if (CommandContext.WRONG_TYPE == found)
        {
            return;
        }
        final boolean isFound = CommandContext.FOUND == found;
        final StringView current = isFound ? view.wrap(entry) : null;
        if (isFound && !Numbers.isLong(current.address(), current.length()))
        {
            context.reply().error(Errors.NOT_AN_INTEGER);
            return;
        }
        final long value = isFound ? Numbers.parseLong(current.address(), current.length()) : 0;
        final long sum = value + increment;
        final boolean isOverflow = ((value ^ sum) & (increment ^ sum)) < 0;
        final boolean isOutside = isOverflow || sum < lower || sum > upper;
        if (isOutside && !isSaturating)
        {
            replyIntegers(context, value, 0);
            return;
        }
        final boolean isAbove = isOverflow ? increment > 0 : sum > upper;
        final long result = !isOutside ? sum : isAbove ? upper : lower;
        Strings.storeLong(context, KEY, result, entry, isFound);
        finish(context, KeyspaceEvent.INCRBY, Numbers.write(result, textAddress));
        replyIntegers(context, result, result - value);
    }

    private static void replyIntegers(final CommandContext context, final long value, final long delta)
    {
        context.reply().array(2);
        context.reply().integer(value);
        context.reply().integer(delta);
    }

    private void addFloat(final CommandContext context)
    {
        final LongDouble increment = floatAt(context, floatIndex);
        final LongDouble lower = floatAt(context, lowerIndex);
        final LongDouble upper = floatAt(context, upperIndex);
        if (null != lower && null != upper && lower.isGreaterThan(upper))
        {
            context.args().fail(BOUNDS_CROSS);
        }
        final int found =
            context.args().failed() ? CommandContext.WRONG_TYPE : context.lookupWrite(KEY, ValueType.STRING, entry);
        if (CommandContext.WRONG_TYPE == found)
        {
            return;
        }
        final boolean isFound = CommandContext.FOUND == found;
        final LongDouble value = isFound ? current() : LongDouble.ZERO;
        if (null == value || !value.isFinite())
        {
            context.reply().error(Errors.NOT_A_FLOAT);
            return;
        }
        final LongDouble sum = value.plus(increment);
        final boolean isAbove = null != upper && (!sum.isFinite() || sum.isGreaterThan(upper));
        final boolean isBelow = !isAbove && null != lower && sum.isFinite() && lower.isGreaterThan(sum);
        final LongDouble result = isAbove ? upper : isBelow ? lower : sum;
        if ((isAbove || isBelow) && !isSaturating || !result.isFinite())
        {
            replyFloats(context, value, LongDouble.ZERO);
            return;
        }
        final byte[] digits = result.toString().getBytes(StandardCharsets.US_ASCII);
        OffHeap.copyIn(digits, 0, textAddress, digits.length);
        Strings.storeText(context, KEY, textAddress, digits.length, entry, isFound);
        finish(context, KeyspaceEvent.INCRBYFLOAT, digits.length);
        replyFloats(context, result, result.minus(value));
    }

    private LongDouble current()
    {
        view.wrap(entry);
        return CounterCommands.parse(view.address(), view.length());
    }

    private static LongDouble floatAt(final CommandContext context, final int index)
    {
        if (NONE == index)
        {
            return null;
        }
        final LongDouble value = CounterCommands.parse(context.argAddress(index), context.argLength(index));
        if (null == value || !value.isFinite())
        {
            context.args().fail(Errors.NOT_A_FLOAT);
            return null;
        }
        return value;
    }

    private static void replyFloats(final CommandContext context, final LongDouble value, final LongDouble delta)
    {
        context.reply().array(2);
        replyFloat(context, value);
        replyFloat(context, delta);
    }

    private static void replyFloat(final CommandContext context, final LongDouble value)
    {
        if (2 == context.reply().protocol())
        {
            context.reply().bulk(value.toString());
        }
        else
        {
            context.reply().doubleValue(Double.parseDouble(value.toString()));
        }
    }

    /** Sets the expiry, tells, and has the new value replayed, whose digits lie in {@link #text}. */
    private void finish(final CommandContext context, final KeyspaceEvent event, final int textLength)
    {
        context.modified(KEY, event);
        final boolean isExpiring = options.hasExpiry() && !(isOnlyIfNoExpiry && entry.hasExpiry());
        if (isExpiring)
        {
            context.database().expireAt(entry, expiresAtMs);
            tell(context, KeyspaceEvent.EXPIRE);
        }
        else if (options.isPersist() && context.database().persist(entry))
        {
            tell(context, KeyspaceEvent.PERSIST);
        }
        final int count = isExpiring ? 5 : options.isPersist() ? 3 : 4;
        final Effects effects = context.propagate(count).argument(SET)
            .argument(context.argAddress(KEY), context.argLength(KEY)).argument(textAddress, textLength);
        if (isExpiring)
        {
            effects.argument(PXAT).argument(expiresAtMs);
        }
        else if (!options.isPersist())
        {
            effects.argument(KEEPTTL);
        }
    }

    private static void tell(final CommandContext context, final KeyspaceEvent event)
    {
        context.modified(context.database(), context.argAddress(KEY), context.argLength(KEY), event, 0);
    }
}
