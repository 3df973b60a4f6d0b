package io.ringbolt.engine.replication;

import io.ringbolt.config.PrimaryAddress;
import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.ReplyWriter;

import java.util.List;
import java.util.Locale;

import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.LOADING;
import static io.ringbolt.engine.command.CommandFlag.NOSCRIPT;
import static io.ringbolt.engine.command.CommandFlag.STALE;

/**
 * ROLE, and FAILOVER, by which a master hands its place over to a replica.
 */
public final class MasterCommands implements CommandFamily
{
    private static final byte[] NONE_IN_PROGRESS = Errors.text("ERR No failover in progress.");
    private static final byte[] IN_PROGRESS = Errors.text("ERR FAILOVER already in progress.");
    private static final byte[] IS_REPLICA = Errors.text("ERR FAILOVER is not valid when server is a replica.");
    private static final byte[] NO_REPLICAS = Errors.text("ERR FAILOVER requires connected replicas.");
    private static final byte[] BAD_TIMEOUT = Errors.text("ERR FAILOVER timeout must be greater than 0");
    private static final byte[] INCOMPLETE_FORCE =
        Errors.text("ERR FAILOVER with force option requires both a timeout and target HOST and IP.");
    private static final byte[] UNKNOWN_TARGET = Errors.text("ERR FAILOVER target HOST and PORT is not a replica.");
    private static final byte[] TARGET_NOT_ONLINE = Errors.text("ERR FAILOVER target replica is not online.");

    private final Engine engine;

    public MasterCommands(final Engine engine)
    {
        this.engine = engine;
    }

    @Override
    public void register(final CommandTable table)
    {
        table.command("ROLE", 1).group(CommandGroup.SERVER).flags(NOSCRIPT, LOADING, STALE, FAST)
            .categories(AclCategory.ADMIN, AclCategory.DANGEROUS).since("2.8.12").complexity("O(1)")
            .summary("Returns the replication role.").handler(this::role);
        table.command("FAILOVER", -1).group(CommandGroup.SERVER)
            .flags(CommandFlag.ADMIN, NOSCRIPT, STALE)
            .categories(AclCategory.ADMIN, AclCategory.DANGEROUS)
            .since("6.2.0").complexity("O(1)").handler(this::failover)
            .summary("Starts a coordinated failover from a server to one of its replicas.")
            .syntax("[TO host port [FORCE]] [ABORT] [TIMEOUT milliseconds]");
    }

    private void role(final CommandContext context)
    {
        final ReplyWriter reply = context.reply();
        final Replication replication = engine.replication();
        if (replication.isReplica())
        {
            replyAsReplica(reply);
            return;
        }
        reply.array(3);
        reply.bulk("master");
        reply.integer(replication.offset());
        final List<Replica> online = replication.replicas().attached().stream().filter(Replica::isOnline).toList();
        reply.array(online.size());
        for (final Replica replica : online)
        {
            reply.array(3);
            reply.bulk(replica.address());
            reply.bulkLong(replica.listeningPort());
            reply.bulkLong(replica.acknowledgedOffset());
        }
    }

    private void replyAsReplica(final ReplyWriter reply)
    {
        final Following following = engine.following();
        reply.array(5);
        reply.bulk("slave");
        reply.bulk(following.master().host());
        reply.integer(following.master().port());
        reply.bulk(following.phase().label());
        reply.integer(following.isConnected() ? engine.replication().offset() : -1);
    }

    private void failover(final CommandContext context)
    {
        if (2 == context.argCount() && "abort".equalsIgnoreCase(context.args().textAt(1)))
        {
            abort(context);
            return;
        }
        final Wish wish = parse(context.args());
        final byte[] refusal = context.args().hasError() ? null : refusal(wish);
        if (null != refusal)
        {
            context.args().fail(refusal);
        }
        if (!context.args().failed())
        {
            engine.replication().failover().begin(
                wish.target,
                0 == wish.timeoutMs || wish.timeoutMs > Long.MAX_VALUE - context.nowMs() ? Long.MAX_VALUE :
                    context.nowMs() + wish.timeoutMs,
                wish.isForced);
            context.reply().ok();
        }
    }

    private void abort(final CommandContext context)
    {
        final Failover failover = engine.replication().failover();
        if (failover.isOn())
        {
            failover.abort("Failover manually aborted");
            context.reply().ok();
        }
        else
        {
            context.reply().error(NONE_IN_PROGRESS);
        }
    }

    private static Wish parse(final ArgParser args)
    {
        final Wish wish = new Wish();
        while (args.hasNext() && !args.hasError())
        {
            final String option = args.textAt(args.next()).toLowerCase(Locale.ROOT);
            if ("timeout".equals(option) && args.hasNext() && 0 == wish.timeoutMs)
            {
                wish.timeoutMs = args.longAt(args.next());
                if (!args.hasError() && wish.timeoutMs <= 0)
                {
                    args.fail(BAD_TIMEOUT);
                }
            }
            else if ("to".equals(option) && args.remaining() >= 2 && null == wish.target)
            {
                final String host = args.textAt(args.next());
                wish.target = new PrimaryAddress(host, (int)args.longAt(args.next()));
            }
            else if ("force".equals(option) && !wish.isForced)
            {
                wish.isForced = true;
            }
            else
            {
                args.fail(Errors.SYNTAX);
            }
        }
        return wish;
    }

    private byte[] refusal(final Wish wish)
    {
        final Replication replication = engine.replication();
        if (replication.failover().isOn())
        {
            return IN_PROGRESS;
        }
        if (replication.isReplica())
        {
            return IS_REPLICA;
        }
        if (replication.replicas().attached().isEmpty())
        {
            return NO_REPLICAS;
        }
        if (wish.isForced && (0 == wish.timeoutMs || null == wish.target))
        {
            return INCOMPLETE_FORCE;
        }
        return null == wish.target ? null : refusalOf(wish.target);
    }

    private byte[] refusalOf(final PrimaryAddress target)
    {
        for (final Replica replica : engine.replication().replicas().attached())
        {
            if (Failover.isAt(replica, target))
            {
                return replica.isOnline() ? null : TARGET_NOT_ONLINE;
            }
        }
        return UNKNOWN_TARGET;
    }

    /** What the command asks for. */
    private static final class Wish
    {
        private PrimaryAddress target;
        private long timeoutMs;
        private boolean isForced;
    }
}
