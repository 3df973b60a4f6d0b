package io.ringbolt.engine.connection;

import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.session.ReplyMode;
import io.ringbolt.engine.session.Session;

import java.util.Locale;

/**
 * The subcommands of CLIENT that concern the connection they arrive on.
 */
final class OwnClient
{
    private static final byte[] SETTING_ON = Errors.text("ON");

    void id(final CommandContext context)
    {
        context.reply().integer(context.session().id());
    }

    void info(final CommandContext context)
    {
        final StringBuilder line = new StringBuilder();
        ClientLine.append(context, context.session(), line);
        context.reply().verbatim("txt", line.append('\n').toString());
    }

    void getName(final CommandContext context)
    {
        final String name = context.session().name();
        if (name.isEmpty())
        {
            context.reply().nullValue();
        }
        else
        {
            context.reply().bulk(name);
        }
    }

    void setName(final CommandContext context)
    {
        final String name = context.args().textAt(2);
        if (!ClientNames.isValid(name))
        {
            context.reply().error(Hello.INVALID_NAME);
            return;
        }
        context.session().name(name);
        context.reply().ok();
    }

    void setInfo(final CommandContext context)
    {
        final String attribute = context.args().textAt(2);
        final String value = context.args().textAt(3);
        final Session session = context.session();
        final boolean isName = "lib-name".equalsIgnoreCase(attribute);
        if (!isName && !"lib-ver".equalsIgnoreCase(attribute))
        {
            context.reply().error("ERR Unrecognized option '" + attribute + "'");
            return;
        }
        if (!ClientNames.isValid(value))
        {
            context.reply().error("ERR " + attribute.toLowerCase(Locale.ROOT) +
                " cannot contain spaces, newlines or special characters.");
            return;
        }
        if (isName)
        {
            session.libraryName(value);
        }
        else
        {
            session.libraryVersion(value);
        }
        context.reply().ok();
    }

    void noTouch(final CommandContext context)
    {
        if (!ClientCommands.isNeitherOnNorOff(context, 2))
        {
            context.session().noTouch(context.args().is(2, SETTING_ON));
            context.reply().ok();
        }
    }

    void noEvict(final CommandContext context)
    {
        if (!ClientCommands.isNeitherOnNorOff(context, 2))
        {
            context.session().noEvict(context.args().is(2, SETTING_ON));
            context.reply().ok();
        }
    }

    void reply(final CommandContext context)
    {
        final Session session = context.session();
        switch (context.args().textAt(2).toUpperCase(Locale.ROOT))
        {
            case "ON" ->
            {
                session.replyMode(ReplyMode.ON);
                context.reply().ok();
            }
            case "OFF" -> session.replyMode(ReplyMode.OFF);
            case "SKIP" ->
            {
                if (ReplyMode.OFF != session.replyMode())
                {
                    session.replyMode(ReplyMode.SKIP_NEXT);
                }
            }
            default -> context.reply().error(Errors.SYNTAX);
        }
    }

    /** Unknown capabilities are passed over, so that newer clients can name theirs. */
    void capabilities(final CommandContext context)
    {
        for (int i = 2; i < context.argCount(); i++)
        {
            if ("redirect".equalsIgnoreCase(context.args().textAt(i)))
            {
                context.session().redirectable(true);
            }
        }
        context.reply().ok();
    }

    void readOnly(final CommandContext context)
    {
        context.session().readsFromReplica(true);
        context.reply().ok();
    }

    void readWrite(final CommandContext context)
    {
        context.session().readsFromReplica(false);
        context.reply().ok();
    }
}
