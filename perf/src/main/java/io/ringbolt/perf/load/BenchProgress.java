package io.ringbolt.perf.load;

import java.io.PrintStream;
import java.util.Locale;

/**
 * One line on the terminal that says how the run goes; nothing where there is no terminal.
 */
final class BenchProgress
{
    private static final String CLEAR_LINE = "\r\u001b[K";
    private static final double NS_PER_MS = 1e6;

    private final PrintStream out;
    private final boolean isShown;
    private String step = "";

    BenchProgress(final PrintStream out, final boolean isShown)
    {
        this.out = out;
        this.isShown = isShown;
    }

    /** What is being done from now on. */
    void step(final String what)
    {
        step = what;
        show(what);
    }

    /** How it goes. */
    void point(final Target target, final Interval interval)
    {
        show(String.format(Locale.ROOT, "%s: %s %,.0f/s, p50 %.3f ms, p99 %.3f, max %.3f", step, target.name(),
            interval.rate(), interval.p50Ns() / NS_PER_MS, interval.p99Ns() / NS_PER_MS,
            interval.maxNs() / NS_PER_MS));
    }

    void clear()
    {
        show("");
    }

    private void show(final String text)
    {
        if (isShown)
        {
            out.print(CLEAR_LINE + text);
            out.flush();
        }
    }
}
