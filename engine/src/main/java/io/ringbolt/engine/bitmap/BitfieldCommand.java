package io.ringbolt.engine.bitmap;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.Numbers;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.string.StringView;
import io.ringbolt.engine.string.Strings;

import static io.ringbolt.engine.command.CommandFlag.DENYOOM;
import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.READONLY;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.key;

/**
 * BITFIELD and BITFIELD_RO: several reads and changes of small integers within one string.
 * <p>
 * The arguments are read twice: once to reject what is wrong before anything changes, and once to do what they say.
 */
final class BitfieldCommand
{
    private static final int KEY = 1;
    private static final int FIRST_OPERATION = 2;
    private static final int MAX_UNSIGNED_WIDTH = 63;

    private static final int GET = 0;
    private static final int SET = 1;
    private static final int INCRBY = 2;
    private static final int WRAP = 0;
    private static final int SAT = 1;
    private static final int FAIL = 2;
    private static final byte[][] OPERATION_WORDS = {Errors.text("GET"), Errors.text("SET"), Errors.text("INCRBY")};
    private static final byte[][] OVERFLOW_WORDS = {Errors.text("WRAP"), Errors.text("SAT"), Errors.text("FAIL")};
    private static final byte[] OVERFLOW = Errors.text("OVERFLOW");
    private static final byte[] NOT_AN_OVERFLOW = Errors.text("ERR Invalid OVERFLOW type specified");
    private static final byte[] NOT_A_TYPE = Errors.text(
        "ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.");
    private static final byte[] ONLY_GET = Errors.text("ERR BITFIELD_RO only supports the GET subcommand");

    private final BitOffsets offsets;
    private final StringView view = new StringView();
    private final KeyEntry entry = new KeyEntry();
    private int operation;
    private int overflow;
    private boolean isSigned;
    private int width;
    private long offset;
    private long operand;

    BitfieldCommand(final BitOffsets offsets)
    {
        this.offsets = offsets;
    }

    void register(final CommandTable table)
    {
        BitmapCommands.row(table, "BITFIELD", -2, WRITE, DENYOOM)
            .keys(key(KEY).rw().access().update().variableFlags())
            .since("3.2.0").complexity("O(1)").handler(context -> bitfield(context, false))
            .summary("Reads, writes and counts integers of any width within a string.")
            .syntax("key [GET encoding offset | [OVERFLOW <WRAP | SAT | FAIL>] <SET encoding offset value | " +
                "INCRBY encoding offset increment> [GET encoding offset | [OVERFLOW <WRAP | SAT | FAIL>] " +
                "<SET encoding offset value | INCRBY encoding offset increment> ...]]");
        BitmapCommands.row(table, "BITFIELD_RO", -2, READONLY, FAST)
            .keys(key(KEY).ro().access())
            .since("6.0.0").complexity("O(1)").handler(context -> bitfield(context, true))
            .summary("Reads integers of any width within a string.")
            .syntax("key [GET encoding offset [GET encoding offset ...]]");
    }

    private void bitfield(final CommandContext context, final boolean isReadOnly)
    {
        final ArgParser args = context.args();
        int count = 0;
        long lastWritten = -1;
        begin(args);
        while (nextOperation(args))
        {
            count++;
            lastWritten = GET == operation ? lastWritten : Math.max(lastWritten, offset + width - 1);
        }
        if (lastWritten >= 0 && isReadOnly)
        {
            args.fail(ONLY_GET);
        }
        if (args.failed())
        {
            return;
        }
        if (lastWritten < 0)
        {
            read(context, count);
        }
        else
        {
            write(context, count, (int)(lastWritten >>> 3) + 1);
        }
    }

    private void begin(final ArgParser args)
    {
        args.position(FIRST_OPERATION);
        overflow = WRAP;
    }

    /** Reads the next operation. @return false at the end, or once an error is latched. */
    private boolean nextOperation(final ArgParser args)
    {
        while (args.accept(OVERFLOW, 1))
        {
            overflow = keyword(args, OVERFLOW_WORDS, 0);
            if (overflow < 0)
            {
                args.fail(NOT_AN_OVERFLOW);
                return false;
            }
        }
        if (!args.hasNext())
        {
            return false;
        }
        operation = args.accept(OPERATION_WORDS[GET], 2) ? GET : keyword(args, OPERATION_WORDS, 3);
        if (operation < 0)
        {
            args.fail(Errors.SYNTAX);
            return false;
        }
        parseType(args, args.next());
        if (!args.hasError())
        {
            offset = offsets.parseField(args, args.next(), width);
        }
        if (GET != operation && !args.hasError())
        {
            operand = args.longAt(args.next());
        }
        return !args.hasError();
    }

    private static int keyword(final ArgParser args, final byte[][] words, final int operands)
    {
        for (int i = 0; i < words.length; i++)
        {
            if (args.accept(words[i], operands))
            {
                return i;
            }
        }
        return -1;
    }

    private void parseType(final ArgParser args, final int index)
    {
        final long address = args.address(index);
        final int length = args.length(index);
        final byte sign = length > 1 ? OffHeap.getByte(address) : 0;
        final long bits = length > 1 && Numbers.isLong(address + 1, length - 1) ?
            Numbers.parseLong(address + 1, length - 1) : 0;
        isSigned = 'i' == sign;
        if ('i' != sign && 'u' != sign || bits < 1 || bits > (isSigned ? Long.SIZE : MAX_UNSIGNED_WIDTH))
        {
            args.fail(NOT_A_TYPE);
            return;
        }
        width = (int)bits;
    }

    private void read(final CommandContext context, final int count)
    {
        final int found = context.lookupRead(KEY, ValueType.STRING, entry);
        if (CommandContext.WRONG_TYPE == found)
        {
            return;
        }
        if (CommandContext.FOUND == found)
        {
            view.wrap(entry);
        }
        else
        {
            view.wrapEmpty();
        }
        context.reply().array(count);
        begin(context.args());
        while (nextOperation(context.args()))
        {
            final long bits = BitFields.get(view.address(), view.length(), offset, width);
            context.reply().integer(BitFields.extend(bits, width, isSigned));
        }
    }

    private void write(final CommandContext context, final int count, final int neededLength)
    {
        final int found = context.lookupWrite(KEY, ValueType.STRING, entry);
        if (CommandContext.WRONG_TYPE == found)
        {
            return;
        }
        if (CommandContext.MISSING == found)
        {
            Strings.createEmpty(context, KEY, entry);
        }
        final int oldLength = Strings.length(entry);
        final int length = Math.max(oldLength, neededLength);
        context.database().resizeString(entry, length, 0, 0);
        context.reply().array(count);
        int changes = 0;
        begin(context.args());
        while (nextOperation(context.args()))
        {
            changes += apply(context, length, length != oldLength);
        }
        // a string that grew has changed even if every operation failed
        if (changes > 0 || length != oldLength)
        {
            context.modified(context.database(), context.argAddress(KEY), context.argLength(KEY),
                BitmapCommands.SETBIT, Math.max(1, changes));
        }
    }

    /** Does the operation just read and replies. @return 1 if it counts as a change. */
    private int apply(final CommandContext context, final int length, final boolean hasGrown)
    {
        final long bits = BitFields.get(entry.stringAddress(), length, offset, width);
        final long old = BitFields.extend(bits, width, isSigned);
        if (GET == operation)
        {
            context.reply().integer(old);
            return 0;
        }
        final long value = INCRBY == operation ? old : operand;
        final long increment = INCRBY == operation ? operand : 0;
        final int beyond = BitFields.overflow(value, increment, width, isSigned);
        if (0 != beyond && FAIL == overflow)
        {
            context.reply().nullValue();
            return 0;
        }
        final long result = 0 == beyond ? value + increment : WRAP == overflow ?
            BitFields.extend(value + increment, width, isSigned) :
            beyond > 0 ? BitFields.max(width, isSigned) : BitFields.min(width, isSigned);
        put(context, length, result);
        context.reply().integer(INCRBY == operation ? result : old);
        return hasGrown || result != old ? 1 : 0;
    }

    private void put(final CommandContext context, final int length, final long value)
    {
        final int firstByte = (int)(offset >>> 3);
        final int byteCount = (int)(offset + width - 1 >>> 3) - firstByte + 1;
        final long address = context.database().resizeString(entry, length, firstByte, byteCount);
        BitFields.put(address, (int)(offset & 7), width, value);
    }
}
