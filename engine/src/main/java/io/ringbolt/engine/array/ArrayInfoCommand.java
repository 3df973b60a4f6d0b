package io.ringbolt.engine.array;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandHandler;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.memory.Arena;

/**
 * ARINFO: how an array is made up. What Redis calls slices are here the nodes above the leaves; the tree has neither
 * directories nor two kinds of slices, so their figures are those that say the same of a tree.
 */
final class ArrayInfoCommand implements CommandHandler
{
    private static final int KEY = 1;
    private static final int OPTION = 2;
    private static final int SHORT_FIELDS = 7;
    private static final int ALL_FIELDS = 12;
    private static final byte[] FULL = Errors.text("FULL");

    private final SparseArrays arrays;
    private final CollectionAccess array;
    private long maxSparseValues;
    private long denseSlices;
    private long denseSlots;
    private long denseValues;
    private long sparseSlices;
    private long sparseValues;

    ArrayInfoCommand(final SparseArrays arrays, final CollectionAccess array)
    {
        this.arrays = arrays;
        this.array = array;
    }

    /** @param values up to which a slice counts as sparse. */
    void maxSparseValues(final long values)
    {
        maxSparseValues = values;
    }

    @Override
    public void execute(final CommandContext context)
    {
        final boolean isFull = context.argCount() == OPTION + 1 && context.args().is(OPTION, FULL);
        if (context.argCount() > OPTION && !isFull)
        {
            context.reply().error(Errors.SYNTAX);
            return;
        }
        final int outcome = array.lookupRead(context, KEY);
        if (outcome != CommandContext.FOUND)
        {
            if (outcome == CommandContext.MISSING)
            {
                context.reply().error(Errors.NO_SUCH_KEY);
            }
            return;
        }
        final ReplyWriter reply = context.reply();
        reply.map(isFull ? ALL_FIELDS : SHORT_FIELDS);
        replyShort(reply, array.value());
        if (isFull)
        {
            denseSlices = denseSlots = denseValues = sparseSlices = sparseValues = 0;
            visit(arrays.root(array.value()), arrays.levels(array.value()) - 1);
            replyRest(reply);
        }
    }

    private void replyShort(final ReplyWriter reply, final ValueRef value)
    {
        final long length = arrays.length(value);
        final long next = arrays.insertIndex(value) + 1;
        reply.bulk("count");
        reply.integer(arrays.count(value));
        reply.bulk("len");
        ArrayIndexes.reply(reply, length);
        reply.bulk("next-insert-index");
        ArrayIndexes.reply(reply, next == SparseArrays.NO_INDEX ? 0 : next);
        reply.bulk("slices");
        reply.integer(arrays.sliceCount(value));
        reply.bulk("directory-size");
        reply.integer(arrays.sliceCount(value));
        reply.bulk("super-dir-entries");
        reply.integer(0);
        reply.bulk("slice-size");
        reply.integer(SparseArrays.SLICE_SIZE);
    }

    private void replyRest(final ReplyWriter reply)
    {
        reply.bulk("dense-slices");
        reply.integer(denseSlices);
        reply.bulk("sparse-slices");
        reply.integer(sparseSlices);
        reply.bulk("avg-dense-size");
        reply.doubleValue(ratio(denseSlots, denseSlices));
        reply.bulk("avg-dense-fill");
        reply.doubleValue(ratio(denseValues, denseSlots));
        reply.bulk("avg-sparse-size");
        reply.doubleValue(ratio(sparseValues, sparseSlices));
    }

    private static double ratio(final long sum, final long count)
    {
        return count == 0 ? 0 : (double)sum / count;
    }

    private void visit(final long node, final int level)
    {
        final Arena arena = arrays.arena;
        final long address = arena.address(node);
        final int count = ArrayNode.count(ArrayNode.presence(address));
        int values = 0;
        for (int i = 0; i < count; i++)
        {
            final long child = ArrayNode.word(address, i);
            if (level > ArrayDescriptor.SLICE_LEVEL)
            {
                visit(child, level - 1);
            }
            else
            {
                values += ArrayNode.count(ArrayNode.presence(arena.address(child)));
            }
        }
        if (level == ArrayDescriptor.SLICE_LEVEL)
        {
            onSlice(count, values);
        }
    }

    private void onSlice(final int leaves, final int values)
    {
        if (values <= maxSparseValues)
        {
            sparseSlices++;
            sparseValues += values;
            return;
        }
        denseSlices++;
        denseValues += values;
        denseSlots += (long)leaves * ArrayNode.SLOT_COUNT;
    }
}
