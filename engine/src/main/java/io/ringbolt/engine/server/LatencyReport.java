package io.ringbolt.engine.server;

import io.ringbolt.engine.observe.LatencyEvent;
import io.ringbolt.engine.observe.LatencyMonitor;

import java.util.Locale;
import java.util.Map;

/**
 * What LATENCY DOCTOR says: figures of each event that was slow, and what to do about it.
 */
final class LatencyReport
{
    private static final long MS_PER_SECOND = 1000;

    private final LatencyMonitor monitor;
    private final long nowMs;

    LatencyReport(final LatencyMonitor monitor, final long nowMs)
    {
        this.monitor = monitor;
        this.nowMs = nowMs;
    }

    String text()
    {
        if (0 == monitor.thresholdMs() && monitor.events().isEmpty())
        {
            return "Latency monitoring is disabled in this Redis-compatible server. " +
                "CONFIG SET latency-monitor-threshold <milliseconds> enables it.\n";
        }
        if (monitor.events().isEmpty())
        {
            return "No latency spike has been observed since the start or the last LATENCY RESET.\n";
        }
        final StringBuilder text = new StringBuilder("Latency spikes have been observed:\n\n");
        int number = 0;
        for (final Map.Entry<String, LatencyEvent> event : monitor.events().entrySet())
        {
            describe(++number, event.getKey(), event.getValue(), text);
        }
        advise(text.append('\n'));
        return text.toString();
    }

    private void describe(final int number, final String name, final LatencyEvent event, final StringBuilder out)
    {
        final int count = event.count();
        long sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += event.latencyMs(i);
        }
        final long average = sum / count;
        long deviation = 0;
        for (int i = 0; i < count; i++)
        {
            deviation += Math.abs(event.latencyMs(i) - average);
        }
        final long spanS = nowMs / MS_PER_SECOND - event.timeS(0);
        out.append(number).append(". ").append(name).append(": ").append(count).append(" latency spikes (average ")
            .append(average).append("ms, mean deviation ").append(deviation / count).append("ms, period ")
            .append(String.format(Locale.ROOT, "%.2f", (double)spanS / count))
            .append(" sec). Worst all time event ").append(event.maxMs()).append("ms.\n");
    }

    private void advise(final StringBuilder out)
    {
        final boolean isCommand = monitor.events().containsKey(LatencyMonitor.COMMAND);
        final boolean isFast = monitor.events().containsKey(LatencyMonitor.FAST_COMMAND);
        final boolean isExpiry = monitor.events().containsKey(LatencyMonitor.EXPIRE_CYCLE);
        if (isCommand)
        {
            out.append("- Some commands take long: SLOWLOG GET names them. ")
                .append("Replace what looks at a whole large value or at all keys by something that iterates, ")
                .append("SCAN for KEYS.\n");
        }
        if (isFast)
        {
            out.append("- Fast commands were slow, so the machine was: look for swapping, for noisy neighbours on its ")
                .append("cores, and at the collector's log.\n");
        }
        if (monitor.events().containsKey(LatencyMonitor.EVICTION_CYCLE))
        {
            out.append("- Making room takes long: raise maxmemory, or lower maxmemory-eviction-tenacity so that commands ")
                .append("wait less for it.\n");
        }
        if (monitor.events().containsKey(LatencyMonitor.EVICTION_DEL))
        {
            out.append("- Evicted values are large: with lazyfree-lazy-eviction they are freed in small steps.\n");
        }
        if (isExpiry)
        {
            out.append("- Very many keys expire at the same time: spread their times a little.\n");
        }
    }
}
