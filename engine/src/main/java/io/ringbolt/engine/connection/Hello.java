package io.ringbolt.engine.connection;

import io.ringbolt.engine.Engine;
import io.ringbolt.engine.ProductVersion;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.session.Session;

/**
 * HELLO, the handshake: protocol version, user and name in one command, answered by what the server is.
 */
final class Hello
{
    static final byte[] INVALID_NAME =
        Errors.text("ERR Client names cannot contain spaces, newlines or special characters.");

    private static final byte[] AUTH = Errors.text("AUTH");
    private static final byte[] SETNAME = Errors.text("SETNAME");
    private static final byte[] NOT_A_VERSION = Errors.text("ERR Protocol version is not an integer or out of range");
    private static final byte[] NO_PROTOCOL = Errors.text("NOPROTO unsupported protocol version");
    private static final byte[] NO_AUTH =
        Errors.text("NOAUTH HELLO must be called with the client already authenticated, " +
        "otherwise the HELLO <proto> AUTH <user> <pass> option can be used to authenticate the client and select " +
        "the RESP protocol version at the same time");
    private static final byte[] WRONG_PASSWORD =
        Errors.text("WRONGPASS invalid username-password pair or user is disabled.");
    private static final int FIELD_COUNT = 7;

    private final Engine engine;

    Hello(final Engine engine)
    {
        this.engine = engine;
    }

    void execute(final CommandContext context)
    {
        final ArgParser args = context.args();
        final Session session = context.session();
        int version = 0;
        int userIndex = 0;
        int nameIndex = 0;
        if (args.hasNext())
        {
            version = versionAt(args, args.next());
            while (args.hasNext() && !args.hasError())
            {
                if (args.accept(AUTH, 2))
                {
                    userIndex = args.next();
                    context.secret(userIndex);
                    context.secret(args.next());
                }
                else if (args.accept(SETNAME, 1))
                {
                    nameIndex = nameAt(args, args.next());
                }
                else
                {
                    args.fail("ERR Syntax error in HELLO option '" + args.textAt(args.position()) + "'");
                }
            }
        }
        if (args.failed() || !isAdmitted(context, userIndex))
        {
            return;
        }
        if (0 != nameIndex)
        {
            session.name(args.textAt(nameIndex));
        }
        if (0 != version)
        {
            session.protocol(version);
            context.engine().pubSub().onProtocol(session);
            context.engine().tracking().onProtocol(session);
        }
        reply(session);
    }

    private static int versionAt(final ArgParser args, final int index)
    {
        final long version = args.longAt(index, NOT_A_VERSION);
        if (version < 2 || version > 3)
        {
            args.fail(NO_PROTOCOL);
        }
        return (int)version;
    }

    private static int nameAt(final ArgParser args, final int index)
    {
        if (!ClientNames.isValid(args.textAt(index)))
        {
            args.fail(INVALID_NAME);
        }
        return index;
    }

    private boolean isAdmitted(final CommandContext context, final int userIndex)
    {
        final Session session = context.session();
        if (0 != userIndex)
        {
            final ArgParser args = context.args();
            if (!engine.acl().authenticate(
                session, args.textAt(userIndex), args.bytesAt(userIndex + 1), context.entry(), args.textAt(0)))
            {
                context.reply().error(WRONG_PASSWORD);
                return false;
            }
        }
        else if (!session.isAuthenticated() && engine.acl().isPasswordRequired())
        {
            context.reply().error(NO_AUTH);
            return false;
        }
        return true;
    }

    private void reply(final Session session)
    {
        final ReplyWriter reply = session.reply();
        reply.map(FIELD_COUNT);
        reply.bulk("server");
        reply.bulk("redis");
        reply.bulk("version");
        reply.bulk(ProductVersion.REDIS_VERSION);
        reply.bulk("proto");
        reply.integer(session.protocol());
        reply.bulk("id");
        reply.integer(session.id());
        reply.bulk("mode");
        reply.bulk(engine.identity().mode());
        reply.bulk("role");
        reply.bulk(engine.replication().isReplica() ? "replica" : "master");
        reply.bulk("modules");
        reply.array(0);
    }
}
