package io.ringbolt.engine.connection;

import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.session.Session;

/**
 * The subcommands of CLIENT that concern other connections: listing, ending and pausing them.
 */
final class AllClients
{
    private static final int FIRST_OPTION = 2;
    private static final byte[] ALL = Errors.text("ALL");
    private static final byte[] WRITE = Errors.text("WRITE");
    private static final byte[] NO_SUCH_CLIENT = Errors.text("ERR No such client");
    private static final byte[] PAUSE_MODE = Errors.text("ERR CLIENT PAUSE mode must be WRITE or ALL");
    private static final byte[] BAD_TIMEOUT = Errors.text("ERR timeout is not an integer or out of range");
    private static final byte[] NEGATIVE_TIMEOUT = Errors.text("ERR timeout is negative");
    private static final byte[] UNBLOCKED = Errors.text("UNBLOCKED client unblocked via CLIENT UNBLOCK");
    private static final byte[] TIMEOUT = Errors.text("TIMEOUT");
    private static final byte[] ERROR = Errors.text("ERROR");
    private static final byte[] UNBLOCK_REASON = Errors.text("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR");

    private final Engine engine;

    AllClients(final Engine engine)
    {
        this.engine = engine;
    }

    void list(final CommandContext context)
    {
        final ArgParser args = context.args();
        args.position(FIRST_OPTION);
        final ClientFilter filter = new ClientFilter(engine.acl(), args, context.nowMs(), false).parse(false);
        if (args.failed())
        {
            return;
        }
        final StringBuilder lines = new StringBuilder();
        for (final Session session : engine.sessions().snapshot())
        {
            if (!session.isClosing() && filter.accepts(session, context.session()))
            {
                ClientLine.append(context, session, lines);
                lines.append('\n');
            }
        }
        context.reply().verbatim("txt", lines.toString());
    }

    void kill(final CommandContext context)
    {
        if (FIRST_OPTION + 1 == context.argCount())
        {
            killAddress(context, context.args().textAt(FIRST_OPTION));
            return;
        }
        final ArgParser args = context.args();
        args.position(FIRST_OPTION);
        final ClientFilter filter = new ClientFilter(engine.acl(), args, context.nowMs(), true).parse(true);
        if (args.failed())
        {
            return;
        }
        int count = 0;
        for (final Session session : engine.sessions().snapshot())
        {
            if (!session.isClosing() && filter.accepts(session, context.session()))
            {
                kill(session, context.session());
                count++;
            }
        }
        context.reply().integer(count);
    }

    void pause(final CommandContext context)
    {
        final ArgParser args = context.args();
        boolean holdsAll = true;
        if (args.count() > 4)
        {
            args.fail(Errors.wrongSubcommandArguments(args.textAt(1), "client"));
        }
        else if (4 == args.count())
        {
            holdsAll = args.is(3, ALL);
            if (!holdsAll && !args.is(3, WRITE))
            {
                args.fail(PAUSE_MODE);
            }
        }
        final long timeoutMs = args.longAt(FIRST_OPTION, BAD_TIMEOUT);
        if (timeoutMs < 0)
        {
            args.fail(NEGATIVE_TIMEOUT);
        }
        else if (timeoutMs > Long.MAX_VALUE - context.nowMs())
        {
            args.fail("ERR timeout is out of range");
        }
        if (args.failed())
        {
            return;
        }
        engine.pause().begin(context.nowMs() + timeoutMs, holdsAll);
        context.reply().ok();
    }

    void unpause(final CommandContext context)
    {
        engine.pause().end();
        context.reply().ok();
    }

    void unblock(final CommandContext context)
    {
        final ArgParser args = context.args();
        if (args.count() > 4)
        {
            args.fail(Errors.wrongSubcommandArguments(args.textAt(1), "client"));
        }
        final boolean isError = 4 == args.count() && args.is(3, ERROR);
        if (4 == args.count() && !isError && !args.is(3, TIMEOUT))
        {
            args.fail(UNBLOCK_REASON);
        }
        final long id = args.longAt(FIRST_OPTION);
        if (!args.failed())
        {
            context.reply().integer(engine.blocking().unblock(id, isError ? UNBLOCKED : null) ? 1 : 0);
        }
    }

    private void killAddress(final CommandContext context, final String address)
    {
        for (final Session session : engine.sessions().snapshot())
        {
            if (!session.isClosing() && address.equals(session.channel().remoteAddress()))
            {
                kill(session, context.session());
                context.reply().ok();
                return;
            }
        }
        context.reply().error(NO_SUCH_CLIENT);
    }

    private static void kill(final Session session, final Session caller)
    {
        if (session == caller)
        {
            session.closeAfterCommand();
        }
        else
        {
            session.close(false);
        }
    }
}
