package io.ringbolt.engine.collection;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.generic.Cursors;
import io.ringbolt.engine.generic.GlobMatcher;
import io.ringbolt.engine.index.MemberBlock;
import io.ringbolt.engine.index.MemberTable;
import io.ringbolt.engine.index.MemberVisitor;
import io.ringbolt.engine.index.RefCondition;
import io.ringbolt.engine.listpack.IntegerText;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

import java.util.Arrays;

/**
 * One step of SSCAN, HSCAN or ZSCAN: its cursor and options, and the members that it has come by and that match.
 */
public final class CollectionScan implements MemberVisitor
{
    private static final int CURSOR = 2;
    private static final int FIRST_OPTION = 3;
    private static final int DEFAULT_COUNT = 10;
    private static final int STEPS_PER_MEMBER = 10;
    private static final int INITIAL_CAPACITY = 64;

    private static final byte[] MATCH = Errors.text("MATCH");
    private static final byte[] COUNT = Errors.text("COUNT");
    private static final byte[] NOVALUES = Errors.text("NOVALUES");

    private final GlobMatcher matcher = new GlobMatcher();
    private final Arena arena;
    private final int memberOffset;
    private final long scratch;
    private long[] blocks = new long[INITIAL_CAPACITY];
    private int blockCount;
    private long cursor;
    private long count;
    private long patternAddress;
    private int patternLength;
    private boolean hasPattern;
    private boolean isWithoutValues;

    /**
     * @param memberOffset where in a block of the table the member's length and bytes begin.
     */
    public CollectionScan(final Arena arena, final int memberOffset)
    {
        this.arena = arena;
        this.memberOffset = memberOffset;
        this.scratch = arena.allocate(IntegerText.MAX_LENGTH);
    }

    /** Reads the cursor, which is looked at before the key; latches an error. */
    public void parseCursor(final ArgParser args)
    {
        cursor = Cursors.parse(args, CURSOR);
    }

    /**
     * Reads the options; latches an error.
     *
     * @param hasValues whether NOVALUES is one.
     */
    public void parseOptions(final ArgParser args, final boolean hasValues)
    {
        count = DEFAULT_COUNT;
        hasPattern = false;
        isWithoutValues = false;
        args.position(FIRST_OPTION);
        while (args.hasNext() && !args.hasError())
        {
            if (args.accept(COUNT, 1))
            {
                count = args.longAt(args.next());
                if (count < 1)
                {
                    args.fail(Errors.SYNTAX);
                }
            }
            else if (args.accept(MATCH, 1))
            {
                final int index = args.next();
                hasPattern = !isEverything(args, index);
                patternAddress = args.address(index);
                patternLength = args.length(index);
            }
            else if (hasValues && args.accept(NOVALUES))
            {
                isWithoutValues = true;
            }
            else
            {
                args.fail(Errors.SYNTAX);
            }
        }
    }

    /** A lone star means every element, the empty one included, which it would not match. */
    private static boolean isEverything(final ArgParser args, final int index)
    {
        return args.length(index) == 1 && OffHeap.getByte(args.address(index)) == '*';
    }

    public boolean isWithoutValues()
    {
        return isWithoutValues;
    }

    /** Replies that there is nothing, and nothing to come, where the key is missing. */
    public static void replyMissing(final CommandContext context, final int outcome)
    {
        if (outcome == CommandContext.MISSING)
        {
            context.reply().array(2);
            context.reply().bulkLong(0);
            context.reply().array(0);
        }
    }

    /** Says whether an element's text matches; the element becomes text by that. */
    public boolean matches(final ListPackElement element)
    {
        if (!hasPattern)
        {
            return true;
        }
        element.toText(arena.writable(scratch, 0, IntegerText.MAX_LENGTH));
        return matcher.matches(patternAddress, patternLength, element.address(), element.length());
    }

    /** Visits about as many members of a table as were asked for. */
    public void run(final MemberTable members, final long table)
    {
        blockCount = 0;
        final long maxSteps = Math.min(count, Integer.MAX_VALUE) * STEPS_PER_MEMBER;
        for (long step = 0; step < maxSteps; step++)
        {
            cursor = members.scan(table, cursor, this);
            if (cursor == 0 || blockCount >= count)
            {
                return;
            }
        }
    }

    /** Forgets the members that {@link #run} has come by and for which a condition does not hold. */
    public void retain(final RefCondition condition)
    {
        int retained = 0;
        for (int i = 0; i < blockCount; i++)
        {
            if (condition.holds(blocks[i]))
            {
                blocks[retained++] = blocks[i];
            }
        }
        blockCount = retained;
    }

    /** Begins the reply to {@link #run}: the cursor, and the head of the elements to follow, so many for each block. */
    public void replyHead(final ReplyWriter reply, final int elementsPerBlock)
    {
        reply.array(2);
        Cursors.reply(reply, cursor);
        reply.array(blockCount * elementsPerBlock);
    }

    /** Begins the reply of a whole collection, the number of whose elements is told at the end. */
    public static long replyWhole(final ReplyWriter reply)
    {
        reply.array(2);
        reply.bulkLong(0);
        return reply.deferAggregate();
    }

    public int blockCount()
    {
        return blockCount;
    }

    public long block(final int index)
    {
        return blocks[index];
    }

    @Override
    public void onMember(final long block)
    {
        final long member = arena.address(block) + memberOffset;
        if (hasPattern && !matcher.matches(
            patternAddress, patternLength, MemberBlock.bytes(member), MemberBlock.length(member)))
        {
            return;
        }
        if (blockCount == blocks.length)
        {
            blocks = Arrays.copyOf(blocks, 2 * blockCount);
        }
        blocks[blockCount++] = block;
    }
}
