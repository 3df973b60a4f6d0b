package io.ringbolt.engine.hash;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.effect.Effects;
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

    private final HashTemplates templates;
    private final Hashes hashes;
    private final HashAccess hash;

    HashImportCommands(final HashTemplates templates, final Hashes hashes, final HashAccess hash)
    {
        this.templates = templates;
        this.hashes = hashes;
        this.hash = hash;
    }

    void register(final CommandTable table)
    {
        final Command container = table.command("HIMPORT", -2).group(CommandGroup.HASH).categories(AclCategory.HASH)
            .since(SINCE).summary("Groups the commands that import hashes with the same fields.");
        container.subcommand("PREPARE", -4).flags(DENYOOM).categories(AclCategory.HASH).since(SINCE).tips(ALL_SHARDS)
            .handler(this::prepare).complexity("O(N*log(N)) where N is the number of fields")
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

    private void prepare(final CommandContext context)
    {
        final int count = context.argCount() - FIRST_FIELD;
        final TemplateBuilder names = hashes.newTemplate();
        for (int i = 0; i < count; i++)
        {
            names.add(context.argAddress(FIRST_FIELD + i), context.argLength(FIRST_FIELD + i), i);
        }
        if (!names.sort())
        {
            context.reply().error(DUPLICATE);
            return;
        }
        final int[] order = new int[count];
        for (int i = 0; i < count; i++)
        {
            order[i] = (int)names.place(i);
        }
        final long template = names.intern();
        templates.hold(template);
        if (null == context.session().fieldSets())
        {
            context.session().fieldSets(new FieldSets(templates::letGo));
        }
        context.session().fieldSets().put(context.args().textAt(NAME), new FieldSets.FieldSet(template, order));
        names.trim();
        context.reply().ok();
    }

    private static void discard(final CommandContext context)
    {
        final FieldSets sets = context.session().fieldSets();
        context.reply().integer(null != sets && sets.remove(context.args().textAt(NAME)) ? 1 : 0);
    }

    private static void discardAll(final CommandContext context)
    {
        context.reply().integer(context.session().forgetFieldSets());
    }

    private void set(final CommandContext context)
    {
        final FieldSets sets = context.session().fieldSets();
        final FieldSets.FieldSet fields = null == sets ? null : sets.get(context.args().textAt(SET_NAME));
        if (null == fields)
        {
            context.args().fail(NO_SUCH_FIELDSET);
        }
        else if (fields.order().length != context.argCount() - FIRST_VALUE)
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
        fill(context, fields);
        hash.insert(context, KEY);
        tell(context, fields);
        CollectionAccess.modified(context, KEY, KeyspaceEvent.HSET, fields.order().length);
        context.reply().ok();
    }

    private void fill(final CommandContext context, final FieldSets.FieldSet fields)
    {
        final int[] order = fields.order();
        int longest = 0;
        for (int i = 0; i < order.length; i++)
        {
            longest = Math.max(longest, context.argLength(FIRST_VALUE + i));
        }
        hashes.create(hash.value(), fields.template(), order.length, longest);
        for (int i = 0; i < order.length; i++)
        {
            final int argument = FIRST_VALUE + order[i];
            hashes.append(hash.value(), context.argAddress(argument), context.argLength(argument));
        }
    }

    /** Servers that read what has happened need not know of lists that a client has prepared. */
    private void tell(final CommandContext context, final FieldSets.FieldSet fields)
    {
        final boolean isToldOfFields = context.engine().changes().tellsSubkeys(KeyspaceEvent.HSET);
        final long content = templates.content(fields.template());
        final Effects effects = context.propagate(2 + 2 * fields.order().length).argument(HSET)
            .argument(context.argAddress(KEY), context.argLength(KEY));
        for (int i = 0; i < fields.order().length; i++)
        {
            final int argument = FIRST_VALUE + fields.order()[i];
            effects.argument(TemplateContent.name(content, i), TemplateContent.nameLength(content, i))
                .argument(context.argAddress(argument), context.argLength(argument));
            if (isToldOfFields)
            {
                context.engine().changes().subkey(
                    TemplateContent.name(content, i), TemplateContent.nameLength(content, i));
            }
        }
    }
}
