package io.ringbolt.engine.acl;

import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandTable;

import java.util.Locale;

/**
 * The rules for commands, keys and channels, each applied to one selector.
 */
/*
 * Commands are known by the names they have in the table, whatever rename-command calls them. -@all and +@all
 * also wipe out what went before; whether the last of them was +@all decides how the list of rules begins when it
 * is written down.
 */
final class SelectorRules
{
    private static final String CATEGORY = "@";

    private final CommandTable commands;

    SelectorRules(final CommandTable commands)
    {
        this.commands = commands;
    }

    void apply(final AclSelector selector, final String rule) throws AclRuleException
    {
        switch (rule.toLowerCase(Locale.ROOT))
        {
            case "allkeys", AclSelector.ALL_KEYS -> selector.allKeys(true);
            case "resetkeys" -> selector.allKeys(false);
            case "allchannels", AclSelector.ALL_CHANNELS -> selector.allChannels(true);
            case "resetchannels" -> selector.allChannels(false);
            case "allcommands", "+@all" -> selector.allCommands(true);
            case "nocommands", "-@all" -> selector.allCommands(false);
            default -> applyNamed(selector, rule);
        }
    }

    private void applyNamed(final AclSelector selector, final String rule) throws AclRuleException
    {
        switch (rule.isEmpty() ? ' ' : rule.charAt(0))
        {
            case '~' -> addKeys(selector, rule.substring(1), KeyPattern.ALL);
            case '%' -> addKeysWithPermissions(selector, rule);
            case '&' -> addChannels(selector, rule.substring(1));
            case '+', '-' -> applyCommand(selector, rule.substring(1), '+' == rule.charAt(0));
            default -> throw new AclRuleException(AclRuleException.SYNTAX);
        }
    }

    private static void addKeysWithPermissions(final AclSelector selector, final String rule) throws AclRuleException
    {
        refuseIfAllKeys(selector);
        int permissions = 0;
        int index = 1;
        while (index < rule.length() && '~' != rule.charAt(index))
        {
            final int permission = permission(rule.charAt(index));
            if (0 == permission || 0 != (permissions & permission))
            {
                throw new AclRuleException(AclRuleException.SYNTAX);
            }
            permissions |= permission;
            index++;
        }
        if (index == rule.length() || 0 == permissions)
        {
            throw new AclRuleException(AclRuleException.SYNTAX);
        }
        addKeys(selector, rule.substring(index + 1), permissions);
    }

    private static int permission(final char letter)
    {
        return switch (letter)
        {
            case 'r', 'R' -> KeyPattern.READ;
            case 'w', 'W' -> KeyPattern.WRITE;
            default -> 0;
        };
    }

    private static void addKeys(final AclSelector selector, final String pattern, final int permissions)
        throws AclRuleException
    {
        refuseIfAllKeys(selector);
        refuseSpaces(pattern);
        selector.addKeys(pattern, permissions);
    }

    private static void refuseIfAllKeys(final AclSelector selector) throws AclRuleException
    {
        if (selector.isAllKeys())
        {
            throw new AclRuleException(AclRuleException.KEYS_AFTER_ALL);
        }
    }

    private static void addChannels(final AclSelector selector, final String pattern) throws AclRuleException
    {
        if (selector.isAllChannels())
        {
            throw new AclRuleException(AclRuleException.CHANNELS_AFTER_ALL);
        }
        refuseSpaces(pattern);
        selector.addChannels(pattern);
    }

    private static void refuseSpaces(final String text) throws AclRuleException
    {
        if (hasSpaces(text))
        {
            throw new AclRuleException(AclRuleException.SYNTAX);
        }
    }

    /** @return true if a text can't stand in a line of words: it has white space or a zero byte. */
    static boolean hasSpaces(final String text)
    {
        return text.chars().anyMatch(letter -> ' ' == letter || letter >= '\t' && letter <= '\r' || 0 == letter);
    }

    private void applyCommand(
        final AclSelector selector, final String name, final boolean isAllowed) throws AclRuleException
    {
        if (name.startsWith(CATEGORY))
        {
            applyCategory(selector, name.substring(CATEGORY.length()), isAllowed);
            return;
        }
        final int bar = name.lastIndexOf('|');
        if (isAllowed && bar >= 0)
        {
            allowWithArgument(selector, name, name.substring(0, bar), name.substring(bar + 1));
            return;
        }
        selector.command(find(name), isAllowed);
    }

    private void allowWithArgument(
        final AclSelector selector, final String whole, final String name,
        final String argument) throws AclRuleException
    {
        final Command command = find(name);
        if (null != command.container())
        {
            throw new AclRuleException(AclRuleException.FIRST_ARGUMENT_OF_SUBCOMMAND);
        }
        if (argument.isEmpty())
        {
            throw new AclRuleException(AclRuleException.SYNTAX);
        }
        if (command.isContainer())
        {
            selector.command(find(whole), true);
            return;
        }
        selector.firstArgument(command, argument);
    }

    private void applyCategory(
        final AclSelector selector, final String name, final boolean isAllowed) throws AclRuleException
    {
        final AclCategory category = category(name);
        if (null == category)
        {
            throw new AclRuleException(AclRuleException.UNKNOWN_COMMAND);
        }
        selector.category(category.label(), category.bit(), commands.allRows(), isAllowed);
    }

    /** @return the category of that name, or null. */
    static AclCategory category(final String name)
    {
        for (final AclCategory category : AclCategory.values())
        {
            if (category.label().equalsIgnoreCase(name))
            {
                return category;
            }
        }
        return null;
    }

    private Command find(final String name) throws AclRuleException
    {
        final Command command = commands.find(name);
        if (null == command)
        {
            throw new AclRuleException(AclRuleException.UNKNOWN_COMMAND);
        }
        return command;
    }
}
