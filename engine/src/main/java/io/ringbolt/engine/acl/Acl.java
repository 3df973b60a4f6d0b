package io.ringbolt.engine.acl;

import io.ringbolt.config.AclPubsubDefault;
import io.ringbolt.config.ConfigException;
import io.ringbolt.config.FileParameters;
import io.ringbolt.config.SecurityParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.connection.ClientLine;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.session.Session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Who may do what: the users, the check that every command passes, and the log of what was denied.
 * Owned by the engine thread.
 */
public final class Acl implements AutoCloseable
{
    private static final byte[] DEFAULT_PASSWORD = {};

    private final Engine engine;
    private final UserRules rules;
    private final AclUsers users;
    private final AclChecker checker;
    private final AclLog log = new AclLog();
    private final UserSessions sessions;
    private String requirePass = "";
    private boolean isPasswordRequired;

    public Acl(final Engine engine)
    {
        this.engine = engine;
        this.rules = new UserRules(engine.commands());
        this.users = new AclUsers(rules);
        this.checker = new AclChecker(engine.allocator());
        this.sessions = new UserSessions(engine, checker);
    }

    /**
     * Takes a new configuration: the password of the default user, what new users begin with, the length of the log.
     */
    public void onConfig(final ServerConfig config)
    {
        rules.allChannelsByDefault(AclPubsubDefault.ALLCHANNELS == config.get(SecurityParameters.ACL_PUBSUB_DEFAULT));
        log.maxLength(config.longValue(SecurityParameters.ACLLOG_MAX_LEN));
        final String password = config.get(SecurityParameters.REQUIREPASS);
        if (!password.equals(requirePass))
        {
            requirePass = password;
            users.defaultUser().noPasswords(password.isEmpty());
            if (!password.isEmpty())
            {
                users.defaultUser().addPassword(PasswordHash.of(password));
            }
            onDefaultUserChanged();
        }
    }

    /** Makes the users that the configuration or the ACL file names. @throws ConfigException if that can't be. */
    public void load(final ServerConfig config)
    {
        final boolean hasFile = !config.get(SecurityParameters.ACLFILE).isEmpty();
        if (hasFile && !config.get(FileParameters.USER).isEmpty())
        {
            throw new ConfigException(
                "Configuring Redis with users defined in redis.conf and at the same setting an ACL " +
                "file path is invalid. This setup is very likely to lead to configuration errors and security " +
                "holes, please define either an ACL file or declare users directly in your redis.conf, but not both.");
        }
        users.load(config);
        final String faults = hasFile ? loadFile(config) : null;
        if (null != faults)
        {
            throw new ConfigException("Aborting Redis startup because of ACL errors: " + faults);
        }
        onDefaultUserChanged();
    }

    /** Puts the users of the ACL file in the place of all others. @return null, or why nothing has changed. */
    String loadFile(final ServerConfig config)
    {
        final String name = config.get(SecurityParameters.ACLFILE);
        final String text;
        try
        {
            text = new String(engine.host().readFile(config.resolve(name)), StandardCharsets.ISO_8859_1);
        }
        catch (final IOException unreadable)
        {
            return "Error loading ACLs, opening file '" + name + "': No such file or directory";
        }
        final AclFileReader reader = new AclFileReader(rules, name);
        final String faults = reader.read(text);
        if (null == faults)
        {
            replaceAll(reader.users());
        }
        return faults;
    }

    /** Writes all users to the ACL file. @throws IOException if that fails. */
    void saveFile(final ServerConfig config) throws IOException
    {
        final StringBuilder text = new StringBuilder();
        users.all().forEach(user -> text.append("user ").append(user.describe()).append('\n'));
        engine.host().replaceFile(
            config.resolve(config.get(SecurityParameters.ACLFILE)),
            text.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private void replaceAll(final Map<String, AclUser> loaded)
    {
        loaded.putIfAbsent(AclUser.DEFAULT_NAME, users.newDefaultUser());
        for (final AclUser known : List.copyOf(users.all()))
        {
            final AclUser next = loaded.remove(known.name());
            if (null == next)
            {
                delete(known.name());
            }
            else
            {
                change(known, next);
            }
        }
        loaded.values().forEach(users::put);
    }

    /** Applies rules to a user, all or none. @return null, or why not. */
    String setUser(final String name, final List<String> words)
    {
        final StringBuilder unmatched = new StringBuilder();
        final List<String> merged = UserRules.merge(words, unmatched);
        if (null == merged)
        {
            return "ERR Unmatched parenthesis in acl selector starting at '" + unmatched + "'.";
        }
        final AclUser known = users.get(name);
        final AclUser next = rules.newUser(name);
        if (null != known)
        {
            next.assign(known);
        }
        for (final String rule : merged)
        {
            try
            {
                rules.apply(next, rule);
            }
            catch (final AclRuleException refused)
            {
                return "ERR Error in ACL SETUSER modifier '" + rule + "': " + refused.getMessage();
            }
        }
        if (null == known)
        {
            users.put(next);
        }
        else
        {
            change(known, next);
        }
        return null;
    }

    private void change(final AclUser known, final AclUser next)
    {
        known.assign(next);
        sessions.endForbiddenListeners(known);
        if (known == users.defaultUser())
        {
            onDefaultUserChanged();
        }
    }

    /** Removes a user and ends its sessions. @return true if there was such a user. */
    boolean delete(final String name)
    {
        final AclUser user = users.remove(name);
        if (null != user)
        {
            sessions.endAll(user);
        }
        return null != user;
    }

    private void onDefaultUserChanged()
    {
        isPasswordRequired = !users.defaultUser().isPasswordless() || !users.defaultUser().isEnabled();
        engine.host().onPasswordRequired(isPasswordRequired);
    }

    /** @return true if new clients must log in first. */
    public boolean isPasswordRequired()
    {
        return isPasswordRequired;
    }

    /** @return true if the default user takes every password. */
    public boolean isDefaultPasswordless()
    {
        return users.defaultUser().isPasswordless();
    }

    /** Gives a session the user and the standing that new clients have. */
    public void enter(final Session session)
    {
        session.user(users.defaultUser());
        session.authenticated(!isPasswordRequired);
    }

    /** @return the user, or null. */
    public AclUser user(final String name)
    {
        return users.get(name);
    }

    Collection<AclUser> users()
    {
        return users.all();
    }

    /** @return users with their rules, one a line, for the configuration file. */
    public List<String> userLines()
    {
        return users.all().stream().map(AclUser::describe).toList();
    }

    /**
     * Makes a session a user's if the password is right; otherwise nothing changes but the log.
     *
     * @param commandName what the client typed to log in.
     */
    public boolean authenticate(
        final Session session, final String name, final byte[] password, final RingEntry entry,
        final String commandName)
    {
        final AclUser user = users.get(name);
        if (null == user || !user.isEnabled() || !user.isPasswordless() && !isPassword(user, password))
        {
            log.add(AclVerdict.AUTH, AclContext.of(session), commandName, name, clientInfo(session, entry), nowMs());
            return false;
        }
        session.user(user);
        session.authenticated(true);
        return true;
    }

    /**
     * Makes a session that of the first user whom its client's certificate names; of none nothing changes but the log.
     *
     * @param names at least one.
     */
    public void enterByCertificate(final Session session, final List<String> names)
    {
        for (final String name : names)
        {
            final AclUser user = users.get(name);
            if (null != user && user.isEnabled())
            {
                session.user(user);
                session.authenticated(true);
                return;
            }
        }
        log.add(AclVerdict.TLS_CERT, AclContext.TOPLEVEL, "", names.get(0), clientInfo(session, null), nowMs());
    }

    private static boolean isPassword(final AclUser user, final byte[] password)
    {
        final String hash = PasswordHash.of(null == password ? DEFAULT_PASSWORD : password);
        boolean isFound = false;
        for (final String known : user.passwords())
        {
            isFound |= PasswordHash.areEqual(hash, known);
        }
        return isFound;
    }

    /** Checks what a session wants to execute, see {@link #deny} for what follows. */
    public AclVerdict check(final Session session, final Command command, final RingEntry entry)
    {
        return checker.check(session.aclUser(), command, entry, 0);
    }

    /** Checks what a user might want to execute. @param first index in the entry of the command's name. */
    public AclVerdict check(final AclUser user, final Command command, final RingEntry entry, final int first)
    {
        return checker.check(user, command, entry, first);
    }

    /** @return true if the user of a session may read whatever key the command comes upon. */
    public boolean mayReadAll(final Session session, final Command command, final RingEntry entry)
    {
        return checker.mayReadAll(session.aclUser(), command, entry);
    }

    /** @return the argument that the last denial was about. */
    int deniedIndex()
    {
        return checker.deniedIndex();
    }

    /** Logs the denial that the last check ended with. @return the error for the client. */
    public String deny(
        final AclVerdict verdict, final Session session, final Command command, final RingEntry entry,
        final AclContext context)
    {
        final String object =
            AclVerdict.COMMAND == verdict ? command.fullName() : textAt(entry, checker.deniedIndex());
        log.add(verdict, context, object, session.user(), clientInfo(session, entry), nowMs());
        return switch (verdict)
        {
            case COMMAND -> "NOPERM User " + session.user() + " has no permissions to run the '" + command.fullName() +
                "' command";
            case KEY -> "NOPERM No permissions to access a key";
            case CHANNEL -> "NOPERM No permissions to access a channel";
            default -> throw new IllegalArgumentException("not a denial: " + verdict);
        };
    }

    static String textAt(final RingEntry entry, final int index)
    {
        return new String(
            OffHeap.toBytes(entry.argumentAddress(index), entry.argumentLength(index)), StandardCharsets.ISO_8859_1);
    }

    public AclLog log()
    {
        return log;
    }

    private String clientInfo(final Session session, final RingEntry entry)
    {
        return ClientLine.of(session, nowMs(), entry);
    }

    private long nowMs()
    {
        return engine.nowUs() / 1000;
    }

    @Override
    public void close()
    {
        checker.close();
    }
}
