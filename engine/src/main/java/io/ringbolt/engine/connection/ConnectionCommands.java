package io.ringbolt.engine.connection;

import static io.ringbolt.engine.command.CommandFlag.ALLOW_BUSY;
import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.LOADING;
import static io.ringbolt.engine.command.CommandFlag.NOSCRIPT;
import static io.ringbolt.engine.command.CommandFlag.NO_AUTH;
import static io.ringbolt.engine.command.CommandFlag.STALE;

import io.ringbolt.config.GeneralParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.acl.AclUser;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.session.ReplyMode;
import io.ringbolt.engine.session.Session;

/**
 * The commands by which a client introduces itself, checks the line and chooses a database.
 */
public final class ConnectionCommands implements CommandFamily
{
    private static final byte[] PONG = Errors.text("PONG");
    private static final byte[] SUBSCRIBERS_PONG = Errors.text("pong");
    private static final byte[] EMPTY = {};
    private static final byte[] RESET = Errors.text("RESET");
    private static final byte[] WRONG_PASSWORD =
        Errors.text("WRONGPASS invalid username-password pair or user is disabled.");
    private static final byte[] NO_PASSWORD_SET = Errors.text("ERR AUTH <password> called without any password " +
        "configured for the default user. Are you sure your configuration is correct?");

    private final Engine engine;
    private final Hello hello;
    private int databaseCount;

    public ConnectionCommands(final Engine engine)
    {
        this.engine = engine;
        this.hello = new Hello(engine);
    }

    @Override
    public void register(final CommandTable table)
    {
        row(table, "AUTH", -2).flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY)
            .complexity("O(N)").history("6.0.0", "A username can be given.")
            .summary("Authenticates the connection.").syntax("[username] password").handler(this::auth);
        row(table, "ECHO", 2).flags(LOADING, STALE, FAST)
            .summary("Returns the given string.").syntax("message").handler(ConnectionCommands::echo);
        row(table, "HELLO", -1).flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY).since("6.0.0")
            .summary("Shakes hands: chooses the protocol version, authenticates, names the connection.")
            .syntax("[protover [AUTH username password] [SETNAME clientname]]").handler(hello::execute);
        row(table, "PING", -1).flags(FAST)
            .tips("request_policy:all_shards", "response_policy:all_succeeded")
            .summary("Returns the server's liveliness response.").syntax("[message]").handler(ConnectionCommands::ping);
        row(table, "QUIT", -1).flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY)
            .deprecated("7.2.0", "just closing the connection")
            .summary("Closes the connection.").handler(ConnectionCommands::quit);
        row(table, "RESET", 1).flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY).since("6.2.0")
            .summary("Returns the connection to the state it began with.").handler(this::reset);
        row(table, "SELECT", 2).flags(LOADING, STALE, FAST)
            .summary("Changes the selected database.").syntax("index").handler(this::select);
    }

    @Override
    public void onConfig(final ServerConfig config)
    {
        databaseCount = config.intValue(GeneralParameters.DATABASES);
    }

    private static Command row(final CommandTable table, final String name, final int arity)
    {
        return table.command(name, arity).group(CommandGroup.CONNECTION).categories(AclCategory.CONNECTION)
            .complexity("O(1)");
    }

    private void auth(final CommandContext context)
    {
        final ArgParser args = context.args();
        if (args.count() > 3)
        {
            context.reply().error(Errors.SYNTAX);
            return;
        }
        for (int i = 1; i < args.count(); i++)
        {
            context.secret(i);
        }

        final boolean hasUser = 3 == args.count();
        if (!hasUser && engine.acl().isDefaultPasswordless())
        {
            context.reply().error(NO_PASSWORD_SET);
            return;
        }

        final String user = hasUser ? args.textAt(1) : AclUser.DEFAULT_NAME;
        if (engine.acl().authenticate(
            context.session(), user, args.bytesAt(args.count() - 1), context.entry(), args.textAt(0)))
        {
            context.reply().ok();
        }
        else
        {
            context.reply().error(WRONG_PASSWORD);
        }
    }

    private static void echo(final CommandContext context)
    {
        context.reply().bulk(context.argAddress(1), context.argLength(1));
    }

    private static void ping(final CommandContext context)
    {
        if (context.argCount() <= 2 && context.session().isSubscriber() && 2 == context.session().protocol())
        {
            pingSubscriber(context);
            return;
        }
        switch (context.argCount())
        {
            case 1 -> context.reply().simple(PONG);
            case 2 -> context.reply().bulk(context.argAddress(1), context.argLength(1));
            default -> context.reply().error(Errors.wrongArgumentCount("ping"));
        }
    }

    /** In RESP2 a subscriber gets nothing but arrays, which it can tell from messages. */
    private static void pingSubscriber(final CommandContext context)
    {
        context.reply().array(2);
        context.reply().bulk(SUBSCRIBERS_PONG);
        if (1 == context.argCount())
        {
            context.reply().bulk(EMPTY);
            return;
        }
        context.reply().bulk(context.argAddress(1), context.argLength(1));
    }

    private static void quit(final CommandContext context)
    {
        context.reply().ok();
        context.session().closeAfterCommand();
    }

    private void reset(final CommandContext context)
    {
        final Session session = context.session();
        context.engine().sessions().monitor(session, false);
        context.engine().transactions().end(session);
        context.engine().pubSub().unsubscribeAll(session);
        context.engine().tracking().disable(session);
        session.databaseIndex(0);
        session.protocol(2);
        session.name("");
        engine.acl().enter(session);
        session.noEvict(false);
        session.noTouch(false);
        session.readsFromReplica(false);
        session.forgetFieldSets();
        session.replyMode(ReplyMode.ON);
        context.reply().simple(RESET);
    }

    private void select(final CommandContext context)
    {
        final long index = context.args().longAt(1);
        if (context.args().failed())
        {
            return;
        }
        if (index != (int)index)
        {
            context.reply().error("ERR value is out of range, value must between -2147483648 and 2147483647");
            return;
        }
        if (index < 0 || index >= databaseCount)
        {
            context.reply().error(Errors.DB_INDEX_OUT_OF_RANGE);
            return;
        }
        context.session().databaseIndex((int)index);
        context.reply().ok();
    }
}
