package io.ringbolt.engine.acl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The rules by which a selector came to its commands, in order and without those that later ones have made void, so
 * that they can be written down and read again.
 */
final class CommandRules
{
    private final List<String> rules = new ArrayList<>();

    void clear()
    {
        rules.clear();
    }

    /** Adds a rule. @param name of a command, a subcommand or, after an {@code @}, a category. */
    void add(final String name, final boolean isAllowed)
    {
        final String lower = name.toLowerCase(Locale.ROOT);
        rules.removeIf(rule -> isVoid(rule.substring(1), lower));
        rules.add((isAllowed ? "+" : "-") + lower);
    }

    /** What is said of a command also holds for its subcommands. */
    private static boolean isVoid(final String earlier, final String later)
    {
        return earlier.startsWith(later) &&
            (earlier.length() == later.length() || '|' == earlier.charAt(later.length()));
    }

    CommandRules copy()
    {
        final CommandRules copy = new CommandRules();
        copy.rules.addAll(rules);
        return copy;
    }

    List<String> all()
    {
        return rules;
    }
}
