package io.ringbolt.engine.acl;

import io.ringbolt.config.DirectiveLine;
import io.ringbolt.config.FileParameters;
import io.ringbolt.config.ServerConfig;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * All users by name. The default user is always among them. Owned by the engine thread.
 */
final class AclUsers
{
    private final UserRules rules;
    private final Map<String, AclUser> byName = new TreeMap<>();
    private final AclUser defaultUser;

    AclUsers(final UserRules rules)
    {
        this.rules = rules;
        this.defaultUser = newDefaultUser();
        byName.put(AclUser.DEFAULT_NAME, defaultUser);
    }

    AclUser defaultUser()
    {
        return defaultUser;
    }

    AclUser get(final String name)
    {
        return byName.get(name);
    }

    Collection<AclUser> all()
    {
        return byName.values();
    }

    void put(final AclUser user)
    {
        byName.put(user.name(), user);
    }

    AclUser remove(final String name)
    {
        return byName.remove(name);
    }

    /** @return a user with no name in any list that may do anything and needs no password. */
    AclUser newDefaultUser()
    {
        final AclUser user = rules.newUser(AclUser.DEFAULT_NAME);
        user.first().allCommands(true);
        user.first().allKeys(true);
        user.first().allChannels(true);
        user.enabled(true);
        user.noPasswords(true);
        user.onChanged();
        return user;
    }

    /**
     * Makes the users of the configuration's {@code user} lines.
     *
     * @throws io.ringbolt.config.ConfigException if one is wrong.
     */
    void load(final ServerConfig config)
    {
        final Set<String> names = new HashSet<>();
        for (final DirectiveLine line : config.get(FileParameters.USER))
        {
            final String name = line.arguments().get(0);
            if (!names.add(name))
            {
                throw line.origin().error("Error in user declaration '" + name +
                    "': Duplicate user found. A user can only be defined once in config files");
            }
            if (SelectorRules.hasSpaces(name))
            {
                throw line.origin().error("Spaces not allowed in ACL usernames");
            }
            load(name, line);
        }
    }

    private void load(final String name, final DirectiveLine line)
    {
        final StringBuilder unmatched = new StringBuilder();
        final List<String> words = UserRules.merge(line.arguments().subList(1, line.arguments().size()), unmatched);
        if (null == words)
        {
            throw line.origin().error("Error in user declaration '" + unmatched + "': Syntax error");
        }
        final AclUser user = rules.newUser(name);
        for (final String rule : words)
        {
            try
            {
                rules.apply(user, rule);
            }
            catch (final AclRuleException refused)
            {
                throw line.origin().error((refused.isUnknownCommand() ?
                    "Error loading ACL rule '" + rule + "' for the user named '" + name + "': " :
                    "Error in user declaration '" + rule + "': ") + refused.getMessage());
            }
        }
        if (AclUser.DEFAULT_NAME.equals(name))
        {
            defaultUser.assign(user);
            return;
        }
        byName.put(name, user);
    }
}
