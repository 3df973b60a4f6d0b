package io.ringbolt.engine.observe;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often each error was replied, by its code: INFO's errorstats. The number of codes is bounded, for scripts and
 * modules can make them up. Owned by the engine thread.
 */
public final class ErrorStatistics
{
    private static final int MAX_CODES = 128;
    private static final int LONGEST_CODE = 30;

    private final Map<String, long[]> countByCode = new TreeMap<>();
    private long total;

    /** @param error the error's text without its leading dash. */
    public void onError(final byte[] error)
    {
        total++;
        int length = 0;
        while (length < error.length && ' ' != error[length])
        {
            length++;
        }
        final boolean hasCode = length < error.length && length <= LONGEST_CODE;
        final String code = hasCode ? new String(error, 0, length, StandardCharsets.ISO_8859_1) : "ERR";
        final long[] count = countByCode.get(code);
        if (null != count)
        {
            count[0]++;
        }
        else if (countByCode.size() < MAX_CODES)
        {
            countByCode.put(code, new long[]{1});
        }
    }

    public long total()
    {
        return total;
    }

    /** @return a one-element array with the count, by code in ascending order; not to be changed. */
    public Map<String, long[]> countByCode()
    {
        return countByCode;
    }

    public void reset()
    {
        countByCode.clear();
        total = 0;
    }
}
