package io.ringbolt.engine.connection;

import io.ringbolt.engine.acl.Acl;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.session.Session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which clients CLIENT LIST shows and CLIENT KILL ends: those that meet every condition given. A condition may stand in
 * its negated form, {@code NOT-ADDR} for {@code ADDR}.
 */
final class ClientFilter
{
    private static final long MS_PER_SECOND = 1000;
    private static final Set<String> TYPES = Set.of("normal", "master", "primary", "replica", "slave", "pubsub");
    private static final String NOT = "NOT-";
    /** Valkey's, some of which no client of this server has. */
    private static final String FLAG_LETTERS = "OSMPxbtRBdcuAUreTIiEN";
    private static final String CAPABILITY_LETTERS = "r";
    private static final Set<String> NEVER_NEGATED = Set.of("MAXAGE", "IDLE");

    private final List<Predicate<Session>> conditions = new ArrayList<>();
    private final Acl acl;
    private final ArgParser args;
    private final long nowMs;
    private boolean skipsCaller;

    /** @param skipsCaller whether the asking client is exempt as long as SKIPME does not say otherwise. */
    ClientFilter(final Acl acl, final ArgParser args, final long nowMs, final boolean skipsCaller)
    {
        this.acl = acl;
        this.args = args;
        this.nowMs = nowMs;
        this.skipsCaller = skipsCaller;
    }

    /** Reads conditions from the parser's position to the end; errors are latched. @return this. */
    ClientFilter parse(final boolean isKill)
    {
        while (args.hasNext() && !args.hasError())
        {
            if (args.remaining() < 2)
            {
                args.fail(Errors.SYNTAX);
                return this;
            }
            final String name = args.textAt(args.next()).toUpperCase(Locale.ROOT);
            if ("SKIPME".equals(name))
            {
                parseSkipMe(args.textAt(args.next()));
                continue;
            }
            final boolean isNegated = name.startsWith(NOT);
            final String plainName = isNegated ? name.substring(NOT.length()) : name;
            final Predicate<Session> condition = condition(plainName, isKill);
            if (null == condition || isNegated && NEVER_NEGATED.contains(plainName))
            {
                args.fail(Errors.SYNTAX);
                return this;
            }
            conditions.add(isNegated ? condition.negate() : condition);
        }
        return this;
    }

    boolean accepts(final Session session, final Session caller)
    {
        if (skipsCaller && session == caller)
        {
            return false;
        }
        for (final Predicate<Session> condition : conditions)
        {
            if (!condition.test(session))
            {
                return false;
            }
        }
        return true;
    }

    private void parseSkipMe(final String value)
    {
        if ("yes".equalsIgnoreCase(value))
        {
            skipsCaller = true;
        }
        else if ("no".equalsIgnoreCase(value))
        {
            skipsCaller = false;
        }
        else
        {
            args.fail(Errors.SYNTAX);
        }
    }

    private Predicate<Session> condition(final String name, final boolean isKill)
    {
        if ("ID".equals(name))
        {
            return ids(isKill);
        }
        final int index = args.next();
        final String value = args.textAt(index);
        return switch (name)
        {
            case "TYPE" -> type(value);
            case "ADDR" -> session -> value.equals(session.channel().remoteAddress());
            case "LADDR" -> session -> value.equals(session.channel().localAddress());
            case "IP" -> session -> value.equals(ip(session.channel().remoteAddress()));
            case "USER" -> user(value);
            case "NAME" -> session -> value.equals(session.name());
            case "LIB-NAME" -> session -> value.equals(session.libraryName());
            case "LIB-VER" -> session -> value.equals(session.libraryVersion());
            case "FLAGS" -> letters(value, FLAG_LETTERS, "flags", ClientLine::flags);
            case "CAPA" -> letters(value, CAPABILITY_LETTERS, "capa", ClientLine::capabilities);
            case "DB" -> database(index);
            case "MAXAGE" -> age(index, "maxage", false);
            case "IDLE" -> age(index, "idle", true);
            default -> null;
        };
    }

    /** One id or, where nothing but ids follows, several. */
    private Predicate<Session> ids(final boolean isKill)
    {
        final List<Long> ids = new ArrayList<>();
        do
        {
            final long id = args.longAt(args.next(), Errors.text(isKill ?
                "ERR client-id should be greater than 0" : "ERR Invalid client ID"));
            if (isKill && !args.hasError() && id < 1)
            {
                args.fail("ERR client-id should be greater than 0");
            }
            ids.add(id);
        }
        while (!args.hasError() && args.hasNext() && nextIsId(isKill));
        return session -> ids.contains(session.id());
    }

    private boolean nextIsId(final boolean isKill)
    {
        final String next = args.textAt(args.position());
        return !next.isEmpty() && Character.isDigit(next.charAt(0)) || !isKill && 1 == args.remaining();
    }

    private Predicate<Session> type(final String value)
    {
        final String type = value.toLowerCase(Locale.ROOT);
        if (!TYPES.contains(type))
        {
            args.fail("ERR Unknown client type '" + value + "'");
        }
        final String wanted = "slave".equals(type) ? "replica" : "primary".equals(type) ? "master" : type;
        return session -> typeOf(session).equals(wanted);
    }

    private static String typeOf(final Session session)
    {
        return session.isMaster() ? "master" : session.isReplica() ? "replica" :
            session.isSubscriber() ? "pubsub" : "normal";
    }

    private Predicate<Session> user(final String value)
    {
        if (null == acl.user(value))
        {
            args.fail("ERR No such user '" + value + "'");
        }
        return session -> value.equals(session.user());
    }

    private Predicate<Session> database(final int index)
    {
        final long database = args.longAt(index);
        return session -> session.databaseIndex() == database;
    }

    private Predicate<Session> age(final int index, final String what, final boolean isIdle)
    {
        final long seconds = args.longAt(index, Errors.text("ERR " + what + " is not an integer or out of range"));
        if (!args.hasError() && seconds <= 0)
        {
            args.fail("ERR " + what + " should be greater than 0");
        }
        return session ->
            nowMs - (isIdle ? session.lastInteractionMs() : session.createdMs()) >= seconds * MS_PER_SECOND;
    }

    private Predicate<Session> letters(
        final String wanted, final String known, final String what, final Function<Session, String> lettersOf)
    {
        if (!containsAll(known, wanted))
        {
            args.fail("ERR Unknown " + what + " found in the provided filter: " + wanted);
        }
        return session -> containsAll(lettersOf.apply(session), wanted);
    }

    private static boolean containsAll(final String letters, final String wanted)
    {
        return wanted.chars().allMatch(letter -> letters.indexOf(letter) >= 0);
    }

    private static String ip(final String address)
    {
        return address.substring(0, Math.max(0, address.lastIndexOf(':'))).replace("[", "").replace("]", "");
    }
}
