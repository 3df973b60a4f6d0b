package io.ringbolt.perf.compare;

import java.io.PrintStream;

/**
 * One line on the terminal that says what is being measured and how long it will still take; plain lines into a file.
 */
final class Progress
{
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final boolean isTerminal;
    private final long beginNs = System.nanoTime();
    private final int stepCount;
    private int stepsDone;

    Progress(final PrintStream out, final boolean isTerminal, final int stepCount)
    {
        this.out = out;
        this.isTerminal = isTerminal;
        this.stepCount = stepCount;
    }

    /** Before a step: shows it, with the time that the rest takes at the pace so far. */
    void step(final String what)
    {
        if (isTerminal)
        {
            final long elapsedS = (System.nanoTime() - beginNs) / 1_000_000_000L;
            final String left = stepsDone == 0 ? "" : ", " + elapsedS * (stepCount - stepsDone) / stepsDone + " s left";
            out.print(CLEAR_LINE + "[" + (stepsDone + 1) + "/" + stepCount + left + "] " + what);
            out.flush();
        }
        stepsDone++;
    }

    /** A line that stays. */
    void line(final String text)
    {
        out.println((isTerminal ? CLEAR_LINE : "") + text);
        out.flush();
    }

    void clear()
    {
        if (isTerminal)
        {
            out.print(CLEAR_LINE);
            out.flush();
        }
    }
}
