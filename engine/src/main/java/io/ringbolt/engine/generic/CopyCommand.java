package io.ringbolt.engine.generic;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.keyspace.Database;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.memory.OffHeap;

import static io.ringbolt.engine.command.CommandFlag.DENYOOM;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.key;
import static io.ringbolt.engine.generic.GenericCommands.row;

/**
 * COPY: a second key with the same value and the same expiry, in this or another database.
 */
final class CopyCommand
{
    private static final int SOURCE = 1;
    private static final int TARGET = 2;
    private static final int FIRST_OPTION = 3;
    private static final int NOTHING = -1;
    private static final byte[] REPLACE = Errors.text("REPLACE");
    private static final byte[] DB = Errors.text("DB");

    private final ValueCopiers copiers;
    private final KeyEntry source = new KeyEntry();
    private final KeyEntry target = new KeyEntry();
    private boolean isLazyServerDelete;
    private boolean isReplacing;
    private int replacedType;
    private Database database;

    CopyCommand(final ValueCopiers copiers)
    {
        this.copiers = copiers;
    }

    void onConfig(final boolean lazyServerDelete)
    {
        this.isLazyServerDelete = lazyServerDelete;
    }

    void register(final CommandTable table)
    {
        row(table, "COPY", -3, WRITE, DENYOOM)
            .keys(key(SOURCE).ro().access(), key(TARGET).ow().update()).since("6.2.0").handler(this::copy)
            .complexity("O(N) for a collection of N elements; O(1) for a string")
            .summary("Copies the value of a key to a new key.")
            .syntax("source destination [DB destination-db] [REPLACE]");
    }

    private void copy(final CommandContext context)
    {
        parseOptions(context);
        if (context.args().failed())
        {
            return;
        }
        if (!context.lookupRead(SOURCE, source) || !isTargetFree(context))
        {
            context.reply().integer(0);
            return;
        }
        copyValue(context);
        if (source.hasExpiry())
        {
            database.expireAt(target, source.expiresAtMs());
        }
        notify(context, KeyspaceEvent.NEW, 0);
        notify(context, KeyspaceEvent.COPY_TO, 1);
        if (NOTHING != replacedType)
        {
            context.engine().changes().overwritten(
                database, context.argAddress(TARGET), context.argLength(TARGET), replacedType, source.type());
        }
        context.reply().integer(1);
    }

    /** @return true if the target's name is free, by removing a key that has it if need be. */
    private boolean isTargetFree(final CommandContext context)
    {
        if (!context.engine().lookups().peek(database, context.argAddress(TARGET), context.argLength(TARGET), target))
        {
            return true;
        }
        if (isReplacing)
        {
            replacedType = target.type();
            database.remove(target, isLazyServerDelete);
            context.database().find(context.argAddress(SOURCE), context.argLength(SOURCE), source);
        }
        return isReplacing;
    }

    private void copyValue(final CommandContext context)
    {
        final long keyAddress = context.argAddress(TARGET);
        final int keyLength = context.argLength(TARGET);
        if (ValueType.STRING != source.type())
        {
            final long root =
                copiers.copy(context.engine().arena(), source.type(), source.encoding(), source.root());
            database.insert(keyAddress, keyLength, source.type(), source.encoding(), root, target);
        }
        else if (source.isLong())
        {
            database.setLong(keyAddress, keyLength, source.longValue(), target);
            target.copiedNumber();
        }
        else
        {
            database.setString(
                keyAddress, keyLength, source.encoding(), source.stringAddress(), source.stringLength(), target);
        }
    }

    private void notify(final CommandContext context, final KeyspaceEvent event, final int count)
    {
        context.modified(database, context.argAddress(TARGET), context.argLength(TARGET), event, count);
    }

    private void parseOptions(final CommandContext context)
    {
        final ArgParser args = context.args();
        isReplacing = false;
        replacedType = NOTHING;
        database = context.database();
        args.position(FIRST_OPTION);
        while (args.hasNext() && !args.hasError())
        {
            if (args.accept(REPLACE))
            {
                isReplacing = true;
            }
            else if (args.accept(DB, 1))
            {
                database = Databases.at(context, args.next());
            }
            else
            {
                args.fail(Errors.SYNTAX);
            }
        }
        if (!args.hasError() && database == context.database() && hasSameName(context))
        {
            args.fail(Databases.SAME_OBJECT);
        }
    }

    private static boolean hasSameName(final CommandContext context)
    {
        final int length = context.argLength(SOURCE);
        return length == context.argLength(TARGET) &&
            OffHeap.equal(context.argAddress(SOURCE), context.argAddress(TARGET), length);
    }
}
