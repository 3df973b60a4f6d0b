package io.ringbolt.engine.hash;

import io.ringbolt.config.EncodingParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.memory.Arena;

import static io.ringbolt.engine.command.CommandFlag.DENYOOM;
import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.key;

/**
 * The family of commands on hashes, and those of them that change one.
 */
public final class HashCommands implements CommandFamily
{
    private static final int KEY = 1;
    private static final int FIELD = 2;
    private static final int VALUE = 3;

    private final Hashes hashes;
    private final HashAccess hash;
    private final HashIncrementCommands increments;
    private final HashReadCommands reads;
    private final HashRandomCommand random;
    private final HashExpireCommands expire;
    private final HashTimeCommands times;
    private final HashGetCommands gets;
    private final HashSetExCommand setEx;
    private final HashImportCommands imports;

    public HashCommands(final Engine engine, final long hashSeed)
    {
        final Arena arena = engine.arena();
        this.hashes = new Hashes(arena, hashSeed, engine.hashTemplates());
        final FieldExpiry expiry = new FieldExpiry(engine, hashes);
        engine.lookups().fieldExpirer(expiry);
        this.hash = new HashAccess(hashes, expiry);
        this.increments = new HashIncrementCommands(arena, hashes, hash);
        this.reads = new HashReadCommands(arena, hashes, hash);
        this.random = new HashRandomCommand(hashes, hash, engine.random()::next);
        this.expire = new HashExpireCommands(hashes, hash);
        this.times = new HashTimeCommands(hashes, hash);
        this.gets = new HashGetCommands(hashes, hash);
        this.setEx = new HashSetExCommand(hashes, hash);
        this.imports = new HashImportCommands(engine.hashTemplates(), hashes, hash);
    }

    @Override
    public void onConfig(final ServerConfig config)
    {
        hashes.limits(
            config.intValue(EncodingParameters.HASH_MAX_LISTPACK_ENTRIES),
            config.intValue(EncodingParameters.HASH_MAX_LISTPACK_VALUE));
        hashes.templateLimits(
            config.intValue(EncodingParameters.HASH_MIN_TEMPLATE_ENTRIES),
            config.intValue(EncodingParameters.HASH_MAX_TEMPLATE_ENTRIES));
    }

    @Override
    public void register(final CommandTable table)
    {
        registerWrites(table);
        increments.register(table);
        reads.register(table);
        random.register(table);
        expire.register(table);
        times.register(table);
        gets.register(table);
        setEx.register(table);
        imports.register(table);
    }

    private void registerWrites(final CommandTable table)
    {
        row(table, "HSET", -4, WRITE, DENYOOM, FAST).keys(key(KEY).rw().update()).handler(this::hset)
            .complexity("O(1) for each field and value set").syntax("key field value [field value ...]")
            .summary("Creates or modifies the value of a field in a hash.")
            .history("4.0.0", "Accepts multiple `field` and `value` arguments.");
        row(table, "HMSET", -4, WRITE, DENYOOM, FAST).keys(key(KEY).rw().update()).handler(this::hmset)
            .complexity("O(N) where N is the number of fields being set").syntax("key field value [field value ...]")
            .summary("Sets the values of multiple fields.")
            .deprecated("4.0.0", "`HSET` with multiple field-value pairs");
        row(table, "HSETNX", 4, WRITE, DENYOOM, FAST).keys(key(KEY).rw().insert()).handler(this::hsetnx)
            .complexity("O(1)").summary("Sets the value of a field in a hash only when the field doesn't exist.")
            .syntax("key field value");
        row(table, "HDEL", -3, WRITE, FAST).keys(key(KEY).rw().delete()).handler(this::hdel)
            .complexity("O(N) where N is the number of fields to be removed").syntax("key field [field ...]")
            .summary("Deletes one or more fields and their values from a hash. Deletes the hash if no fields remain.")
            .history("2.4.0", "Accepts multiple `field` arguments.");
    }

    static Command row(final CommandTable table, final String name, final int arity, final CommandFlag... flags)
    {
        return table.command(name, arity).group(CommandGroup.HASH).flags(flags).categories(AclCategory.HASH)
            .since("2.0.0");
    }

    private void hset(final CommandContext context)
    {
        final int created = setFields(context);
        if (created >= 0)
        {
            context.reply().integer(created);
        }
    }

    private void hmset(final CommandContext context)
    {
        if (setFields(context) >= 0)
        {
            context.reply().ok();
        }
    }

    /**
     * @return new fields, or -1 if an error has been replied.
     */
    private int setFields(final CommandContext context)
    {
        final int count = context.argCount();
        if (count % 2 != 0)
        {
            context.reply().error(Errors.wrongArgumentCount(context.command().name()));
            return -1;
        }
        if (!hash.lookupOrCreate(context, KEY))
        {
            return -1;
        }

        int longest = 0;
        for (int i = FIELD; i < count; i++)
        {
            longest = Math.max(longest, context.argLength(i));
        }
        hashes.beforeGrowing(hash.value(), longest);
        int created = 0;
        for (int i = FIELD; i < count; i += 2)
        {
            created += set(context, i, i + 1) ? 1 : 0;
        }
        hash.store();
        FieldArguments.tell(context, KeyspaceEvent.HSET, FIELD, count, 2);
        CollectionAccess.modified(context, KEY, KeyspaceEvent.HSET, (count - FIELD) / 2);
        return created;
    }

    private boolean set(final CommandContext context, final int fieldIndex, final int valueIndex)
    {
        hash.dropExpired(context, fieldIndex);
        return hashes.set(hash.value(), context.argAddress(fieldIndex), context.argLength(fieldIndex),
            context.argAddress(valueIndex), context.argLength(valueIndex));
    }

    private void hsetnx(final CommandContext context)
    {
        if (!hash.lookupOrCreate(context, KEY))
        {
            return;
        }
        if (hashes.contains(hash.value(), context.argAddress(FIELD), context.argLength(FIELD)))
        {
            context.reply().integer(0);
            return;
        }
        set(context, FIELD, VALUE);
        hash.store();
        FieldArguments.tell(context, KeyspaceEvent.HSET, FIELD, VALUE, 1);
        context.modified(KEY, KeyspaceEvent.HSET);
        context.reply().integer(1);
    }

    private void hdel(final CommandContext context)
    {
        final int outcome = hash.lookupWrite(context, KEY);
        if (outcome != CommandContext.FOUND)
        {
            replyZeroIfMissing(context, outcome);
            return;
        }

        final boolean isTold = context.engine().changes().tellsSubkeys(KeyspaceEvent.HDEL);
        int removed = 0;
        for (int i = FIELD; i < context.argCount(); i++)
        {
            if (remove(context, i))
            {
                removed++;
                if (isTold)
                {
                    context.engine().changes().subkey(context.argAddress(i), context.argLength(i));
                }
            }
        }
        if (removed > 0)
        {
            CollectionAccess.modified(context, KEY, KeyspaceEvent.HDEL, removed);
            hash.storeOrRemove(context, KEY);
        }
        context.reply().integer(removed);
    }

    private boolean remove(final CommandContext context, final int fieldIndex)
    {
        return hashes.contains(hash.value(), context.argAddress(fieldIndex), context.argLength(fieldIndex)) &&
            hashes.remove(hash.value(), context.argAddress(fieldIndex), context.argLength(fieldIndex));
    }

    private static void replyZeroIfMissing(final CommandContext context, final int outcome)
    {
        if (outcome == CommandContext.MISSING)
        {
            context.reply().integer(0);
        }
    }
}
