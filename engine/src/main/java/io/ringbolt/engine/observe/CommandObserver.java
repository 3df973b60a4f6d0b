package io.ringbolt.engine.observe;

import io.ringbolt.config.ConfigParameter;
import io.ringbolt.config.LoggingParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.SeededRandom;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.session.Session;
import io.ringbolt.engine.session.Sessions;

/**
 * Whoever looks over the engine's shoulder: the command logs, hot keys, the latency monitor and MONITOR's clients.
 * <p>
 * The executor asks {@link #isInterested} once per command, one comparison and one field; all else is off the hot path.
 * Owned by the engine thread.
 */
public final class CommandObserver
{
    private static final long NS_PER_US = 1000;
    private static final long NS_PER_MS = 1_000_000;

    private final Sessions sessions;
    private final CommandLog slowLog = new CommandLog();
    private final CommandLog largeRequestLog = new CommandLog();
    private final CommandLog largeReplyLog = new CommandLog();
    private final HotKeys hotKeys;
    private final LatencyMonitor latencyMonitor = new LatencyMonitor();
    private final MonitorFeed monitorFeed;
    private long slowNs = Long.MAX_VALUE;
    private long leastNs = Long.MAX_VALUE;
    private long stallNs = Long.MAX_VALUE;
    private long largeRequestLength = Long.MAX_VALUE;
    private long largeReplyLength = Long.MAX_VALUE;

    /** @param random draws the commands that count for hot keys. */
    public CommandObserver(final Sessions sessions, final SeededRandom random)
    {
        this.sessions = sessions;
        this.hotKeys = new HotKeys(random);
        this.monitorFeed = new MonitorFeed(sessions);
    }

    public void onConfig(final ServerConfig config)
    {
        final long slowerThanUs = config.longValue(LoggingParameters.SLOWLOG_LOG_SLOWER_THAN);
        slowNs = slowerThanUs < 0 || slowerThanUs > Long.MAX_VALUE / NS_PER_US ?
            Long.MAX_VALUE : slowerThanUs * NS_PER_US;
        largeRequestLength = lengthOrNone(config.longValue(LoggingParameters.COMMANDLOG_REQUEST_LARGER_THAN));
        largeReplyLength = lengthOrNone(config.longValue(LoggingParameters.COMMANDLOG_REPLY_LARGER_THAN));
        configure(slowLog, config, LoggingParameters.SLOWLOG_MAX_LEN);
        configure(largeRequestLog, config, LoggingParameters.COMMANDLOG_LARGE_REQUEST_MAX_LEN);
        configure(largeReplyLog, config, LoggingParameters.COMMANDLOG_LARGE_REPLY_MAX_LEN);
        final long thresholdMs = config.longValue(LoggingParameters.LATENCY_MONITOR_THRESHOLD);
        latencyMonitor.configure(thresholdMs);
        final long stallMs = config.longValue(LoggingParameters.JFR_STALL_THRESHOLD);
        stallNs = 0 == stallMs ? Long.MAX_VALUE : stallMs * NS_PER_MS;
        final long watchedNs = 0 == thresholdMs ? slowNs : Math.min(slowNs, thresholdMs * NS_PER_MS);
        leastNs = Math.min(watchedNs, stallNs);
    }

    private static void configure(
        final CommandLog log, final ServerConfig config, final ConfigParameter<Long> maxLength)
    {
        log.configure(
            config.longValue(maxLength),
            config.intValue(LoggingParameters.SLOWLOG_ENTRY_MAX_ARGC),
            config.intValue(LoggingParameters.SLOWLOG_ENTRY_MAX_STRING_LEN));
    }

    private static long lengthOrNone(final long configured)
    {
        return configured < 0 ? Long.MAX_VALUE : configured;
    }

    /**
     * @param requestLength bytes of the arguments with their table, which is about what came over the wire.
     * @return true if {@link #onExecuted} has anything to do with a command that took so much.
     */
    public boolean isInterested(final long elapsedNs, final long requestLength, final long replyLength)
    {
        return elapsedNs >= leastNs || sessions.monitorCount() > 0 || requestLength >= largeRequestLength ||
            replyLength >= largeReplyLength || hotKeys.isActive();
    }

    /**
     * @param replyLength     bytes of the reply.
     * @param secretArguments bit i is set if argument i must not be shown.
     * @param isRunningAgain  whether the command has waited for a key: MONITOR saw it come, the logs see it done.
     */
    public void onExecuted(
        final RingEntry entry,
        final Session session,
        final Command command,
        final long elapsedNs,
        final long replyLength,
        final long sequence,
        final long nowUs,
        final long secretArguments,
        final boolean isRunningAgain)
    {
        if (!command.is(CommandFlag.SKIP_SLOWLOG) && !session.isBlocked())
        {
            log(entry, session, elapsedNs, replyLength, nowUs + elapsedNs / NS_PER_US, secretArguments);
        }
        if (elapsedNs >= stallNs)
        {
            StallEvent.commit(Stage.EXECUTE, command.fullName(), elapsedNs);
        }
        if (hotKeys.isActive())
        {
            hotKeys.onExecuted(entry, command, elapsedNs, entry.wireLength() + replyLength, nowUs);
        }
        latencyMonitor.onEvent(command.is(CommandFlag.FAST) ? LatencyMonitor.FAST_COMMAND : LatencyMonitor.COMMAND,
            elapsedNs, nowUs + elapsedNs / NS_PER_US);
        if (monitorFeed.hasReaders() && !isRunningAgain && !command.is(CommandFlag.SKIP_MONITOR) &&
            !command.is(CommandFlag.ADMIN))
        {
            monitorFeed.feed(entry, session, sequence, nowUs, secretArguments);
        }
    }

    /** Shows a command to MONITOR's clients before it is executed, because it will execute others. */
    public void showToMonitors(
        final RingEntry entry, final Session session, final Command command, final long sequence, final long nowUs)
    {
        if (monitorFeed.hasReaders() && !command.is(CommandFlag.ADMIN))
        {
            monitorFeed.feed(entry, session, sequence, nowUs, 0);
        }
    }

    private void log(
        final RingEntry entry,
        final Session session,
        final long elapsedNs,
        final long replyLength,
        final long endUs,
        final long secretArguments)
    {
        if (elapsedNs >= slowNs)
        {
            slowLog.add(entry, session, elapsedNs / NS_PER_US, endUs, secretArguments);
        }
        if (entry.areaLength() >= largeRequestLength)
        {
            largeRequestLog.add(entry, session, entry.wireLength(), endUs, secretArguments);
        }
        if (replyLength >= largeReplyLength)
        {
            largeReplyLog.add(entry, session, replyLength, endUs, secretArguments);
        }
    }

    /** @return the keys that cost most, while HOTKEYS has them looked for. */
    public HotKeys hotKeys()
    {
        return hotKeys;
    }

    /** @return commands whose request was longer than {@code commandlog-request-larger-than}. */
    public CommandLog largeRequestLog()
    {
        return largeRequestLog;
    }

    /** @return commands whose reply was longer than {@code commandlog-reply-larger-than}. */
    public CommandLog largeReplyLog()
    {
        return largeReplyLog;
    }

    public CommandLog slowLog()
    {
        return slowLog;
    }

    public LatencyMonitor latencyMonitor()
    {
        return latencyMonitor;
    }
}
