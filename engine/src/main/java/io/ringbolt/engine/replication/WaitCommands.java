package io.ringbolt.engine.replication;

import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.durability.Durability;
import io.ringbolt.engine.session.Session;

import static io.ringbolt.engine.command.CommandFlag.BLOCKING;

/**
 * WAIT and WAITAOF: a client waits until replicas, or disks, have what it has written.
 */
public final class WaitCommands implements CommandFamily
{
    /** The commands wait for no key. */
    private static final int NO_TYPE = -1;
    private static final long LOOK_AGAIN_MS = 2;
    private static final byte[] LOCAL_RANGE = Errors.text("ERR value is out of range, value must between 0 and 1");
    private static final byte[] NO_AOF =
        Errors.text("ERR WAITAOF cannot be used when numlocal is set but appendonly is disabled.");
    private static final byte[] ON_REPLICA = Errors.text(
        "ERR WAIT cannot be used with replica instances. Please also note that since Redis 4.0 if a replica is " +
        "configured to be writable (which is not the default) writes to replicas are just local and are not " +
        "propagated.");
    private static final byte[] AOF_ON_REPLICA = Errors.text(
        "ERR WAITAOF cannot be used with replica instances. Please also note that writes to replicas are just local " +
        "and are not propagated.");

    @Override
    public void register(final CommandTable table)
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
        final Replication replication = context.engine().replication();
        if (replication.isReplica())
        {
            context.reply().error(ON_REPLICA);
            return;
        }
        final long wanted = args.longAt(1);
        final long timeoutMs = args.hasError() ? 0 : args.timeoutMsAt(2);
        if (args.failed())
        {
            return;
        }
        final ReplicaWaiters waiters = replication.replicas().waiters();
        final long offset = context.session().client().lastChangeOffset();
        final int count = waiters.countApplied(offset);
        if (count >= wanted)
        {
            context.reply().integer(count);
            return;
        }
        context.block(NO_TYPE, timeoutMs, 0, 0, reply -> reply.integer(waiters.countApplied(offset)));
        if (context.isBlocked())
        {
            waiters.add(context.session());
        }
    }

    private void waitForAof(final CommandContext context)
    {
        final ArgParser args = context.args();
        final Replication replication = context.engine().replication();
        final long local = args.longAt(1);
        if (!args.hasError() && (local < 0 || local > 1))
        {
            args.fail(LOCAL_RANGE);
        }
        final long wanted = args.hasError() ? 0 : args.longAt(2);
        if (!args.hasError() && wanted < 0)
        {
            args.fail(Errors.MUST_BE_POSITIVE);
        }
        final long timeoutMs = args.hasError() ? 0 : args.timeoutMsAt(3);
        if (!args.hasError() && replication.isReplica())
        {
            args.fail(AOF_ON_REPLICA);
        }
        if (!args.hasError() && local > 0 && !context.engine().durability().isJournaling())
        {
            args.fail(NO_AOF);
        }
        if (!args.failed())
        {
            waitForFiles(context, local, wanted, timeoutMs);
        }
    }

    /**
     * The journal tells nobody of its progress who only waits for figures, so the command looks again after a while.
     */
    private static void waitForFiles(
        final CommandContext context, final long local, final long wanted, final long timeoutMs)
    {
        final Durability durability = context.engine().durability();
        final ReplicaWaiters waiters = context.engine().replication().replicas().waiters();
        final Session client = context.session().client();
        final boolean isLocal = isOnDisk(durability, client);
        if ((isLocal || 0 == local) && waiters.countDurable(client.lastChangeOffset()) >= wanted)
        {
            write(context.reply(), durability, waiters, client);
            return;
        }
        context.block(NO_TYPE, timeoutMs, 0, 0, reply -> write(reply, durability, waiters, client));
        if (context.isBlocked())
        {
            waiters.add(context.session());
            if (!isLocal && local > 0)
            {
                context.retryBlockedAt(context.nowMs() + LOOK_AGAIN_MS);
            }
        }
    }

    private static boolean isOnDisk(final Durability durability, final Session client)
    {
        return durability.isJournaling() && durability.appendOnly().forcedSequence() >= client.lastChangeSequence();
    }

    private static void write(
        final ReplyWriter reply, final Durability durability, final ReplicaWaiters waiters, final Session client)
    {
        reply.array(2);
        reply.integer(isOnDisk(durability, client) ? 1 : 0);
        reply.integer(waiters.countDurable(client.lastChangeOffset()));
    }
}
