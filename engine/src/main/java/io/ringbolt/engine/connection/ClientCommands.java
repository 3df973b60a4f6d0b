package io.ringbolt.engine.connection;

import static io.ringbolt.engine.command.CommandFlag.ADMIN;
import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.LOADING;
import static io.ringbolt.engine.command.CommandFlag.NOSCRIPT;
import static io.ringbolt.engine.command.CommandFlag.STALE;

import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.tracking.TrackingCommands;

/**
 * CLIENT: what a client may know and change about its own connection, and an administrator about all of them.
 */
public final class ClientCommands implements CommandFamily
{
    private static final String NONDETERMINISTIC = "nondeterministic_output";
    private static final String FILTERS = "[TYPE <NORMAL | MASTER | REPLICA | PUBSUB>] [ID client-id [client-id ...]]";

    private final OwnClient own = new OwnClient();
    private final AllClients all;
    private final TrackingCommands tracking;

    public ClientCommands(final Engine engine)
    {
        this.all = new AllClients(engine);
        this.tracking = new TrackingCommands(engine);
    }

    @Override
    public void register(final CommandTable table)
    {
        final Command client = table.command("CLIENT", -2).group(CommandGroup.CONNECTION).since("2.4.0")
            .summary("A container for client connection commands.");
        registerOwn(client);
        registerAdministration(client);
        registerReplicaReads(table);
        row(client, "HELP", 2).flags(LOADING, STALE).since("5.0.0")
            .summary("Returns helpful text about the different subcommands.").handler(ClientHelp.create());
    }

    private void registerOwn(final Command client)
    {
        own(client, "CACHING", 3).since("6.0.0")
            .summary("Instructs the server whether to track the keys in the next request.").syntax("<YES | NO>")
            .handler(tracking::caching);
        own(client, "CAPA", -3).since("8.0.0")
            .summary("Tells what the client is capable of.").syntax("<REDIRECT>").handler(own::capabilities);
        own(client, "GETNAME", 2).since("2.6.9")
            .summary("Returns the name of the connection.").handler(own::getName);
        own(client, "GETREDIR", 2).since("6.0.0")
            .summary("Returns the client ID to which the connection's tracking notifications are redirected.")
            .handler(tracking::redirection);
        own(client, "ID", 2).since("5.0.0")
            .summary("Returns the unique client ID of the connection.").handler(own::id);
        own(client, "INFO", 2).since("6.2.0").tips(NONDETERMINISTIC)
            .summary("Returns information about the connection.").handler(own::info);
        own(client, "NO-TOUCH", 3).since("7.2.0")
            .summary("Controls whether commands sent by the client affect the access time of keys.")
            .syntax("<ON | OFF>").handler(own::noTouch);
        own(client, "REPLY", 3).since("3.2.0")
            .summary("Instructs the server whether to reply to commands.").syntax("<ON | OFF | SKIP>")
            .handler(own::reply);
        own(client, "SETINFO", 4).since("7.2.0").tips("request_policy:all_nodes", "response_policy:all_succeeded")
            .summary("Sets information specific to the client or connection.")
            .syntax("<LIB-NAME libname | LIB-VER libver>").handler(own::setInfo);
        own(client, "SETNAME", 3).since("2.6.9").tips("request_policy:all_nodes", "response_policy:all_succeeded")
            .summary("Sets the connection name.").syntax("connection-name").handler(own::setName);
        own(client, "TRACKING", -3).since("6.0.0")
            .summary("Controls server-assisted client-side caching for the connection.")
            .syntax("<ON | OFF> [REDIRECT client-id] [PREFIX prefix [PREFIX prefix ...]] [BCAST] [OPTIN] [OPTOUT] " +
                "[NOLOOP]")
            .handler(tracking::tracking);
        own(client, "TRACKINGINFO", 2).since("6.2.0")
            .summary("Returns information about server-assisted client-side caching for the connection.")
            .handler(tracking::info);
    }

    private void registerAdministration(final Command client)
    {
        admin(client, "KILL", -3).since("2.4.0").complexity("O(N)").summary("Terminates open connections.")
            .syntax("<ip:port | [ID client-id] [TYPE <NORMAL | MASTER | REPLICA | PUBSUB>] [USER username] " +
                "[ADDR ip:port] [LADDR ip:port] [SKIPME <YES | NO>] [MAXAGE maxage]>").handler(all::kill);
        admin(client, "LIST", -2).since("2.4.0").complexity("O(N)").tips(NONDETERMINISTIC)
            .summary("Lists open connections.").syntax(FILTERS).handler(all::list);
        admin(client, "NO-EVICT", 3).since("7.0.0")
            .summary("Sets the client eviction mode of the connection.").syntax("<ON | OFF>").handler(own::noEvict);
        admin(client, "PAUSE", -3).since("3.0.0")
            .summary("Suspends commands processing.").syntax("timeout [WRITE | ALL]").handler(all::pause);
        admin(client, "UNBLOCK", -3).since("5.0.0").complexity("O(logN)")
            .summary("Unblocks a client blocked by a blocking command from a different connection.")
            .syntax("client-id [TIMEOUT | ERROR]").handler(all::unblock);
        admin(client, "UNPAUSE", 2).since("6.2.0").complexity("O(N)")
            .summary("Resumes processing commands from paused clients.").handler(all::unpause);
    }

    private void registerReplicaReads(final CommandTable table)
    {
        replicaReads(table, "READONLY").summary("Lets the connection read what a replica holds.")
            .handler(own::readOnly);
        replicaReads(table, "READWRITE").summary("Ends what READONLY began.").handler(own::readWrite);
    }

    private static Command replicaReads(final CommandTable table, final String name)
    {
        return table.command(name, 1).group(CommandGroup.CLUSTER).categories(AclCategory.CONNECTION).complexity("O(1)")
            .since("3.0.0").flags(LOADING, STALE, FAST);
    }

    private static Command own(final Command client, final String name, final int arity)
    {
        return row(client, name, arity).flags(NOSCRIPT, LOADING, STALE);
    }

    private static Command admin(final Command client, final String name, final int arity)
    {
        return own(client, name, arity).flags(ADMIN);
    }

    private static Command row(final Command client, final String name, final int arity)
    {
        return client.subcommand(name, arity).categories(AclCategory.CONNECTION).complexity("O(1)");
    }

    /** @return true and sets nothing if the argument is neither ON nor OFF; the error has then been replied. */
    static boolean isNeitherOnNorOff(final CommandContext context, final int index)
    {
        final String value = context.args().textAt(index);
        if ("on".equalsIgnoreCase(value) || "off".equalsIgnoreCase(value))
        {
            return false;
        }
        context.reply().error(Errors.SYNTAX);
        return true;
    }
}
