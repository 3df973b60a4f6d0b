package io.ringbolt.engine.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a container answers to HELP: a heading with the name it was called by, then each form of each subcommand with an
 * indented explanation.
 */
public final class HelpReply
{
    private static final String INDENT = "    ";
    private static final String HEADING = " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:";

    private final List<String> lines = new ArrayList<>();

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
            context.reply().array(1 + complete.size());
            context.reply().simple(context.args().textAt(0).toUpperCase(Locale.ROOT) + HEADING);
            complete.forEach(context.reply()::simple);
        };
    }
}
