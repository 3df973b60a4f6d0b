package io.ringbolt.perf.compare;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM's log of collections and safepoints, {@code -Xlog:gc,gc+cpu,safepoint}, says of its pauses.
 */
final class PauseLog
{
    static final String HEADER = "| pause | count | longest ms | longest until every thread had stopped ms |" +
        " most processor time of one, in steps of 10 ms |\n" +
        "|---|---:|---:|---:|---:|";

    private static final Pattern COLLECTION = Pattern.compile("GC\\(\\d+\\) (Pause \\w+).* ([0-9.]+)ms$");
    private static final Pattern SAFEPOINT =
        Pattern.compile("Safepoint \"(\\w+)\".* Reaching safepoint: +(\\d+) ns.* Total: +(\\d+) ns");
    private static final Pattern PROCESSOR = Pattern.compile("GC\\(\\d+\\) User=([0-9.]+)s Sys=([0-9.]+)s");
    private static final double NS_PER_MS = 1e6;
    private static final double MS_PER_S = 1e3;

    private final Map<String, Pauses> kinds = new TreeMap<>();

    private static final class Pauses
    {
        private int count;
        private double longestMs;
        private double longestReachingMs;
        private double mostProcessorMs;

        private void add(final double ms, final double reachingMs)
        {
            count++;
            longestMs = Math.max(longestMs, ms);
            longestReachingMs = Math.max(longestReachingMs, reachingMs);
        }
    }

    /** @param lines of the log; those of anything else are passed over. */
    PauseLog(final List<String> lines)
    {
        Pauses last = new Pauses();
        for (final String line : lines)
        {
            final Matcher collection = COLLECTION.matcher(line);
            final Matcher processor = PROCESSOR.matcher(line);
            final Matcher safepoint = SAFEPOINT.matcher(line);
            if (collection.find())
            {
                last = pauses("GC: " + collection.group(1));
                last.add(Double.parseDouble(collection.group(2)), 0);
            }
            else if (processor.find())
            {
                final double seconds = Double.parseDouble(processor.group(1)) + Double.parseDouble(processor.group(2));
                last.mostProcessorMs = Math.max(last.mostProcessorMs, seconds * MS_PER_S);
            }
            else if (safepoint.find())
            {
                pauses("safepoint: " + safepoint.group(1)).add(
                    Long.parseLong(safepoint.group(3)) / NS_PER_MS, Long.parseLong(safepoint.group(2)) / NS_PER_MS);
            }
        }
    }

    private Pauses pauses(final String kind)
    {
        return kinds.computeIfAbsent(kind, ignored -> new Pauses());
    }

    /** @return a row for each kind, of the table that {@link #HEADER} begins. */
    List<String> rows()
    {
        return kinds.entrySet().stream().map(kind -> row(kind.getKey(), kind.getValue())).toList();
    }

    private static String row(final String kind, final Pauses pauses)
    {
        return String.format(Locale.ROOT, "| %s | %d | **%.2f** | %.2f | %.0f |",
            kind, pauses.count, pauses.longestMs, pauses.longestReachingMs, pauses.mostProcessorMs);
    }
}
