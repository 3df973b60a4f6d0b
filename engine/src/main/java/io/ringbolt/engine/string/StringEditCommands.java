package io.ringbolt.engine.string;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

import static io.ringbolt.engine.command.CommandFlag.DENYOOM;
import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.key;
import static io.ringbolt.engine.string.StringCommands.row;

/**
 * The commands that change a string in place: APPEND and SETRANGE.
 */
final class StringEditCommands
{
    /** Lengths are ints, and the arena's blocks want room for slack. */
    static final int MAX_LENGTH = Integer.MAX_VALUE - (32 << 20);

    private static final int KEY = 1;
    private static final int APPENDED = 2;
    private static final int OFFSET = 2;
    private static final int PART = 3;
    private static final byte[] OFFSET_OUT_OF_RANGE = Errors.text("ERR offset is out of range");

    private final KeyEntry entry = new KeyEntry();
    private long maxLength = MAX_LENGTH;

    /** @param protoMaxBulkLength the longest string that a client may make. */
    void onConfig(final long protoMaxBulkLength)
    {
        this.maxLength = Math.min(MAX_LENGTH, protoMaxBulkLength);
    }

    void register(final CommandTable table)
    {
        row(table, "APPEND", 3, WRITE, DENYOOM, FAST)
            .keys(key(KEY).rw().insert()).since("2.0.0").handler(this::append)
            .complexity("O(1) amortised, as a string that grows gets spare room")
            .summary("Adds bytes at the end of a string, or creates it, and returns its new length.")
            .syntax("key value");
        row(table, "SETRANGE", 4, WRITE, DENYOOM)
            .keys(key(KEY).rw().update()).since("2.2.0").handler(this::setrange)
            .complexity("O(1) for short strings, O(M) otherwise, M being the length of the value argument")
            .summary("Overwrites a part of a string from an offset on; a shorter string is filled with zeros.")
            .syntax("key offset value");
    }

    private void append(final CommandContext context)
    {
        final int found = context.lookupWrite(KEY, ValueType.STRING, entry);
        if (CommandContext.WRONG_TYPE == found)
        {
            return;
        }
        final int partLength = context.argLength(APPENDED);
        if (CommandContext.MISSING == found)
        {
            Strings.store(context, KEY, APPENDED, entry, false, true);
            context.modified(KEY, KeyspaceEvent.APPEND);
            context.reply().integer(partLength);
            return;
        }
        final int oldLength = Strings.length(entry);
        if (isTooLong(context, (long)oldLength + partLength))
        {
            return;
        }
        write(context, oldLength, APPENDED, oldLength + partLength);
        context.modified(KEY, KeyspaceEvent.APPEND);
        context.reply().integer(oldLength + partLength);
    }

    private void setrange(final CommandContext context)
    {
        final ArgParser args = context.args();
        final long offset = args.longAt(OFFSET);
        if (args.failed())
        {
            return;
        }
        if (offset < 0)
        {
            context.reply().error(OFFSET_OUT_OF_RANGE);
            return;
        }
        final int found = context.lookupWrite(KEY, ValueType.STRING, entry);
        if (CommandContext.WRONG_TYPE == found)
        {
            return;
        }
        final boolean isFound = CommandContext.FOUND == found;
        final int oldLength = isFound ? Strings.length(entry) : 0;
        final int partLength = context.argLength(PART);
        if (0 == partLength)
        {
            context.reply().integer(oldLength);
            return;
        }
        if (offset > maxLength || isTooLong(context, offset + partLength))
        {
            if (offset > maxLength)
            {
                context.reply().error(Errors.STRING_TOO_LONG);
            }
            return;
        }
        if (!isFound && 0 == offset && partLength >= Arena.ADOPTABLE_LENGTH)
        {
            Strings.store(context, KEY, PART, entry, false, true);
            context.modified(KEY, KeyspaceEvent.SETRANGE);
            context.reply().integer(partLength);
            return;
        }
        if (!isFound)
        {
            Strings.storeText(context, KEY, context.argAddress(PART), 0, entry, false);
        }
        final int newLength = (int)Math.max(oldLength, offset + partLength);
        write(context, (int)offset, PART, newLength);
        context.modified(KEY, KeyspaceEvent.SETRANGE);
        context.reply().integer(newLength);
    }

    private void write(final CommandContext context, final int offset, final int partIndex, final int newLength)
    {
        final int partLength = context.argLength(partIndex);
        final long address = context.database().resizeString(entry, newLength, offset, partLength);
        OffHeap.copy(context.argAddress(partIndex), address, partLength);
    }

    private boolean isTooLong(final CommandContext context, final long length)
    {
        if (length > maxLength)
        {
            context.reply().error(Errors.STRING_TOO_LONG);
            return true;
        }
        return false;
    }
}
