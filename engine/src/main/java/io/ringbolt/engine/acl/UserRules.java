package io.ringbolt.engine.acl;

import io.ringbolt.config.Quoting;
import io.ringbolt.engine.command.CommandTable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The language in which users are described, applied rule by rule.
 */
final class UserRules
{
    private final CommandTable commands;
    private final SelectorRules selectorRules;
    private boolean isAllChannels;

    UserRules(final CommandTable commands)
    {
        this.commands = commands;
        this.selectorRules = new SelectorRules(commands);
    }

    /** @param isAll whether new selectors may use all channels. */
    void allChannelsByDefault(final boolean isAll)
    {
        this.isAllChannels = isAll;
    }

    AclUser newUser(final String name)
    {
        return new AclUser(name, newSelector());
    }

    private AclSelector newSelector()
    {
        return new AclSelector(commands.allRows().size(), isAllChannels);
    }

    /** Applies one rule. */
    void apply(final AclUser user, final String rule) throws AclRuleException
    {
        switch (rule.toLowerCase(Locale.ROOT))
        {
            case "" -> { }
            case "on" -> user.enabled(true);
            case "off" -> user.enabled(false);
            case "skip-sanitize-payload" -> user.sanitizing(false);
            case "sanitize-payload" -> user.sanitizing(true);
            case "nopass" -> user.noPasswords(true);
            case "resetpass" -> user.noPasswords(false);
            case "clearselectors" -> user.clearSelectors();
            case "reset" -> reset(user);
            default -> applyOther(user, rule);
        }
    }

    private void applyOther(final AclUser user, final String rule) throws AclRuleException
    {
        switch (rule.charAt(0))
        {
            case '>' -> user.addPassword(PasswordHash.of(rule.substring(1)));
            case '#' -> user.addPassword(checkedHash(rule.substring(1)));
            case '<' -> removePassword(user, PasswordHash.of(rule.substring(1)));
            case '!' -> removePassword(user, checkedHash(rule.substring(1)));
            default ->
            {
                if ('(' == rule.charAt(0) && rule.endsWith(")"))
                {
                    user.addSelector(selector(rule.substring(1, rule.length() - 1)));
                    return;
                }
                selectorRules.apply(user.first(), rule);
                user.onChanged();
            }
        }
    }

    private static String checkedHash(final String hash) throws AclRuleException
    {
        if (!PasswordHash.isValid(hash))
        {
            throw new AclRuleException(AclRuleException.BAD_HASH);
        }
        return hash;
    }

    private static void removePassword(final AclUser user, final String hash) throws AclRuleException
    {
        if (!user.removePassword(hash))
        {
            throw new AclRuleException(AclRuleException.NO_SUCH_PASSWORD);
        }
    }

    private AclSelector selector(final String rules) throws AclRuleException
    {
        final AclSelector selector = newSelector();
        final List<String> words = Quoting.split(rules);
        if (null == words)
        {
            throw new AclRuleException(AclRuleException.SYNTAX);
        }
        for (final String word : words)
        {
            selectorRules.apply(selector, word);
        }
        return selector;
    }

    private void reset(final AclUser user)
    {
        user.noPasswords(false);
        user.enabled(false);
        user.sanitizing(true);
        user.clearSelectors();
        user.first().allKeys(false);
        user.first().allChannels(isAllChannels);
        user.first().allCommands(false);
        user.onChanged();
    }

    /**
     * Puts selectors together that stand in several words.
     *
     * @param unmatched receives the word with the parenthesis that is never closed.
     * @return null if there is such a word.
     */
    static List<String> merge(final List<String> words, final StringBuilder unmatched)
    {
        final List<String> merged = new ArrayList<>(words.size());
        StringBuilder open = null;
        for (final String word : words)
        {
            if (null == open && word.startsWith("(") && !word.endsWith(")"))
            {
                open = new StringBuilder(word);
                unmatched.setLength(0);
                unmatched.append(word);
                continue;
            }
            if (null == open)
            {
                merged.add(word);
                continue;
            }
            open.append(' ').append(word);
            if (word.endsWith(")"))
            {
                merged.add(open.toString());
                open = null;
            }
        }
        return null == open ? merged : null;
    }
}
