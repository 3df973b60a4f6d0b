package io.ringbolt.engine.generic;

import io.ringbolt.engine.blocking.TimeoutReply;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.durability.Durability;

import static io.ringbolt.engine.command.CommandFlag.BLOCKING;

/**
 * WAIT and WAITAOF of a server without replicas: only its own disk acknowledges, so who asks for more waits for his time.
 */
final class WaitCommands
{
    /** The commands wait for no key. */
    private static final int NO_TYPE = -1;
    private static final long LOOK_AGAIN_MS = 2;
    private static final byte[] LOCAL_RANGE = Errors.text("ERR value is out of range, value must between 0 and 1");
    private static final byte[] NO_AOF =
        Errors.text("ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.");

    void register(final CommandTable table)
    {
        row(table, "WAIT", 3).since("3.0.0").complexity("O(1)").handler(this::waitForReplicas)
            .tips("request_policy:all_shards", "response_policy:agg_min")
            .summary("Waits until replicas have acknowledged what the client has written.")
            .syntax("numreplicas timeout");
        row(table, "WAITAOF", 4).since("7.2.0").complexity("O(1)").handler(this::waitForAof)
            .tips("request_policy:all_shards", "response_policy:agg_min")
            .summary("Waits until what the client has written is in the AOF here and of replicas.")
            .syntax("numlocal numreplicas timeout");
    }

    private static Command row(final CommandTable table, final String name, final int arity)
    {
        return table.command(name, arity).group(CommandGroup.GENERIC).flags(BLOCKING)
            .categories(AclCategory.CONNECTION);
    }

    private void waitForReplicas(final CommandContext context)
    {
        final ArgParser args = context.args();
        final long replicas = args.longAt(1);
        final long timeoutMs = args.hasError() ? 0 : args.timeoutMsAt(2);
        if (!args.failed())
        {
            waitFor(context, replicas, timeoutMs, TimeoutReply.ZERO);
        }
    }

    private void waitForAof(final CommandContext context)
    {
        final ArgParser args = context.args();
        final long local = args.longAt(1);
        if (!args.hasError() && (local < 0 || local > 1))
        {
            args.fail(LOCAL_RANGE);
        }
        final long replicas = args.hasError() ? 0 : args.longAt(2);
        if (!args.hasError() && replicas < 0)
        {
            args.fail(Errors.MUST_BE_POSITIVE);
        }
        final long timeoutMs = args.hasError() ? 0 : args.timeoutMsAt(3);
        final Durability durability = context.engine().durability();
        if (!args.hasError() && local > 0 && !durability.isJournaling())
        {
            args.fail(NO_AOF);
        }
        if (!args.failed())
        {
            waitForFile(context, local, replicas, timeoutMs);
        }
    }

    /** The journal tells nobody of its progress who only waits for figures, so the command looks again after a while. */
    private static void waitForFile(
        final CommandContext context, final long local, final long replicas, final long timeoutMs)
    {
        final Durability durability = context.engine().durability();
        final boolean isOnDisk = durability.isJournaling() &&
            durability.appendOnly().forcedSequence() >= context.session().lastChangeSequence();
        final TimeoutReply reply = isOnDisk ? TimeoutReply.ONE_AND_ZERO : TimeoutReply.TWO_ZEROS;
        if (replicas <= 0 && (isOnDisk || 0 == local))
        {
            reply.write(context.reply());
            return;
        }
        context.block(NO_TYPE, timeoutMs, 0, 0, reply);
        if (!isOnDisk && context.isBlocked())
        {
            context.retryBlockedAt(context.nowMs() + LOOK_AGAIN_MS);
        }
    }

    private static void waitFor(
        final CommandContext context, final long replicas, final long timeoutMs, final TimeoutReply reply)
    {
        if (replicas <= 0)
        {
            reply.write(context.reply());
        }
        else
        {
            context.block(NO_TYPE, timeoutMs, 0, 0, reply);
        }
    }
}
