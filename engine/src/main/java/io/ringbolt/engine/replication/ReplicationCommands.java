package io.ringbolt.engine.replication;

import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;

import java.util.Locale;

import static io.ringbolt.engine.command.CommandFlag.ALLOW_BUSY;
import static io.ringbolt.engine.command.CommandFlag.LOADING;
import static io.ringbolt.engine.command.CommandFlag.NOSCRIPT;
import static io.ringbolt.engine.command.CommandFlag.NO_ASYNC_LOADING;
import static io.ringbolt.engine.command.CommandFlag.NO_MULTI;
import static io.ringbolt.engine.command.CommandFlag.STALE;

/**
 * What replicas say to their master: REPLCONF, PSYNC and SYNC.
 */
public final class ReplicationCommands implements CommandFamily
{
    private static final int MAX_ADDRESS_LENGTH = 255;
    private static final int HISTORY = 1;
    private static final int OFFSET = 2;
    private static final int OPTION = 3;
    private static final int MAX_PORT = 65535;
    private static final byte[] NOT_CONNECTED =
        Errors.text("NOMASTERLINK Can't SYNC while not connected with my master");
    private static final byte[] FAILING_OVER = Errors.text("NOMASTERLINK Can't SYNC while failing over");
    private static final byte[] PENDING_OUTPUT = Errors.text("ERR SYNC and PSYNC are invalid with pending output");
    private static final byte[] FILTER_NEEDS_EOF = Errors.text("ERR Filtered replica requires EOF capability");

    private final Engine engine;

    public ReplicationCommands(final Engine engine)
    {
        this.engine = engine;
    }

    @Override
    public void register(final CommandTable table)
    {
        row(table, "PSYNC", -3).flags(NO_ASYNC_LOADING, NO_MULTI).since("2.8.0").handler(this::psync)
            .summary("An internal command used in replication.").syntax("replicationid offset");
        row(table, "SYNC", 1).flags(NO_ASYNC_LOADING, NO_MULTI).since("1.0.0").handler(this::sync)
            .summary("An internal command used in replication.");
        row(table, "REPLCONF", -1).flags(LOADING, STALE, ALLOW_BUSY).since("3.0.0").complexity("O(1)")
            .handler(this::replconf).docFlags("syscmd")
            .summary("An internal command for configuring the replication stream.");
    }

    private static Command row(final CommandTable table, final String name, final int arity)
    {
        return table.command(name, arity).group(CommandGroup.SERVER).flags(CommandFlag.ADMIN, NOSCRIPT)
            .categories(AclCategory.ADMIN, AclCategory.DANGEROUS);
    }

    private void psync(final CommandContext context)
    {
        final Replicas replicas = engine.replication().replicas();
        final Replica replica = replicas.of(context.session());
        final boolean isFailover = context.argCount() > OPTION &&
            "failover".equalsIgnoreCase(context.args().textAt(OPTION));
        if (replica.isAttached() || isFailover && !takeOver(context) || !maySync(context, replica))
        {
            return;
        }
        engine.host().notice("Replica " + replica.name() + " asks for synchronization");
        final long offset = context.args().longAt(OFFSET);
        if (!context.args().failed() &&
            !replicas.tryContinue(replica, context.args().textAt(HISTORY), offset))
        {
            replicas.awaitSync(replica, false);
        }
    }

    private void sync(final CommandContext context)
    {
        final Replicas replicas = engine.replication().replicas();
        final Replica replica = replicas.of(context.session());
        if (!replica.isAttached() && maySync(context, replica))
        {
            engine.host().notice("Replica " + replica.name() + " asks for synchronization");
            replicas.awaitSync(replica, true);
        }
    }

    /** The master hands over to this server, which has all of its history. @return false if it can't be. */
    private boolean takeOver(final CommandContext context)
    {
        final String historyId = context.args().textAt(HISTORY);
        engine.host().notice("Failover request received for replid " + historyId + '.');
        if (!engine.replication().isReplica())
        {
            context.reply().error("ERR PSYNC FAILOVER can't be sent to a master.");
            return false;
        }
        if (!historyId.equalsIgnoreCase(engine.replication().id()))
        {
            context.reply().error("ERR PSYNC FAILOVER replid must match my replid.");
            return false;
        }
        engine.following().followNobody();
        engine.host().notice("MASTER MODE enabled (failover request from '" + context.session() + "')");
        return true;
    }

    private boolean maySync(final CommandContext context, final Replica replica)
    {
        final byte[] refusal = refusal(context, replica);
        if (null != refusal)
        {
            context.reply().error(refusal);
        }
        return null == refusal;
    }

    private byte[] refusal(final CommandContext context, final Replica replica)
    {
        if (engine.replication().failover().isOn())
        {
            return FAILING_OVER;
        }
        if (engine.replication().isReplica() && !engine.following().isConnected())
        {
            return NOT_CONNECTED;
        }
        if (context.session().channel().outputLength() > 0)
        {
            return PENDING_OUTPUT;
        }
        return 0 != replica.exclusions() && !replica.can(Replica.KNOWS_EOF) ? FILTER_NEEDS_EOF : null;
    }

    private void replconf(final CommandContext context)
    {
        if (0 == context.argCount() % 2)
        {
            context.reply().error(Errors.SYNTAX);
            return;
        }
        final Replica replica = engine.replication().replicas().of(context.session());
        for (int i = 1; i < context.argCount(); i += 2)
        {
            final String option = context.args().textAt(i).toLowerCase(Locale.ROOT);
            if ("ack".equals(option))
            {
                acknowledge(context, replica, i);
                return;
            }
            if ("getack".equals(option))
            {
                engine.following().acknowledge();
                return;
            }
            if (!set(context, replica, option, i + 1) || context.args().failed())
            {
                return;
            }
        }
        context.reply().ok();
    }

    /** @return false if the option is unknown or its value is wrong, which has been replied or is latched. */
    private static boolean set(
        final CommandContext context, final Replica replica, final String option, final int index)
    {
        final ArgParser args = context.args();
        switch (option)
        {
            case "listening-port":
                final long port = args.longAt(index, 0, MAX_PORT, Errors.NOT_AN_INTEGER);
                replica.listeningPort(args.hasError() ? replica.listeningPort() : (int)port);
                return true;

            case "ip-address":
                return setAddress(context, replica, index);

            case "capa":
                addCapability(replica, args.textAt(index));
                return true;

            case "rdb-only":
                final long isOnly = args.longAt(index, 0, 1, Errors.NOT_AN_INTEGER);
                replica.snapshotOnly(args.hasError() ? replica.isSnapshotOnly() : 1 == isOnly);
                return true;

            case "rdb-filter-only":
                return setFilter(context, replica, args.textAt(index));

            case "version":
                return true;                          // nothing here depends on the replica's version

            default:
                context.reply().error("ERR Unrecognized REPLCONF option: " + args.textAt(index - 1));
                return false;
        }
    }

    private static boolean setAddress(final CommandContext context, final Replica replica, final int index)
    {
        if (context.argLength(index) > MAX_ADDRESS_LENGTH)
        {
            context.reply().error("ERR REPLCONF ip-address provided by replica instance is too long: " +
                context.argLength(index) + " bytes");
            return false;
        }
        replica.announcedAddress(context.args().textAt(index));
        return true;
    }

    /** What this master does not know it ignores. */
    private static void addCapability(final Replica replica, final String capability)
    {
        if ("eof".equalsIgnoreCase(capability))
        {
            replica.addCapability(Replica.KNOWS_EOF);
        }
        else if ("psync2".equalsIgnoreCase(capability))
        {
            replica.addCapability(Replica.KNOWS_PSYNC2);
        }
    }

    private static boolean setFilter(final CommandContext context, final Replica replica, final String included)
    {
        int exclusions = Replica.WITHOUT_DATA | Replica.WITHOUT_FUNCTIONS;
        for (final String part : included.trim().split("\\s+"))
        {
            if ("functions".equalsIgnoreCase(part))
            {
                exclusions &= ~Replica.WITHOUT_FUNCTIONS;
            }
            else if (!part.isEmpty() && !"\"\"".equals(part))
            {
                context.reply().error("ERR Unsupported rdb-filter-only option: " + part);
                return false;
            }
        }
        replica.exclusions(exclusions);
        return true;
    }

    /** Never answered, not even when it makes no sense. */
    private void acknowledge(final CommandContext context, final Replica replica, final int index)
    {
        final long offset = context.args().longAt(index + 1);
        final boolean hasDurable =
            context.argCount() > index + 3 && "fack".equalsIgnoreCase(context.args().textAt(index + 2));
        final long durable = hasDurable ? context.args().longAt(index + 3) : 0;
        if (!context.args().hasError())
        {
            engine.replication().replicas().onAcknowledged(replica, offset, durable);
        }
    }
}
