package io.ringbolt.engine.hash;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.effect.Effects;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.session.FieldSets;

import static io.ringbolt.engine.command.CommandFlag.DENYOOM;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.key;

/**
 * HIMPORT: hashes written from values alone, the names of whose fields the client has told once before.
 */
final class HashImportCommands
{
    private static final int NAME = 2;
    private static final int FIRST_FIELD = 3;
    private static final int KEY = 2;
    private static final int SET_NAME = 3;
    private static final int FIRST_VALUE = 4;
    private static final String SINCE = "8.10.0";
    private static final String ALL_SHARDS = "request_policy:all_shards";
    private static final byte[] DEL = Errors.text("DEL");
    private static final byte[] HSET = Errors.text("HSET");
    private static final byte[] DUPLICATE = Errors.text("ERR duplicate field name in fieldset");
    private static final byte[] NO_SUCH_FIELDSET = Errors.text("ERR no such fieldset");
    private static final byte[] MISMATCH = Errors.text("ERR value count does not match fieldset field count");

    private final Arena arena;
    private final Hashes hashes;
    private final HashAccess hash;

    HashImportCommands(final Arena arena, final Hashes hashes, final HashAccess hash)
    {
        this.arena = arena;
        this.hashes = hashes;
        this.hash = hash;
    }

    void register(final CommandTable table)
    {
        final Command container = table.command("HIMPORT", -2).group(CommandGroup.HASH).categories(AclCategory.HASH)
            .since(SINCE).summary("Groups the commands that import hashes with the same fields.");
        container.subcommand("PREPARE", -4).flags(DENYOOM).categories(AclCategory.HASH).since(SINCE).tips(ALL_SHARDS)
            .handler(HashImportCommands::prepare).complexity("O(N*log(N)) where N is the number of fields")
            .summary("Gives a list of fields a name, for this connection.")
            .syntax("fieldset-name field [field ...]");
        container.subcommand("SET", -5).flags(WRITE, DENYOOM).categories(AclCategory.HASH).since(SINCE)
            .keys(key(KEY).ow().update()).handler(this::set).complexity("O(N) where N is the number of fields")
            .summary("Writes a hash from values in the order of a list of fields.")
            .syntax("key fieldset-name value [value ...]");
        container.subcommand("DISCARD", 3).categories(AclCategory.HASH).since(SINCE).tips(ALL_SHARDS)
            .handler(HashImportCommands::discard).complexity("O(N) where N is the number of lists of fields")
            .summary("Forgets a list of fields.").syntax("fieldset-name");
        container.subcommand("DISCARDALL", 2).categories(AclCategory.HASH).since(SINCE).tips(ALL_SHARDS)
            .handler(HashImportCommands::discardAll).complexity("O(N) where N is the number of lists of fields")
            .summary("Forgets all lists of fields of this connection.");
    }

    private static void prepare(final CommandContext context)
    {
        final ArgParser args = context.args();
        final byte[][] fields = new byte[args.count() - FIRST_FIELD][];
        for (int i = 0; i < fields.length; i++)
        {
            fields[i] = args.bytesAt(FIRST_FIELD + i);
        }
        if (!context.session().fieldSets().put(args.textAt(NAME), fields))
        {
            context.reply().error(DUPLICATE);
            return;
        }
        context.reply().ok();
    }

    private static void discard(final CommandContext context)
    {
        context.reply().integer(context.session().fieldSets().remove(context.args().textAt(NAME)) ? 1 : 0);
    }

    private static void discardAll(final CommandContext context)
    {
        context.reply().integer(context.session().fieldSets().clear());
    }

    private void set(final CommandContext context)
    {
        final FieldSets.FieldSet fields = context.session().fieldSets().get(context.args().textAt(SET_NAME));
        if (null == fields)
        {
            context.args().fail(NO_SUCH_FIELDSET);
        }
        else if (fields.count() != context.argCount() - FIRST_VALUE)
        {
            context.args().fail(MISMATCH);
        }
        if (context.args().failed())
        {
            return;
        }
        final int outcome = hash.lookupWrite(context, KEY);
        if (outcome == CommandContext.WRONG_TYPE)
        {
            return;
        }

        if (outcome == CommandContext.FOUND)
        {
            hash.remove();
            context.propagate(2).argument(DEL).argument(context.argAddress(KEY), context.argLength(KEY));
        }
        hash.create(context, KEY);
        final long names = arena.allocate(Math.max(1, fields.bytes().length));
        final long address = arena.writable(names, 0, fields.bytes().length);
        OffHeap.copyIn(fields.bytes(), 0, address, fields.bytes().length);
        setFields(context, fields, address);
        hash.store();
        if (context.engine().changes().tellsSubkeys(KeyspaceEvent.HSET))
        {
            for (int i = 0; i < fields.count(); i++)
            {
                context.engine().changes().subkey(address + fields.offset(i), fields.length(i));
            }
        }
        arena.free(names);
        CollectionAccess.modified(context, KEY, KeyspaceEvent.HSET, fields.count());
        context.reply().ok();
    }

    private void setFields(final CommandContext context, final FieldSets.FieldSet fields, final long names)
    {
        int longest = 0;
        for (int i = 0; i < fields.count(); i++)
        {
            longest = Math.max(longest, Math.max(fields.length(i), context.argLength(FIRST_VALUE + i)));
        }
        hashes.beforeGrowing(hash.value(), longest);
        final Effects effects = context.propagate(2 + 2 * fields.count()).argument(HSET)
            .argument(context.argAddress(KEY), context.argLength(KEY));
        for (int i = 0; i < fields.count(); i++)
        {
            final long field = names + fields.offset(i);
            final long value = context.argAddress(FIRST_VALUE + i);
            final int valueLength = context.argLength(FIRST_VALUE + i);
            effects.argument(field, fields.length(i)).argument(value, valueLength);
            hashes.set(hash.value(), field, fields.length(i), value, valueLength);
        }
    }
}
