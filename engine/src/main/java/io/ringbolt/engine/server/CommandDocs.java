package io.ringbolt.engine.server;

import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.ReplyWriter;

import java.util.List;

/**
 * What COMMAND DOCS replies about a command: its manual entry.
 */
final class CommandDocs
{
    private final ReplyWriter reply;
    private int keySpecIndex;
    private int keySpecCount;

    CommandDocs(final ReplyWriter reply)
    {
        this.reply = reply;
    }

    void write(final Command command)
    {
        final long map = reply.deferAggregate();
        int pairs = 3;
        text("summary", command.summary());
        text("since", command.since());
        text("group", command.group().label());
        pairs += optionalText("complexity", command.complexity());
        pairs += flags(command);
        pairs += optionalText("deprecated_since", command.deprecatedSince());
        pairs += optionalText("replaced_by", command.replacedBy());
        pairs += history(command);
        pairs += arguments(command);
        pairs += subcommands(command);
        reply.completeMap(map, pairs);
    }

    private int flags(final Command command)
    {
        if (0 == command.docFlags().length)
        {
            return 0;
        }
        reply.bulk("doc_flags");
        reply.set(command.docFlags().length);
        for (final String flag : command.docFlags())
        {
            reply.simple(flag);
        }
        return 1;
    }

    private int history(final Command command)
    {
        final String[] history = command.history();
        if (0 == history.length)
        {
            return 0;
        }
        reply.bulk("history");
        reply.set(history.length / 2);
        for (int i = 0; i < history.length; i += 2)
        {
            reply.array(2);
            reply.bulk(history[i]);
            reply.bulk(history[i + 1]);
        }
        return 1;
    }

    private int arguments(final Command command)
    {
        final List<SyntaxArgument> arguments = SyntaxParser.parse(command);
        if (arguments.isEmpty())
        {
            return 0;
        }
        keySpecIndex = 0;
        keySpecCount = command.keySpecs().length;
        reply.bulk("arguments");
        arguments(arguments);
        return 1;
    }

    private void arguments(final List<SyntaxArgument> arguments)
    {
        reply.array(arguments.size());
        arguments.forEach(this::argument);
    }

    private void argument(final SyntaxArgument argument)
    {
        final long map = reply.deferAggregate();
        int pairs = 2;
        text("name", argument.name);
        text("type", argument.type.label());
        if (!argument.hasArguments() && SyntaxArgument.Type.PURE_TOKEN != argument.type)
        {
            text("display_text", argument.name);
            pairs++;
        }
        if (SyntaxArgument.Type.KEY == argument.type && keySpecCount > 0)
        {
            reply.bulk("key_spec_index");
            reply.integer(Math.min(keySpecIndex++, keySpecCount - 1));
            pairs++;
        }
        if (null != argument.token)
        {
            text("token", argument.token);            // also an empty one: redis-cli takes it for granted
            pairs++;
        }
        final List<String> flags = argument.flags();
        if (!flags.isEmpty())
        {
            reply.bulk("flags");
            reply.array(flags.size());
            flags.forEach(reply::simple);
            pairs++;
        }
        if (argument.hasArguments())
        {
            reply.bulk("arguments");
            arguments(argument.arguments);
            pairs++;
        }
        reply.completeMap(map, pairs);
    }

    private int subcommands(final Command command)
    {
        if (!command.isContainer())
        {
            return 0;
        }
        reply.bulk("subcommands");
        reply.map(command.subcommands().size());
        for (final Command subcommand : command.subcommands())
        {
            reply.bulk(subcommand.fullNameBytes());
            write(subcommand);
        }
        return 1;
    }

    private int optionalText(final String name, final String text)
    {
        if (null == text || text.isEmpty())
        {
            return 0;
        }
        text(name, text);
        return 1;
    }

    private void text(final String name, final String text)
    {
        reply.bulk(name);
        reply.bulk(text);
    }
}
