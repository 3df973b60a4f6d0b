package io.ringbolt.engine.bitmap;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.command.Numbers;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.string.Strings;

import java.util.Arrays;

import static io.ringbolt.engine.command.CommandFlag.DENYOOM;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.key;
import static io.ringbolt.engine.command.KeySpec.keys;

/**
 * BITOP: combines strings bit by bit and stores the result.
 * <p>
 * The result is computed where it is to stay, a {@link BitBlock} at a time. That is right also when the target is one
 * of the sources, because a stretch of the result depends on the same stretch of the sources only.
 */
final class BitopCommand
{
    private static final int OPERATION = 1;
    private static final int TARGET = 2;
    private static final int FIRST_SOURCE = 3;
    private static final byte[] EMPTY_NOT =
        Errors.text("ERR BITOP NOT must be called with a single source key.");
    private static final BitOperation[] OPERATIONS = BitOperation.values();

    private final Arena arena;
    private final BitBlock block = new BitBlock();
    private final KeyEntry entry = new KeyEntry();
    private final KeyEntry target = new KeyEntry();
    private long[] addresses = new long[16];
    private int[] lengths = new int[16];
    private long digitsRef = Arena.NULL_REF;
    private boolean isLazyDelete;

    BitopCommand(final Arena arena)
    {
        this.arena = arena;
    }

    /** @param lazyDelete whether a value that a command replaces is freed in steps. */
    void onConfig(final boolean lazyDelete)
    {
        this.isLazyDelete = lazyDelete;
    }

    void register(final CommandTable table)
    {
        BitmapCommands.row(table, "BITOP", -4, WRITE, DENYOOM)
            .keys(key(TARGET).ow().update(), keys(FIRST_SOURCE, -1, 1).ro().access())
            .since("2.6.0").complexity("O(N)").handler(this::bitop)
            .summary("Combines strings bit by bit and stores the result.")
            .syntax("<AND | OR | XOR | NOT | DIFF | DIFF1 | ANDOR | ONE> destkey key [key ...]")
            .history("8.2.0", "Takes DIFF, DIFF1, ANDOR and ONE.");
    }

    private void bitop(final CommandContext context)
    {
        final ArgParser args = context.args();
        final int sourceCount = context.argCount() - FIRST_SOURCE;
        final BitOperation operation = parse(args, sourceCount);
        if (args.failed())
        {
            return;
        }
        final int length = longestSource(context, sourceCount);
        if (length < 0)
        {
            return;
        }
        if (0 == length)
        {
            removeTarget(context);
            context.reply().integer(0);
            return;
        }
        prepareTarget(context, length);
        locateSources(context, sourceCount);
        compute(operation, sourceCount, context.database().resizeString(target, length), length);
        if (Arena.NULL_REF != digitsRef)
        {
            arena.free(digitsRef);
            digitsRef = Arena.NULL_REF;
        }
        context.modified(TARGET, KeyspaceEvent.SET);
        context.reply().integer(length);
    }

    private static BitOperation parse(final ArgParser args, final int sourceCount)
    {
        for (final BitOperation operation : OPERATIONS)
        {
            if (args.is(OPERATION, operation.keyword()))
            {
                if (BitOperation.NOT == operation && sourceCount > 1)
                {
                    args.fail(EMPTY_NOT);
                }
                else if (sourceCount < operation.minSources())
                {
                    args.fail("ERR BITOP " + operation.name() + " must be called with at least two source keys.");
                }
                return operation;
            }
        }
        args.fail(Errors.SYNTAX);
        return null;
    }

    /** @return the length of the longest source, or -1 once an error has been replied. */
    private int longestSource(final CommandContext context, final int sourceCount)
    {
        int longest = 0;
        for (int i = 0; i < sourceCount; i++)
        {
            final int found = context.lookupRead(FIRST_SOURCE + i, ValueType.STRING, entry);
            if (CommandContext.WRONG_TYPE == found)
            {
                return -1;
            }
            longest = Math.max(longest, CommandContext.FOUND == found ? Strings.length(entry) : 0);
        }
        return longest;
    }

    private void removeTarget(final CommandContext context)
    {
        if (context.lookupWrite(TARGET, target))
        {
            context.database().remove(target, isLazyDelete);
            context.modified(TARGET, KeyspaceEvent.DEL);
        }
    }

    /** Has a string of the result's length under the target's key; if it was a string it keeps its bytes. */
    private void prepareTarget(final CommandContext context, final int length)
    {
        if (!context.lookupWrite(TARGET, target))
        {
            Strings.createEmpty(context, TARGET, target);
        }
        else
        {
            context.overwritten(TARGET, target.type(), ValueType.STRING);
            if (ValueType.STRING != target.type())
            {
                context.database().replaceString(target, Encoding.RAW, context.argAddress(TARGET), 0);
            }
            if (target.hasExpiry())
            {
                context.database().persist(target);
            }
        }
        context.database().resizeString(target, length, 0, 0);
    }

    private void locateSources(final CommandContext context, final int sourceCount)
    {
        if (sourceCount > addresses.length)
        {
            addresses = new long[sourceCount];
            lengths = new int[sourceCount];
        }
        Arrays.fill(lengths, 0, sourceCount, 0);
        for (int i = 0; i < sourceCount; i++)
        {
            final int index = FIRST_SOURCE + i;
            if (context.database().find(context.argAddress(index), context.argLength(index), entry))
            {
                locate(i, sourceCount);
            }
        }
    }

    private void locate(final int i, final int sourceCount)
    {
        lengths[i] = Strings.length(entry);
        if (!entry.isLong())
        {
            addresses[i] = entry.stringAddress();
            return;
        }
        final long length = (long)sourceCount * Numbers.MAX_LONG_LENGTH;
        if (Arena.NULL_REF == digitsRef)
        {
            digitsRef = arena.allocate(length);
        }
        addresses[i] = arena.writable(digitsRef, 0, length) + (long)i * Numbers.MAX_LONG_LENGTH;
        Numbers.write(entry.longValue(), addresses[i]);
    }

    private void compute(final BitOperation operation, final int sourceCount, final long result, final int length)
    {
        for (int offset = 0; offset < length; offset += BitBlock.LENGTH)
        {
            final int part = Math.min(BitBlock.LENGTH, length - offset);
            block.begin(part);
            combine(operation, sourceCount, offset);
            OffHeap.copy(block.address(), result + offset, part);
        }
    }

    private void combine(final BitOperation operation, final int sourceCount, final int offset)
    {
        if (BitOperation.ONE != operation)
        {
            // the Y of DIFF and its kin are gathered from zero
            final int first = operation.keepsFirstApart() ? 1 : 0;
            block.set(addresses[first] + offset, lengths[first] - offset);
            for (int i = first + 1; i < sourceCount; i++)
            {
                join(operation, addresses[i] + offset, lengths[i] - offset);
            }
        }
        finish(operation, sourceCount, offset);
    }

    private void join(final BitOperation operation, final long source, final int sourceLength)
    {
        switch (operation)
        {
            case AND -> block.and(source, sourceLength);
            case XOR -> block.xor(source, sourceLength);
            default -> block.or(source, sourceLength);
        }
    }

    private void finish(final BitOperation operation, final int sourceCount, final int offset)
    {
        final long first = addresses[0] + offset;
        final int firstLength = lengths[0] - offset;
        switch (operation)
        {
            case NOT -> block.not();
            case ANDOR -> block.and(first, firstLength);
            case DIFF1 -> block.andNot(first, firstLength);
            case DIFF ->
            {
                block.not();
                block.and(first, firstLength);
            }
            case ONE ->
            {
                for (int i = 0; i < sourceCount; i++)
                {
                    block.orNotingRepeated(addresses[i] + offset, lengths[i] - offset);
                }
                block.dropRepeated();
            }
            default ->
            {
            }
        }
    }
}
