package io.ringbolt.engine.tracking;

import io.ringbolt.engine.session.Session;

import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a client has asked for by CLIENT TRACKING ON. Owned by the engine thread.
 */
public final class TrackingState
{
    /** What a prefix counts for in a client's memory, beside its text. */
    private static final int PREFIX_OVERHEAD = 128;

    final Session session;
    /** None begins another, but for the empty one, which stands for all keys. */
    final NavigableMap<String, Audience.Member> prefixes = new TreeMap<>();
    Audience.Member inAll;
    boolean isBroadcast;
    boolean isOptIn;
    boolean isOptOut;
    boolean isNoLoop;
    boolean isRedirectBroken;
    boolean isCachingGiven;
    long redirectId;
    private long memory;

    TrackingState(final Session session)
    {
        this.session = session;
    }

    /** @return true if the client hears of the keys it has not read as well, if they begin as it has asked for. */
    public boolean isBroadcast()
    {
        return isBroadcast;
    }

    /** @return true once the client that was to be told instead had gone. */
    public boolean isRedirectBroken()
    {
        return isRedirectBroken;
    }

    /** @return the client that is told instead, or 0. */
    public long redirectId()
    {
        return redirectId;
    }

    /** Adds a prefix. @return bytes that it counts for. */
    int put(final String text, final Audience.Member member)
    {
        prefixes.put(text, member);
        memory += PREFIX_OVERHEAD + text.length();
        return PREFIX_OVERHEAD + text.length();
    }

    /** @return bytes that all prefixes count for. */
    public long memory()
    {
        return memory;
    }

    /** @return a prefix that begins with {@code text} or that {@code text} begins with, the first by name, or null. */
    String overlapping(final String text)
    {
        if (prefixes.containsKey(""))
        {
            return "";
        }
        final String before = prefixes.floorKey(text);
        if (null != before && text.startsWith(before))
        {
            return before;
        }
        final String behind = prefixes.ceilingKey(text);
        return null != behind && behind.startsWith(text) ? behind : null;
    }

    /** @return true if the keys of the command that is executed are to be remembered. */
    boolean remembers()
    {
        return !isBroadcast && (isOptIn ? isCachingGiven : !(isOptOut && isCachingGiven));
    }

    /** @return true if the news go to the client itself in the protocol that has a place for them. */
    boolean isPlain()
    {
        return 0 == redirectId && session.protocol() > 2;
    }
}
