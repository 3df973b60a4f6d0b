package io.ringbolt.perf.bench;

/**
 * The check that a benchmark did its work: a fast wrong answer is no figure.
 */
final class Results
{
    private Results()
    {
    }

    static void expect(final long expected, final long actual, final String what)
    {
        if (expected != actual)
        {
            throw new IllegalStateException("wrong result: " + what + " expected=" + expected + " actual=" + actual);
        }
    }

    static void expect(final boolean isTrue, final String what)
    {
        if (!isTrue)
        {
            throw new IllegalStateException("wrong result: " + what);
        }
    }
}
