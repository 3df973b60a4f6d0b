package io.ringbolt.engine.hash;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.collection.CollectionScan;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;

import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.READONLY;
import static io.ringbolt.engine.command.KeySpec.key;

/**
 * The commands that look at a hash and leave it as it is.
 */
final class HashReadCommands
{
    private static final int KEY = 1;
    private static final int FIELD = 2;

    private final ListPackElement field = new ListPackElement();
    private final ListPackElement value = new ListPackElement();
    private final Hashes hashes;
    private final HashAccess hash;
    private final HashCursor cursor;
    private final CollectionScan scan;

    HashReadCommands(final Arena arena, final Hashes hashes, final HashAccess hash)
    {
        this.hashes = hashes;
        this.hash = hash;
        this.cursor = new HashCursor(hashes);
        this.scan = new CollectionScan(arena, 0);
    }

    void register(final CommandTable table)
    {
        HashCommands.row(table, "HGET", 3, READONLY, FAST).keys(key(KEY).ro().access()).handler(this::hget)
            .complexity("O(1)").summary("Returns the value of a field in a hash.").syntax("key field");
        HashCommands.row(table, "HMGET", -3, READONLY, FAST).keys(key(KEY).ro().access()).handler(this::hmget)
            .complexity("O(N) where N is the number of fields being requested").syntax("key field [field ...]")
            .summary("Returns the values of all fields in a hash.");
        HashCommands.row(table, "HGETALL", 2, READONLY).keys(key(KEY).ro().access()).handler(this::hgetall)
            .complexity("O(N) where N is the size of the hash").syntax("key")
            .summary("Returns all fields and values in a hash.").tips("nondeterministic_output_order");
        HashCommands.row(table, "HKEYS", 2, READONLY).keys(key(KEY).ro().access()).handler(this::hkeys)
            .complexity("O(N) where N is the size of the hash").syntax("key")
            .summary("Returns all fields in a hash.").tips("nondeterministic_output_order");
        HashCommands.row(table, "HVALS", 2, READONLY).keys(key(KEY).ro().access()).handler(this::hvals)
            .complexity("O(N) where N is the size of the hash").syntax("key")
            .summary("Returns all values in a hash.").tips("nondeterministic_output_order");
        HashCommands.row(table, "HLEN", 2, READONLY, FAST).keys(key(KEY).ro()).handler(this::hlen)
            .complexity("O(1)").summary("Returns the number of fields in a hash.").syntax("key");
        HashCommands.row(table, "HEXISTS", 3, READONLY, FAST).keys(key(KEY).ro()).handler(this::hexists)
            .complexity("O(1)").summary("Determines whether a field exists in a hash.").syntax("key field");
        HashCommands.row(table, "HSTRLEN", 3, READONLY, FAST).keys(key(KEY).ro()).handler(this::hstrlen).since("3.2.0")
            .complexity("O(1)").summary("Returns the length of the value of a field.").syntax("key field");
        HashCommands.row(table, "HSCAN", -3, READONLY).keys(key(KEY).ro().access()).handler(this::hscan).since("2.8.0")
            .complexity("O(1) for every call, O(N) for a complete iteration").tips("nondeterministic_output")
            .summary("Iterates over fields and values of a hash.")
            .syntax("key cursor [MATCH pattern] [COUNT count] [NOVALUES]").history("7.4.0", "Added NOVALUES.");
    }

    private void hget(final CommandContext context)
    {
        final int outcome = hash.lookupRead(context, KEY);
        if (outcome != CommandContext.WRONG_TYPE)
        {
            replyValue(context, outcome, FIELD);
        }
    }

    private void hmget(final CommandContext context)
    {
        final int outcome = hash.lookupRead(context, KEY);
        if (outcome != CommandContext.WRONG_TYPE)
        {
            context.reply().array(context.argCount() - FIELD);
            for (int i = FIELD; i < context.argCount(); i++)
            {
                replyValue(context, outcome, i);
            }
        }
    }

    private void replyValue(final CommandContext context, final int outcome, final int fieldIndex)
    {
        if (outcome == CommandContext.FOUND &&
            hashes.get(hash.value(), context.argAddress(fieldIndex), context.argLength(fieldIndex), value))
        {
            CollectionAccess.reply(context.reply(), value);
        }
        else
        {
            context.reply().nullValue();
        }
    }

    private void hgetall(final CommandContext context)
    {
        final int outcome = hash.lookupRead(context, KEY);
        if (outcome == CommandContext.MISSING)
        {
            context.reply().map(0);
        }
        else if (outcome == CommandContext.FOUND)
        {
            context.reply().map((int)hashes.count(hash.value()));
            cursor.wrap(hash.value());
            while (cursor.next(field, value))
            {
                CollectionAccess.reply(context.reply(), field);
                CollectionAccess.reply(context.reply(), value);
            }
        }
    }

    private void hkeys(final CommandContext context)
    {
        replyHalf(context, field);
    }

    private void hvals(final CommandContext context)
    {
        replyHalf(context, value);
    }

    private void replyHalf(final CommandContext context, final ListPackElement half)
    {
        final int outcome = hash.lookupRead(context, KEY);
        if (outcome == CommandContext.MISSING)
        {
            context.reply().array(0);
        }
        else if (outcome == CommandContext.FOUND)
        {
            context.reply().array((int)hashes.count(hash.value()));
            cursor.wrap(hash.value());
            while (cursor.next(field, value))
            {
                CollectionAccess.reply(context.reply(), half);
            }
        }
    }

    private void hlen(final CommandContext context)
    {
        final int outcome = hash.lookupRead(context, KEY);
        if (outcome != CommandContext.WRONG_TYPE)
        {
            context.reply().integer(outcome == CommandContext.FOUND ? hashes.count(hash.value()) : 0);
        }
    }

    private void hexists(final CommandContext context)
    {
        final int outcome = hash.lookupRead(context, KEY);
        if (outcome != CommandContext.WRONG_TYPE)
        {
            context.reply().integer(find(context, outcome) ? 1 : 0);
        }
    }

    private void hstrlen(final CommandContext context)
    {
        final int outcome = hash.lookupRead(context, KEY);
        if (outcome != CommandContext.WRONG_TYPE)
        {
            context.reply().integer(find(context, outcome) ? value.textLength() : 0);
        }
    }

    private boolean find(final CommandContext context, final int outcome)
    {
        return outcome == CommandContext.FOUND &&
            hashes.get(hash.value(), context.argAddress(FIELD), context.argLength(FIELD), value);
    }

    private void hscan(final CommandContext context)
    {
        scan.parseCursor(context.args());
        if (context.args().failed())
        {
            return;
        }
        final int outcome = hash.lookupRead(context, KEY);
        if (outcome != CommandContext.FOUND)
        {
            CollectionScan.replyMissing(context, outcome);
            return;
        }
        scan.parseOptions(context.args(), true);
        if (context.args().failed())
        {
            return;
        }
        if (HashForms.isPack(hash.value()) || TemplateFields.isTemplate(hash.value()))
        {
            replyWholeScan(context.reply());
            return;
        }
        scan.run(hashes.members(), hashes.table(hash.value()));
        if (hashes.hasExpired(hash.value()))
        {
            scan.retain(block -> !hashes.isExpired(block));
        }
        scan.replyHead(context.reply(), scan.isWithoutValues() ? 1 : 2);
        for (int i = 0; i < scan.blockCount(); i++)
        {
            hashes.readField(scan.block(i), field);
            hashes.readValue(scan.block(i), value);
            replyScanned(context.reply());
        }
    }

    private void replyWholeScan(final ReplyWriter reply)
    {
        final long handle = CollectionScan.replyWhole(reply);
        int count = 0;
        cursor.wrap(hash.value());
        while (cursor.next(field, value))
        {
            if (scan.matches(field))
            {
                replyScanned(reply);
                count += scan.isWithoutValues() ? 1 : 2;
            }
        }
        reply.completeArray(handle, count);
    }

    private void replyScanned(final ReplyWriter reply)
    {
        CollectionAccess.reply(reply, field);
        if (!scan.isWithoutValues())
        {
            CollectionAccess.reply(reply, value);
        }
    }
}
