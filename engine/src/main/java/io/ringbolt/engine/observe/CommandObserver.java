package io.ringbolt.engine.observe;

import io.ringbolt.config.LoggingParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.session.Session;
import io.ringbolt.engine.session.Sessions;

/**
 * Whoever looks over the engine's shoulder: the slow log, the latency monitor and MONITOR's clients.
 * <p>
 * The executor asks {@link #isInterested} once per command, one comparison and one field; all else is off the hot path.
 * Owned by the engine thread.
 */
public final class CommandObserver
{
    private static final long NS_PER_US = 1000;
    private static final long NS_PER_MS = 1_000_000;

    private final Sessions sessions;
    private final SlowLog slowLog = new SlowLog();
    private final LatencyMonitor latencyMonitor = new LatencyMonitor();
    private final MonitorFeed monitorFeed;
    private long slowNs = Long.MAX_VALUE;
    private long leastNs = Long.MAX_VALUE;

    public CommandObserver(final Sessions sessions)
    {
        this.sessions = sessions;
        this.monitorFeed = new MonitorFeed(sessions);
    }

    public void onConfig(final ServerConfig config)
    {
        final long slowerThanUs = config.longValue(LoggingParameters.SLOWLOG_LOG_SLOWER_THAN);
        slowNs = slowerThanUs < 0 || slowerThanUs > Long.MAX_VALUE / NS_PER_US ?
            Long.MAX_VALUE : slowerThanUs * NS_PER_US;
        slowLog.configure(
            config.longValue(LoggingParameters.SLOWLOG_MAX_LEN),
            config.intValue(LoggingParameters.SLOWLOG_ENTRY_MAX_ARGC),
            config.intValue(LoggingParameters.SLOWLOG_ENTRY_MAX_STRING_LEN));
        final long thresholdMs = config.longValue(LoggingParameters.LATENCY_MONITOR_THRESHOLD);
        latencyMonitor.configure(thresholdMs);
        leastNs = 0 == thresholdMs ? slowNs : Math.min(slowNs, thresholdMs * NS_PER_MS);
    }

    /** @return true if {@link #onExecuted} has anything to do with a command that took so long. */
    public boolean isInterested(final long elapsedNs)
    {
        return elapsedNs >= leastNs || sessions.monitorCount() > 0;
    }

    /** @param secretArguments bit i is set if argument i must not be shown. */
    public void onExecuted(
        final RingEntry entry,
        final Session session,
        final Command command,
        final long elapsedNs,
        final long sequence,
        final long nowUs,
        final long secretArguments)
    {
        if (elapsedNs >= slowNs && !command.is(CommandFlag.SKIP_SLOWLOG))
        {
            slowLog.add(entry, session, elapsedNs, nowUs + elapsedNs / NS_PER_US, secretArguments);
        }
        latencyMonitor.onEvent(command.is(CommandFlag.FAST) ? LatencyMonitor.FAST_COMMAND : LatencyMonitor.COMMAND,
            elapsedNs, nowUs + elapsedNs / NS_PER_US);
        if (monitorFeed.hasReaders() && !command.is(CommandFlag.SKIP_MONITOR) && !command.is(CommandFlag.ADMIN))
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

    public SlowLog slowLog()
    {
        return slowLog;
    }

    public LatencyMonitor latencyMonitor()
    {
        return latencyMonitor;
    }
}
