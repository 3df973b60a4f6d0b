package io.ringbolt.engine.list;

import io.ringbolt.engine.blocking.TimeoutReply;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.effect.Effects;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.memory.Arena;

import static io.ringbolt.engine.command.CommandFlag.BLOCKING;
import static io.ringbolt.engine.command.CommandFlag.DENYOOM;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.key;

/**
 * Moves between lists: RPOPLPUSH, LMOVE, LMOVEM and those of them that wait for a source.
 */
final class ListMoveCommands
{
    private static final int SOURCE = 1;
    private static final int TARGET = 2;
    private static final int FROM = 3;
    private static final int TO = 4;
    private static final int ROTATE_TIMEOUT = 3;
    private static final int TIMEOUT = 5;
    private static final int LMOVEM_OPTIONS = 5;
    private static final int BLMOVEM_OPTIONS = 6;
    private static final byte[] LMOVE_NAME = Errors.text("LMOVE");
    private static final byte[] LMOVEM_NAME = Errors.text("LMOVEM");
    private static final byte[] RPOPLPUSH_NAME = Errors.text("RPOPLPUSH");
    private static final byte[] COUNT = Errors.text("COUNT");
    private static final byte[] EXACTLY = Errors.text("EXACTLY");
    private static final byte[] ONE_BY_ONE = Errors.text("OBO");
    private static final byte[] BULK = Errors.text("BULK");
    private static final byte[] BAD_COUNT = Errors.text("ERR count should be greater than 0");

    private final ListMover mover;
    private boolean fromHead;
    private boolean toHead;
    private long timeoutMs;
    private long count;
    private boolean isExact;
    private boolean isOneByOne;

    ListMoveCommands(final Arena arena, final Lists lists)
    {
        this.mover = new ListMover(arena, lists);
    }

    void register(final CommandTable table)
    {
        moveRow(table, "RPOPLPUSH", 3, WRITE, DENYOOM).since("1.2.0").complexity("O(1)").handler(this::rpoplpush)
            .deprecated("6.2.0", "`LMOVE` with the `RIGHT` and `LEFT` arguments").syntax("source destination")
            .summary("Returns the last element of a list after removing and pushing it to another list.");
        moveRow(table, "BRPOPLPUSH", 4, WRITE, DENYOOM, BLOCKING).since("2.2.0").complexity("O(1)")
            .handler(this::brpoplpush)
            .deprecated("6.2.0", "`BLMOVE` with the `RIGHT` and `LEFT` arguments").syntax("source destination timeout")
            .summary(
                "Moves the last element of a list to the head of another and returns it. Blocks until there is one.")
            .history("6.0.0", "The time-out may have a fraction.");
        moveRow(table, "LMOVE", 5, WRITE, DENYOOM).since("6.2.0").complexity("O(1)").handler(this::lmove)
            .syntax("source destination <LEFT | RIGHT> <LEFT | RIGHT>")
            .summary("Returns an element after popping it from one list and pushing it to another.");
        moveRow(table, "BLMOVE", 6, WRITE, DENYOOM, BLOCKING).since("6.2.0").complexity("O(1)").handler(this::blmove)
            .syntax("source destination <LEFT | RIGHT> <LEFT | RIGHT> timeout")
            .summary("Moves an element from an end of one list to an end of another and returns it. Blocks until " +
            "there is one.");
        moveRow(table, "LMOVEM", -5, WRITE, DENYOOM).since("8.10.0")
            .complexity("O(N) where N is the number of elements moved.")
            .handler(this::lmovem)
            .syntax("source destination <LEFT | RIGHT> <LEFT | RIGHT> [<COUNT count | EXACTLY exactly> <OBO | BULK>]")
            .summary("Moves up to, or exactly, a number of elements from one list to another and returns them.");
        moveRow(table, "BLMOVEM", -6, WRITE, DENYOOM, BLOCKING).since("8.10.0")
            .complexity("O(N) where N is the number of elements moved.").handler(this::blmovem)
            .syntax("source destination <LEFT | RIGHT> <LEFT | RIGHT> timeout " +
            "[<COUNT count | EXACTLY exactly> <OBO | BULK>]")
            .summary(
                "Moves up to, or exactly, a number of elements from one list to another. Blocks until they are there.");
    }

    private static Command moveRow(
        final CommandTable table, final String name, final int arity, final CommandFlag... flags)
    {
        return ListCommands.row(table, name, arity, flags)
            .keys(key(SOURCE).rw().access().delete(), key(TARGET).rw().insert());
    }

    private void rpoplpush(final CommandContext context)
    {
        fromHead = false;
        toHead = true;
        if (moveOne(context) == CommandContext.MISSING)
        {
            context.reply().nullValue();
        }
    }

    private void brpoplpush(final CommandContext context)
    {
        timeoutMs = context.args().timeoutSecondsAt(ROTATE_TIMEOUT);
        fromHead = false;
        toHead = true;
        if (context.args().failed())
        {
            return;
        }
        final int outcome = moveOne(context);
        if (outcome == CommandContext.FOUND)
        {
            propagate(context, RPOPLPUSH_NAME, 3);
        }
        else if (outcome == CommandContext.MISSING)
        {
            waitForOne(context);
        }
    }

    private void lmove(final CommandContext context)
    {
        parseEnds(context.args());
        if (!context.args().failed() && moveOne(context) == CommandContext.MISSING)
        {
            context.reply().nullValue();
        }
    }

    private void blmove(final CommandContext context)
    {
        parseEnds(context.args());
        timeoutMs = context.args().timeoutSecondsAt(TIMEOUT);
        if (context.args().failed())
        {
            return;
        }
        final int outcome = moveOne(context);
        if (outcome == CommandContext.FOUND)
        {
            propagate(context, LMOVE_NAME, 5);
        }
        else if (outcome == CommandContext.MISSING)
        {
            waitForOne(context);
        }
    }

    private void lmovem(final CommandContext context)
    {
        parseEnds(context.args());
        parseMany(context.args(), LMOVEM_OPTIONS);
        if (!context.args().failed() && moveMany(context) == CommandContext.MISSING)
        {
            if (isExact)
            {
                context.reply().nullArray();
            }
            else
            {
                context.reply().array(0);
            }
        }
    }

    private void blmovem(final CommandContext context)
    {
        parseEnds(context.args());
        timeoutMs = context.args().timeoutSecondsAt(TIMEOUT);
        parseMany(context.args(), BLMOVEM_OPTIONS);
        if (context.args().failed())
        {
            return;
        }
        final int outcome = moveMany(context);
        if (outcome == CommandContext.FOUND)
        {
            propagateMany(context);
        }
        else if (outcome == CommandContext.MISSING)
        {
            context.block(ValueType.LIST, timeoutMs, SOURCE, 1, TimeoutReply.NULL_ARRAY);
        }
    }

    private void parseEnds(final ArgParser args)
    {
        fromHead = ListEnds.isLeft(args, FROM);
        toHead = ListEnds.isLeft(args, TO);
    }

    private void parseMany(final ArgParser args, final int firstOption)
    {
        count = 1;
        isExact = false;
        isOneByOne = false;
        args.position(firstOption);
        if (!args.hasNext() || args.hasError())
        {
            return;
        }
        isExact = args.accept(EXACTLY, 2);
        if (!isExact && !args.accept(COUNT, 2))
        {
            args.fail(Errors.SYNTAX);
            return;
        }
        count = args.longAt(args.next(), 1, Long.MAX_VALUE, BAD_COUNT);
        isOneByOne = args.accept(ONE_BY_ONE);
        if (!isOneByOne && !args.accept(BULK) || args.hasNext())
        {
            args.fail(Errors.SYNTAX);
        }
    }

    private int moveOne(final CommandContext context)
    {
        final int outcome = mover.lookup(context, SOURCE, TARGET);
        if (outcome == CommandContext.FOUND)
        {
            mover.move(context, fromHead, toHead, 1, false);
        }
        return outcome;
    }

    /** @return {@link CommandContext#MISSING} also if there are fewer elements than are asked for exactly. */
    private int moveMany(final CommandContext context)
    {
        final int outcome = mover.lookup(context, SOURCE, TARGET);
        if (outcome != CommandContext.FOUND)
        {
            return outcome;
        }
        if (isExact && mover.sourceCount() < count)
        {
            return CommandContext.MISSING;
        }
        final long moved = Math.min(count, mover.sourceCount());
        context.reply().array((int)moved);
        mover.move(context, fromHead, toHead, moved, isOneByOne && fromHead == toHead);
        return outcome;
    }

    /** Where waiting is not possible these two answer like LMOVE, and not as after a time-out. */
    private void waitForOne(final CommandContext context)
    {
        if (context.mayBlock())
        {
            context.block(ValueType.LIST, timeoutMs, SOURCE, 1, TimeoutReply.NULL_ARRAY);
        }
        else
        {
            context.reply().nullValue();
        }
    }

    private static Effects propagate(final CommandContext context, final byte[] name, final int argumentCount)
    {
        final Effects effects = context.propagate(argumentCount).argument(name);
        for (int i = 1; i < Math.min(argumentCount, TIMEOUT); i++)
        {
            effects.argument(context.argAddress(i), context.argLength(i));
        }
        return effects;
    }

    private void propagateMany(final CommandContext context)
    {
        final int optionCount = context.argCount() - BLMOVEM_OPTIONS;
        final Effects effects = propagate(context, LMOVEM_NAME, LMOVEM_OPTIONS + optionCount);
        for (int i = BLMOVEM_OPTIONS; i < context.argCount(); i++)
        {
            effects.argument(context.argAddress(i), context.argLength(i));
        }
    }
}
