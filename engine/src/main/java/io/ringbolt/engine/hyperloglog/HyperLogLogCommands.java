package io.ringbolt.engine.hyperloglog;

import io.ringbolt.config.EncodingParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.string.Strings;

import static io.ringbolt.engine.command.CommandFlag.DENYOOM;
import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.MAY_REPLICATE;
import static io.ringbolt.engine.command.CommandFlag.READONLY;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.key;
import static io.ringbolt.engine.command.KeySpec.keys;

/**
 * The family of commands that estimate how many different elements they were given.
 */
public final class HyperLogLogCommands implements CommandFamily
{
    static final byte[] CORRUPTED = Errors.text("INVALIDOBJ Corrupted HLL object detected");

    private static final int KEY = 1;
    private static final int FIRST_ELEMENT = 2;
    private static final int SINGLE_COUNT = 2;
    private static final KeyspaceEvent PFADD = new KeyspaceEvent('$', "pfadd");
    private static final byte[] NOT_A_HYPERLOGLOG =
        Errors.text("WRONGTYPE Key is not a valid HyperLogLog string value.");

    private final KeyEntry entry = new KeyEntry();
    private final HyperLogLogs values = new HyperLogLogs();
    private final Cardinality cardinality = new Cardinality();
    private final HyperLogLogDebug debug = new HyperLogLogDebug(values, cardinality);

    @Override
    public void onConfig(final ServerConfig config)
    {
        values.maxSparseLength(config.get(EncodingParameters.HLL_SPARSE_MAX_BYTES));
    }

    @Override
    public void register(final CommandTable table)
    {
        row(table, "PFADD", -2, WRITE, DENYOOM, FAST)
            .keys(key(KEY).rw().insert()).complexity("O(1) for each element").handler(this::pfadd)
            .summary("Adds elements to a HyperLogLog, or creates it.").syntax("key [element [element ...]]");
        row(table, "PFCOUNT", -2, READONLY, MAY_REPLICATE)
            .keys(keys(KEY, -1, 1).rw().access()).handler(this::pfcount)
            .complexity("O(1) for a single key, O(N) for N of them")
            .summary("Estimates how many different elements one or several HyperLogLogs have been given.")
            .syntax("key [key ...]");
        row(table, "PFMERGE", -2, WRITE, DENYOOM)
            .keys(key(KEY).rw().access().insert(), keys(FIRST_ELEMENT, -1, 1).ro().access()).handler(this::pfmerge)
            .complexity("O(N) to merge N HyperLogLogs")
            .summary("Merges HyperLogLogs into one.").syntax("destkey [sourcekey [sourcekey ...]]");
        debug.register(table);
    }

    static Command row(final CommandTable table, final String name, final int arity, final CommandFlag... flags)
    {
        return table.command(name, arity).group(CommandGroup.HYPERLOGLOG).flags(flags).since("2.8.9")
            .categories(AclCategory.HYPERLOGLOG);
    }

    /**
     * Looks at what is under a key that was found, but not at the registers. @return false once an error
     * has been replied.
     */
    static boolean isHyperLogLog(final CommandContext context, final KeyEntry entry)
    {
        if (ValueType.STRING != entry.type())
        {
            context.reply().error(Errors.WRONG_TYPE);
            return false;
        }
        if (entry.isLong() || !HyperLogLogDescriptor.isHyperLogLog(entry.stringAddress(), entry.stringLength()))
        {
            context.reply().error(NOT_A_HYPERLOGLOG);
            return false;
        }
        return true;
    }

    /** Looks at the registers too. @return false once an error has been replied. */
    static boolean isSound(final CommandContext context, final KeyEntry entry)
    {
        if (HyperLogLogs.isSound(entry.stringAddress(), entry.stringLength()))
        {
            return true;
        }
        context.reply().error(CORRUPTED);
        return false;
    }

    private void pfadd(final CommandContext context)
    {
        final boolean isFound = context.lookupWrite(KEY, entry);
        if (isFound && !isHyperLogLog(context, entry))
        {
            return;
        }
        final int changes = isFound &&
            HyperLogLogDescriptor.DENSE == HyperLogLogDescriptor.encoding(entry.stringAddress()) ?
            addInPlace(context) : addToCopy(context, isFound);
        if (changes < 0)
        {
            context.reply().error(CORRUPTED);
            return;
        }
        if (changes > 0)
        {
            context.modified(context.database(), context.argAddress(KEY), context.argLength(KEY), PFADD, changes);
        }
        context.reply().integer(changes > 0 ? 1 : 0);
    }

    private int addInPlace(final CommandContext context)
    {
        int changes = 0;
        for (int i = FIRST_ELEMENT; i < context.argCount(); i++)
        {
            final long hash = Murmur64.hash(context.argAddress(i), context.argLength(i));
            final int index = HyperLogLogs.index(hash);
            final int rank = HyperLogLogs.rank(hash);
            if (DenseRegisters.get(entry.stringAddress(), index) < rank)
            {
                DenseRegisters.put(context.database().resizeString(entry, HyperLogLogDescriptor.DENSE_LENGTH,
                    DenseRegisters.byteOffset(index), DenseRegisters.byteCount(index)), index, rank);
                changes++;
            }
        }
        if (changes > 0)
        {
            HyperLogLogDescriptor.markStale(context.database().resizeString(
                entry, HyperLogLogDescriptor.DENSE_LENGTH, 0, HyperLogLogDescriptor.HEADER_LENGTH));
        }
        return changes;
    }

    /** @return registers changed, the new key counting as one, or -1 if the value is damaged and stays as it is. */
    private int addToCopy(final CommandContext context, final boolean isFound)
    {
        if (isFound && entry.stringLength() > HyperLogLogDescriptor.MAX_SPARSE_LENGTH)
        {
            return -1;
        }
        begin(isFound);
        int changes = isFound ? 0 : 1;
        for (int i = FIRST_ELEMENT; i < context.argCount(); i++)
        {
            final long hash = Murmur64.hash(context.argAddress(i), context.argLength(i));
            final int outcome = values.raise(HyperLogLogs.index(hash), HyperLogLogs.rank(hash));
            if (SparseEditor.CORRUPTED == outcome)
            {
                return -1;
            }
            changes += outcome;
        }
        if (changes > 0)
        {
            HyperLogLogDescriptor.markStale(values.address());
            store(context, KEY, entry, isFound);
        }
        return changes;
    }

    private void begin(final boolean isFound)
    {
        if (isFound)
        {
            values.load(entry.stringAddress(), entry.stringLength());
        }
        else
        {
            values.create();
        }
    }

    private void store(final CommandContext context, final int keyIndex, final KeyEntry stored, final boolean isFound)
    {
        if (!isFound)
        {
            Strings.createEmpty(context, keyIndex, stored);
        }
        HyperLogLogDebug.store(context, values, stored);
    }

    private void pfcount(final CommandContext context)
    {
        if (SINGLE_COUNT == context.argCount())
        {
            countSingle(context);
        }
        else if (union(context) >= 0)
        {
            context.reply().integer(cardinality.ofRegisters(values.unionAddress()));
        }
    }

    private void countSingle(final CommandContext context)
    {
        if (!context.lookupRead(KEY, entry))
        {
            context.reply().integer(0);
            return;
        }
        if (!isHyperLogLog(context, entry))
        {
            return;
        }
        final long address = entry.stringAddress();
        if (!HyperLogLogDescriptor.isStale(address))
        {
            context.reply().integer(HyperLogLogDescriptor.cardinality(address));
            return;
        }
        if (!isSound(context, entry))
        {
            return;
        }
        final long count = cardinality.of(address, entry.stringLength());
        OffHeap.putLong(context.database().resizeString(
            entry, entry.stringLength(), HyperLogLogDescriptor.CARDINALITY_OFFSET, Long.BYTES), count);
        context.modified(KEY, KeyspaceEvent.UNTOLD);
        context.reply().integer(count);
    }

    /** Joins what all keys hold. @return how many of them are dense, or -1 once an error has been replied. */
    private int union(final CommandContext context)
    {
        values.beginUnion();
        int denseCount = 0;
        for (int i = KEY; i < context.argCount(); i++)
        {
            if (!context.lookupRead(i, entry))
            {
                continue;
            }
            if (!isHyperLogLog(context, entry) || !isSound(context, entry))
            {
                return -1;
            }
            values.join(entry.stringAddress(), entry.stringLength());
            denseCount += HyperLogLogDescriptor.DENSE == HyperLogLogDescriptor.encoding(entry.stringAddress()) ? 1 : 0;
        }
        return denseCount;
    }

    private void pfmerge(final CommandContext context)
    {
        final int denseCount = union(context);
        if (denseCount < 0)
        {
            return;
        }
        final boolean isFound = context.lookupWrite(KEY, entry);
        begin(isFound);
        if (denseCount > 0)
        {
            values.toDense();
        }
        values.raiseToUnion();
        HyperLogLogDescriptor.markStale(values.address());
        store(context, KEY, entry, isFound);
        context.modified(KEY, PFADD);
        context.reply().ok();
    }
}
