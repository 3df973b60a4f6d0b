package io.ringbolt.transport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Errors of our own, each logged with its stack when it is seen first and counted from then on, so that a bug under
 * load does not fill the disk. Any thread.
 */
final class DistinctErrors
{
    private static final Logger LOGGER = LoggerFactory.getLogger(DistinctErrors.class);
    private static final int MAX_DISTINCT = 256;

    private final Map<String, AtomicLong> countByKey = new ConcurrentHashMap<>();

    /** @param place what was being done, part of what makes errors distinct. */
    void onError(final String place, final Throwable error)
    {
        final StackTraceElement[] stack = error.getStackTrace();
        final String key = place + ' ' + error.getClass().getName() + (stack.length > 0 ? " at " + stack[0] : "");
        final AtomicLong known = countByKey.get(key);
        if (null != known)
        {
            known.incrementAndGet();
        }
        else if (countByKey.size() < MAX_DISTINCT && null == countByKey.putIfAbsent(key, new AtomicLong(1)))
        {
            LOGGER.error("Internal error in {}; further ones of its kind are counted only", place, error);
        }
    }

    /** @return how often each error was seen. */
    Map<String, Long> counts()
    {
        final Map<String, Long> counts = new HashMap<>();
        countByKey.forEach((key, count) -> counts.put(key, count.get()));
        return counts;
    }
}
