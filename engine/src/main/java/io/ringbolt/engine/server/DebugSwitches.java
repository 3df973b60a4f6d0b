package io.ringbolt.engine.server;

import io.ringbolt.config.Numbers;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandHandler;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.effect.Effects;
import io.ringbolt.engine.generic.GlobMatcher;
import io.ringbolt.engine.memory.OffHeap;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/**
 * The forms of DEBUG that make the server behave in an unusual way.
 */
final class DebugSwitches
{
    private static final int OPERAND = 2;
    private static final double NS_PER_SECOND = 1e9;
    private static final double MAX_SLEEP_SECONDS = 3600;
    private static final long MAX_WRITE_DELAY_US = 3_600_000_000L;
    private static final long MAX_MATCH_LENGTH = 1L << 30;

    private static final long MAX_PACKED_THRESHOLD = (1L << 32) - (1L << 20);
    private static final byte[] RESIZING = Errors.text("RESIZING");
    private static final byte[] NOT_A_THRESHOLD =
        Errors.text("ERR argument must be a memory value bigger than 1 and smaller than 4gb");

    private final Engine engine;
    private final LongConsumer packedThreshold;

    DebugSwitches(final Engine engine, final LongConsumer packedThreshold)
    {
        this.engine = engine;
        this.packedThreshold = packedThreshold;
    }

    /**
     * Refuses a switch of Redis's that has nothing to act on here: a test that sets it must not believe that it is set.
     */
    static CommandHandler refusal(final String reason)
    {
        return context -> context.reply().error(
            "ERR DEBUG " + context.args().textAt(1).toUpperCase(Locale.ROOT) + " has no effect here: " + reason);
    }

    void packedThreshold(final CommandContext context)
    {
        final OptionalLong length = Numbers.parseMemory(context.args().textAt(OPERAND));
        if (length.isEmpty() || length.getAsLong() < 0 || length.getAsLong() > MAX_PACKED_THRESHOLD)
        {
            context.reply().error(NOT_A_THRESHOLD);
            return;
        }
        packedThreshold.accept(length.getAsLong());
        context.reply().ok();
    }

    void writeDelay(final CommandContext context)
    {
        final long delayUs = context.args().longAt(OPERAND);
        if (!context.args().failed())
        {
            engine.durability().appendOnly().writeDelay(Math.max(0, Math.min(MAX_WRITE_DELAY_US, delayUs)));
            context.reply().ok();
        }
    }

    void activeExpiry(final CommandContext context)
    {
        engine.expiryActive(0 != context.args().longAt(OPERAND));
        if (!context.args().failed())
        {
            context.reply().ok();
        }
    }

    void anyCommandFromScripts(final CommandContext context)
    {
        final boolean isAny = 0 != context.args().longAt(OPERAND);
        if (!context.args().failed())
        {
            engine.scripting().callingAny(isAny);
            context.reply().ok();
        }
    }

    void pausePeriod(final CommandContext context)
    {
        engine.periodPaused(0 != context.args().longAt(OPERAND));
        if (!context.args().failed())
        {
            context.reply().ok();
        }
    }

    /**
     * A client's buffers are taken and given back whole: with resizing off they are what a test expects, whatever it
     * chose.
     */
    static void replyBuffer(final CommandContext context)
    {
        if (!context.args().is(OPERAND, RESIZING))
        {
            context.reply().error("ERR DEBUG REPLYBUFFER has no effect here: buffers have no peaks to be reset");
            return;
        }
        context.args().longAt(OPERAND + 1);
        if (!context.args().failed())
        {
            context.reply().ok();
        }
    }

    /** Sends a command to replicas alone, as it is; the append-only file never sees it. */
    void replicate(final CommandContext context)
    {
        final int targets = context.effects().targets();
        context.effects().targets(targets & Effects.REPLICAS);
        final Effects effects = context.propagate(context.argCount() - OPERAND);
        for (int i = OPERAND; i < context.argCount(); i++)
        {
            effects.argument(context.entry(), i);
        }
        effects.targets(targets);
        context.reply().ok();
    }

    /** Holds the engine up for at most an hour; a longer sleep was surely not meant. */
    void sleep(final CommandContext context)
    {
        final double seconds = context.args().doubleAt(OPERAND);
        if (context.args().failed())
        {
            return;
        }
        engine.host().sleep((long)(Math.max(0, Math.min(seconds, MAX_SLEEP_SECONDS)) * NS_PER_SECOND));
        context.reply().ok();
    }

    void error(final CommandContext context)
    {
        context.reply().error(context.args().textAt(OPERAND));
    }

    void log(final CommandContext context)
    {
        engine.host().log("DEBUG LOG: " + context.args().textAt(OPERAND));
        context.reply().ok();
    }

    void changeReplicationId(final CommandContext context)
    {
        engine.replication().beginHistory();
        context.reply().ok();
    }

    void structureSizes(final CommandContext context)
    {
        context.reply().simple("bits:64 bucket:64 ref:5 timer:8 page:65536 ");
    }

    void matchLong(final CommandContext context)
    {
        final long length = context.args().longAt(OPERAND, 1, MAX_MATCH_LENGTH, Errors.NOT_AN_INTEGER);
        if (context.args().failed())
        {
            return;
        }
        final long address = engine.allocator().allocate(length);
        try
        {
            OffHeap.set(address, length, (byte)'a');
            context.reply().integer(new GlobMatcher().matches(
                context.argAddress(OPERAND + 1), context.argLength(OPERAND + 1), address, (int)length) ? 1 : 0);
        }
        finally
        {
            engine.allocator().free(address, length);
        }
    }
}
