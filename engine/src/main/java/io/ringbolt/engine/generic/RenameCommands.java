package io.ringbolt.engine.generic;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.keyspace.Database;
import io.ringbolt.engine.keyspace.DetachedEntry;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.memory.OffHeap;

import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.key;
import static io.ringbolt.engine.generic.GenericCommands.row;

/**
 * RENAME, RENAMENX and MOVE: a value gets another key or another database, and is not copied.
 */
final class RenameCommands
{
    private static final int FROM = 1;
    private static final int TO = 2;
    private static final int TARGET_DATABASE = 2;

    private final KeyEntry from = new KeyEntry();
    private final KeyEntry to = new KeyEntry();
    private final DetachedEntry taken = new DetachedEntry();
    private boolean isLazyServerDelete;

    /** @param lazyServerDelete whether values that are overwritten are freed in steps. */
    void onConfig(final boolean lazyServerDelete)
    {
        this.isLazyServerDelete = lazyServerDelete;
    }

    void register(final CommandTable table)
    {
        row(table, "RENAME", 3, WRITE)
            .keys(key(FROM).rw().access().delete(), key(TO).ow().update()).since("1.0.0").complexity("O(1)")
            .handler(context -> rename(context, true))
            .summary("Renames a key; a key that has the new name already is removed.").syntax("key newkey");
        row(table, "RENAMENX", 3, WRITE, FAST)
            .keys(key(FROM).rw().access().delete(), key(TO).ow().insert()).since("1.0.0").complexity("O(1)")
            .handler(context -> rename(context, false))
            .summary("Renames a key if no key has the new name.").syntax("key newkey")
            .history("3.2.0", "Old and new name may be the same.");
        row(table, "MOVE", 3, WRITE, FAST)
            .keys(key(FROM).rw().access().update()).since("1.0.0").complexity("O(1)").handler(this::move)
            .summary("Moves a key to another database if that has no key of the name.").syntax("key db");
    }

    private void rename(final CommandContext context, final boolean isOverwriting)
    {
        if (!context.lookupWrite(FROM, from))
        {
            context.reply().error(Errors.NO_SUCH_KEY);
            return;
        }
        if (areEqual(context, FROM, TO))
        {
            replyRenamed(context, isOverwriting, false);
            return;
        }
        final boolean isTaken = context.lookupWrite(TO, to);
        if (isTaken && !isOverwriting)
        {
            context.reply().integer(0);
            return;
        }
        final int type = from.type();
        final int oldType = isTaken ? to.type() : type;
        if (isTaken)
        {
            context.database().remove(to, isLazyServerDelete);
            context.database().find(context.argAddress(FROM), context.argLength(FROM), from);
        }
        transfer(context, context.database(), TO);
        context.modified(context.database(), context.argAddress(FROM), context.argLength(FROM),
            KeyspaceEvent.RENAME_FROM, 0);
        context.modified(TO, KeyspaceEvent.RENAME_TO);
        if (isTaken)
        {
            context.overwritten(TO, oldType, type);
        }
        replyRenamed(context, isOverwriting, true);
    }

    private static void replyRenamed(final CommandContext context, final boolean isOverwriting, final boolean isRenamed)
    {
        if (isOverwriting)
        {
            context.reply().ok();
        }
        else
        {
            context.reply().integer(isRenamed ? 1 : 0);
        }
    }

    private void move(final CommandContext context)
    {
        final ArgParser args = context.args();
        final Database target = Databases.at(context, TARGET_DATABASE);
        if (!args.hasError() && target == context.database())
        {
            args.fail(Databases.SAME_OBJECT);
        }
        if (args.failed())
        {
            return;
        }
        if (!context.lookupWrite(FROM, from) || context.engine().lookups().peek(
            target, context.argAddress(FROM), context.argLength(FROM), to))
        {
            context.reply().integer(0);
            return;
        }
        transfer(context, target, FROM);
        context.modified(FROM, KeyspaceEvent.MOVE_FROM);
        context.modified(target, context.argAddress(FROM), context.argLength(FROM), KeyspaceEvent.MOVE_TO, 0);
        context.reply().integer(1);
    }

    private void transfer(final CommandContext context, final Database target, final int nameIndex)
    {
        context.database().take(from, taken);
        target.adopt(context.argAddress(nameIndex), context.argLength(nameIndex), taken, to);
        context.modified(
            target, context.argAddress(nameIndex), context.argLength(nameIndex), KeyspaceEvent.NEW, 0);
    }

    private static boolean areEqual(final CommandContext context, final int indexA, final int indexB)
    {
        final int length = context.argLength(indexA);
        return length == context.argLength(indexB) &&
            OffHeap.equal(context.argAddress(indexA), context.argAddress(indexB), length);
    }
}
