package io.ringbolt.engine.replication;

import io.ringbolt.config.ClusterParameters;
import io.ringbolt.config.PrimaryAddress;
import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;

/**
 * REPLICAOF, also called SLAVEOF: whom this server follows.
 */
public final class FollowCommands implements CommandFamily
{
    private static final int HOST = 1;
    private static final int PORT = 2;
    private static final int MAX_PORT = 65535;
    private static final byte[] BAD_PORT = Errors.text("ERR Invalid master port");
    private static final byte[] FAILING_OVER = Errors.text("ERR REPLICAOF not allowed while failing over.");
    private static final byte[] IN_CLUSTER = Errors.text("ERR REPLICAOF not allowed in cluster mode.");
    private static final byte[] ALREADY = Errors.text("OK Already connected to specified master");

    private final Engine engine;

    public FollowCommands(final Engine engine)
    {
        this.engine = engine;
    }

    @Override
    public void register(final CommandTable table)
    {
        register(table, "REPLICAOF", "5.0.0");
        register(table, "SLAVEOF", "1.0.0");
    }

    private void register(final CommandTable table, final String name, final String since)
    {
        table.command(name, 3).group(CommandGroup.SERVER)
            .flags(CommandFlag.ADMIN, CommandFlag.NOSCRIPT, CommandFlag.STALE, CommandFlag.NO_ASYNC_LOADING)
            .categories(AclCategory.ADMIN, AclCategory.DANGEROUS).since(since).complexity("O(1)")
            .summary("Configures a server as replica of another, or promotes it to a master.")
            .syntax("<host port | NO ONE>").handler(this::follow);
    }

    private void follow(final CommandContext context)
    {
        if (engine.config().booleanValue(ClusterParameters.CLUSTER_ENABLED))
        {
            context.reply().error(IN_CLUSTER);
            return;
        }
        if (engine.replication().failover().isOn())
        {
            context.reply().error(FAILING_OVER);
            return;
        }
        final String host = context.args().textAt(HOST);
        if ("no".equalsIgnoreCase(host) && "one".equalsIgnoreCase(context.args().textAt(PORT)))
        {
            if (engine.replication().isReplica())
            {
                engine.following().followNobody();
                engine.host().notice("MASTER MODE enabled (user request)");
            }
            context.reply().ok();
            return;
        }
        final int port = (int)context.args().longAt(PORT, 0, MAX_PORT, BAD_PORT);
        if (context.args().failed())
        {
            return;
        }
        final PrimaryAddress address = new PrimaryAddress(host, port);
        if (sameAs(engine.following().master(), address))
        {
            engine.host().notice("REPLICAOF would result into synchronization with the master we are already " +
                "connected with. No operation performed.");
            context.reply().simple(ALREADY);
            return;
        }
        engine.following().follow(address, false);
        engine.host().notice("REPLICAOF " + host + ':' + port + " enabled (user request)");
        context.reply().ok();
    }

    private static boolean sameAs(final PrimaryAddress current, final PrimaryAddress wanted)
    {
        return current.host().equalsIgnoreCase(wanted.host()) && current.port() == wanted.port();
    }
}
