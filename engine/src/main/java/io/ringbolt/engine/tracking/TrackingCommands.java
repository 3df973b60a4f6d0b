package io.ringbolt.engine.tracking;

import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.session.Session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The subcommands of CLIENT that concern client-side caching.
 */
public final class TrackingCommands
{
    private static final int SWITCH = 2;
    private static final int FIRST_OPTION = 3;
    private static final int NO_REDIRECTION = -1;
    private static final byte[] ON = Errors.text("ON");
    private static final byte[] OFF = Errors.text("OFF");
    private static final byte[] YES = Errors.text("YES");
    private static final byte[] NO = Errors.text("NO");
    private static final byte[] REDIRECT = Errors.text("REDIRECT");
    private static final byte[] BCAST = Errors.text("BCAST");
    private static final byte[] PREFIX = Errors.text("PREFIX");
    private static final byte[] OPTIN = Errors.text("OPTIN");
    private static final byte[] OPTOUT = Errors.text("OPTOUT");
    private static final byte[] NOLOOP = Errors.text("NOLOOP");
    private static final byte[] ONE_REDIRECT =
        Errors.text("ERR A client can only redirect to a single other client");
    private static final byte[] NO_SUCH_CLIENT = Errors.text("ERR The client ID you want redirect to does not exist");
    private static final byte[] PREFIX_WITHOUT_BCAST =
        Errors.text("ERR PREFIX option requires BCAST mode to be enabled");
    private static final byte[] BCAST_SWITCHED = Errors.text("ERR You can't switch BCAST mode on/off before " +
        "disabling tracking for this client, and then re-enabling it with a different mode.");
    private static final byte[] BCAST_WITH_OPT =
        Errors.text("ERR OPTIN and OPTOUT are not compatible with BCAST");
    private static final byte[] BOTH_OPTS = Errors.text("ERR You can't specify both OPTIN mode and OPTOUT mode");
    private static final byte[] OPT_SWITCHED = Errors.text("ERR You can't switch OPTIN/OPTOUT mode before disabling " +
        "tracking for this client, and then re-enabling it with a different mode.");
    private static final byte[] NOT_TRACKING = Errors.text("ERR CLIENT CACHING can be called only when the client is " +
        "in tracking mode with OPTIN or OPTOUT mode enabled");
    private static final byte[] NOT_OPTIN =
        Errors.text("ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.");
    private static final byte[] NOT_OPTOUT =
        Errors.text("ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.");

    private final Engine engine;

    public TrackingCommands(final Engine engine)
    {
        this.engine = engine;
    }

    /** CLIENT TRACKING. */
    public void tracking(final CommandContext context)
    {
        final ArgParser args = context.args();
        final TrackingState options = new TrackingState(context.session());
        final List<String> prefixes = new ArrayList<>();
        args.position(FIRST_OPTION);
        while (args.hasNext() && !args.hasError())
        {
            parseOption(args, options, prefixes);
        }
        final boolean isOn = args.is(SWITCH, ON);
        if (!isOn && !args.is(SWITCH, OFF))
        {
            args.fail(Errors.SYNTAX);
        }
        if (isOn)
        {
            check(args, options, prefixes);
        }
        if (args.failed())
        {
            return;
        }
        if (isOn)
        {
            if (options.isBroadcast && prefixes.isEmpty())
            {
                prefixes.add("");
            }
            engine.tracking().enable(options, prefixes);
        }
        else
        {
            engine.tracking().disable(context.session());
        }
        context.reply().ok();
    }

    private void parseOption(final ArgParser args, final TrackingState options, final List<String> prefixes)
    {
        if (args.accept(REDIRECT, 1))
        {
            if (0 != options.redirectId)
            {
                args.fail(ONE_REDIRECT);
                return;
            }
            options.redirectId = args.longAt(args.next());
            if (!args.hasError() && null == engine.sessions().byId(options.redirectId))
            {
                args.fail(NO_SUCH_CLIENT);
            }
        }
        else if (args.accept(PREFIX, 1))
        {
            prefixes.add(args.textAt(args.next()));
        }
        else if (args.accept(BCAST))
        {
            options.isBroadcast = true;
        }
        else if (args.accept(OPTIN))
        {
            options.isOptIn = true;
        }
        else if (args.accept(OPTOUT))
        {
            options.isOptOut = true;
        }
        else if (args.accept(NOLOOP))
        {
            options.isNoLoop = true;
        }
        else
        {
            args.fail(Errors.SYNTAX);
        }
    }

    private static void check(final ArgParser args, final TrackingState options, final List<String> prefixes)
    {
        final TrackingState current = options.session.tracking();
        if (!options.isBroadcast && !prefixes.isEmpty())
        {
            args.fail(PREFIX_WITHOUT_BCAST);
        }
        if (null != current && current.isBroadcast != options.isBroadcast)
        {
            args.fail(BCAST_SWITCHED);
        }
        if (options.isBroadcast && (options.isOptIn || options.isOptOut))
        {
            args.fail(BCAST_WITH_OPT);
        }
        if (options.isOptIn && options.isOptOut)
        {
            args.fail(BOTH_OPTS);
        }
        if (null != current && (options.isOptIn && current.isOptOut || options.isOptOut && current.isOptIn))
        {
            args.fail(OPT_SWITCHED);
        }
        if (!args.hasError())
        {
            checkPrefixes(args, null == current ? options : current, prefixes);
        }
    }

    private static void checkPrefixes(
        final ArgParser args, final TrackingState known, final List<String> prefixes)
    {
        for (int i = 0; i < prefixes.size(); i++)
        {
            final String prefix = prefixes.get(i);
            final String other = known.overlapping(prefix);
            if (null != other)
            {
                refuseOverlap(args, prefix, "an existing", other);
            }
            for (final String provided : prefixes.subList(i + 1, prefixes.size()))
            {
                if (prefix.startsWith(provided) || provided.startsWith(prefix))
                {
                    refuseOverlap(args, prefix, "another provided", provided);
                    break;
                }
            }
        }
    }

    private static void refuseOverlap(
        final ArgParser args, final String prefix, final String what, final String other)
    {
        args.fail("ERR Prefix '" + prefix + "' overlaps with " + what + " prefix '" + other +
            "'. Prefixes for a single client must not overlap.");
    }

    /** CLIENT CACHING. */
    public void caching(final CommandContext context)
    {
        final TrackingState state = context.session().tracking();
        final ArgParser args = context.args();
        final boolean isYes = args.is(SWITCH, YES);
        if (null == state)
        {
            args.fail(NOT_TRACKING);
        }
        else if (!isYes && !args.is(SWITCH, NO))
        {
            args.fail(Errors.SYNTAX);
        }
        else if (isYes && !state.isOptIn)
        {
            args.fail(NOT_OPTIN);
        }
        else if (!isYes && !state.isOptOut)
        {
            args.fail(NOT_OPTOUT);
        }
        if (!args.failed())
        {
            state.isCachingGiven = true;
            context.reply().ok();
        }
    }

    /** CLIENT GETREDIR. */
    public void redirection(final CommandContext context)
    {
        context.reply().integer(redirection(context.session()));
    }

    private static long redirection(final Session session)
    {
        return null == session.tracking() ? NO_REDIRECTION : session.tracking().redirectId;
    }

    /** CLIENT TRACKINGINFO. */
    public void info(final CommandContext context)
    {
        final ReplyWriter reply = context.reply();
        final TrackingState state = context.session().tracking();
        final List<String> flags = flags(state);
        reply.map(3);
        reply.bulk("flags");
        reply.set(flags.size());
        flags.forEach(reply::bulk);
        reply.bulk("redirect");
        reply.integer(redirection(context.session()));
        reply.bulk("prefixes");
        final List<String> prefixes = null == state ? List.of() : List.copyOf(state.prefixes.keySet());
        reply.array(prefixes.size());
        prefixes.forEach(prefix -> reply.bulk(prefix.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static List<String> flags(final TrackingState state)
    {
        if (null == state)
        {
            return List.of("off");
        }
        final List<String> flags = new ArrayList<>(List.of("on"));
        add(flags, state.isBroadcast, "bcast");
        add(flags, state.isOptIn, "optin");
        add(flags, state.isOptIn && state.isCachingGiven, "caching-yes");
        add(flags, state.isOptOut, "optout");
        add(flags, state.isOptOut && state.isCachingGiven, "caching-no");
        add(flags, state.isNoLoop, "noloop");
        add(flags, state.isRedirectBroken, "broken_redirect");
        return flags;
    }

    private static void add(final List<String> flags, final boolean isSet, final String flag)
    {
        if (isSet)
        {
            flags.add(flag);
        }
    }
}
