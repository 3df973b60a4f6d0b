package io.ringbolt.engine.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a container answers to HELP: a heading, then each form of each subcommand with an indented explanation.
 */
public final class HelpReply
{
    private static final String INDENT = "    ";

    private final List<String> lines = new ArrayList<>();

    /** @param container the container's name in any case. */
    public HelpReply(final String container)
    {
        lines.add(container.toUpperCase(Locale.ROOT) + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
    }

    /** Adds a subcommand. @param form its name and arguments. @param explanation one line or several. @return this. */
    public HelpReply add(final String form, final String... explanation)
    {
        lines.add(form);
        for (final String line : explanation)
        {
            lines.add(INDENT + line);
        }
        return this;
    }

    /** Adds the line on HELP itself and makes a handler of the whole. */
    public CommandHandler handler()
    {
        add("HELP", "Print this help.");
        final List<String> complete = List.copyOf(lines);
        return context ->
        {
            context.reply().array(complete.size());
            complete.forEach(context.reply()::simple);
        };
    }
}
