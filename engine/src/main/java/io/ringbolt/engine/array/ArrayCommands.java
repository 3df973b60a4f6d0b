package io.ringbolt.engine.array;

import io.ringbolt.config.EncodingParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.memory.Arena;

import static io.ringbolt.engine.command.CommandFlag.DENYOOM;
import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.READONLY;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.key;

/**
 * The family of commands on arrays.
 */
public final class ArrayCommands implements CommandFamily
{
    private static final int KEY = 1;

    private final ArrayWriteCommands write;
    private final ArrayReadCommands read;
    private final ArrayOperationCommand operation;
    private final ArrayGrepCommand grep;
    private final ArrayInfoCommand info;

    public ArrayCommands(final Arena arena)
    {
        final CollectionAccess array = new CollectionAccess(ValueType.ARRAY);
        final SparseArrays arrays = new SparseArrays(arena);
        this.write = new ArrayWriteCommands(arrays, array);
        this.read = new ArrayReadCommands(arrays, array);
        this.operation = new ArrayOperationCommand(arrays, array);
        this.grep = new ArrayGrepCommand(arrays, array);
        this.info = new ArrayInfoCommand(arrays, array);
    }

    @Override
    public void onConfig(final ServerConfig config)
    {
        info.maxSparseValues(config.longValue(EncodingParameters.ARRAY_SPARSE_KMAX));
    }

    @Override
    public void register(final CommandTable table)
    {
        registerWrites(table);
        registerReads(table);
        registerSearches(table);
    }

    private void registerWrites(final CommandTable table)
    {
        row(table, "ARSET", -4, WRITE, DENYOOM, FAST).keys(key(KEY).rw().update()).handler(write::arset)
            .complexity("O(N) where N is the number of values").syntax("key index value [value ...]")
            .summary("Sets one or more contiguous values starting at an index in an array.");
        row(table, "ARMSET", -4, WRITE, DENYOOM, FAST).keys(key(KEY).rw().update()).handler(write::armset)
            .complexity("O(N) where N is the number of pairs").syntax("key index value [index value ...]")
            .summary("Sets multiple index-value pairs in an array.");
        row(table, "ARDEL", -3, WRITE, FAST).keys(key(KEY).rw().delete()).handler(write::ardel)
            .complexity("O(N) where N is the number of indices to delete").syntax("key index [index ...]")
            .summary("Deletes elements at the specified indices in an array.");
        row(table, "ARDELRANGE", -4, WRITE).keys(key(KEY).rw().delete()).handler(write::ardelrange)
            .complexity("Proportional to the number of existing elements in the ranges, not to their length")
            .syntax("key start end [start end ...]").summary("Deletes elements in one or more ranges.");
        row(table, "ARINSERT", -3, WRITE, DENYOOM, FAST).keys(key(KEY).rw().update()).handler(write::arinsert)
            .complexity("O(N) where N is the number of values").syntax("key value [value ...]")
            .summary("Inserts one or more values at consecutive indices, behind the newest insertion.");
        row(table, "ARRING", -4, WRITE, DENYOOM).keys(key(KEY).rw().update()).handler(write::arring)
            .complexity("O(M) normally, O(N+M) on ring resize, where N is the maximum of the old and new ring size " +
            "and M is the number of inserted values").syntax("key size value [value ...]")
            .summary("Inserts values into a ring buffer of specified size, wrapping and truncating as needed.");
        row(table, "ARSEEK", 3, WRITE, FAST).keys(key(KEY).rw().update()).handler(write::arseek)
            .complexity("O(1)").syntax("key index")
            .summary("Sets the ARINSERT / ARRING cursor to a specific index.");
    }

    private void registerReads(final CommandTable table)
    {
        read(table, "ARGET", 3, FAST).handler(read::arget)
            .complexity("O(1)").syntax("key index").summary("Gets the value at an index in an array.");
        read(table, "ARMGET", -3, FAST).handler(read::armget)
            .complexity("O(N) where N is the number of indices").syntax("key index [index ...]")
            .summary("Gets values at multiple indices in an array.");
        read(table, "ARGETRANGE", 4).handler(read::argetrange)
            .complexity("O(N) where N is the range length").syntax("key start end")
            .summary("Gets values in a range of indices.");
        read(table, "ARLEN", 2, FAST).handler(read::arlen)
            .complexity("O(1)").syntax("key").summary("Returns the length (highest index and one) of an array.");
        read(table, "ARCOUNT", 2, FAST).handler(read::arcount)
            .complexity("O(1)").syntax("key").summary("Returns the number of non-empty elements in an array.");
        read(table, "ARNEXT", 2, FAST).handler(read::arnext)
            .complexity("O(1)").syntax("key").summary("Returns the next index ARINSERT would use.");
        read(table, "ARLASTITEMS", -3).handler(read::arlastitems)
            .complexity("O(N) where N is the requested count").syntax("key count [REV]")
            .summary("Returns the most recently inserted elements.");
        read(table, "ARINFO", -2).handler(info)
            .complexity("O(1), or O(N) with FULL option where N is the number of slices.").syntax("key [FULL]")
            .summary("Returns metadata about an array.");
    }

    private void registerSearches(final CommandTable table)
    {
        read(table, "ARSCAN", -4).handler(read::arscan)
            .complexity("O(N) where N is the number of existing elements in the range")
            .syntax("key start end [LIMIT limit]")
            .summary("Iterates existing elements in a range, returning index-value pairs.");
        read(table, "ARGREP", -6).handler(grep)
            .complexity("O(P * C) where P is the number of visited elements and C is the cost of evaluating the " +
            "predicates on one existing element.")
            .syntax("key start end <EXACT string | MATCH string | GLOB pattern | RE pattern> [predicate ...] " +
            "[AND | OR] [LIMIT limit] [WITHVALUES] [NOCASE]")
            .summary("Searches array elements in a range using textual predicates.");
        read(table, "AROP", -5).handler(operation)
            .complexity("O(N) where N is the number of existing elements in the range")
            .syntax("key start end <SUM | MIN | MAX | AND | OR | XOR | MATCH value | USED>")
            .summary("Performs aggregate operations on array elements in a range.");
    }

    private static Command read(
        final CommandTable table, final String name, final int arity, final CommandFlag... flags)
    {
        return row(table, name, arity, READONLY).flags(flags).keys(key(KEY).ro().access());
    }

    private static Command row(final CommandTable table, final String name, final int arity, final CommandFlag... flags)
    {
        return table.command(name, arity).group(CommandGroup.ARRAY).flags(flags).since("8.8.0")
            .categories(AclCategory.ARRAY);
    }
}
