package io.ringbolt.engine.tracking;

import io.ringbolt.engine.session.Session;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a client has asked for by CLIENT TRACKING ON. Owned by the engine thread.
 */
public final class TrackingState
{
    final Session session;
    final Map<String, Audience.Member> prefixes = new TreeMap<>();
    Audience.Member inAll;
    boolean isBroadcast;
    boolean isOptIn;
    boolean isOptOut;
    boolean isNoLoop;
    boolean isRedirectBroken;
    boolean isCachingGiven;
    long redirectId;

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
