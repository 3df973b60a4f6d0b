package io.ringbolt.engine.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One argument of a command as COMMAND DOCS describes it, with the arguments inside it if it is a choice or a group.
 */
final class SyntaxArgument
{
    /** What kind of thing the argument is. */
    enum Type
    {
        STRING, INTEGER, DOUBLE, KEY, PATTERN, UNIX_TIME, PURE_TOKEN, ONEOF, BLOCK;

        String label()
        {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    final Type type;
    final List<SyntaxArgument> arguments;
    String name;
    String token;
    boolean isOptional;
    boolean isMultiple;
    boolean isMultipleToken;

    SyntaxArgument(final Type type, final String name, final List<SyntaxArgument> arguments)
    {
        this.type = type;
        this.name = name;
        this.arguments = arguments;
    }

    boolean hasArguments()
    {
        return !arguments.isEmpty();
    }

    /** @return {@code optional}, {@code multiple} and {@code multiple_token} as far as they apply. */
    List<String> flags()
    {
        final List<String> flags = new ArrayList<>();
        if (isOptional)
        {
            flags.add("optional");
        }
        if (isMultiple)
        {
            flags.add("multiple");
        }
        if (isMultipleToken)
        {
            flags.add("multiple_token");
        }
        return flags;
    }
}
