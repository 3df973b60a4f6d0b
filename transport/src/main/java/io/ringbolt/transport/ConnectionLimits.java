package io.ringbolt.transport;

import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.OutputBufferLimits;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ThreadParameters;

/**
 * What of the configuration concerns connections, as primitives. Immutable; CONFIG SET publishes another one.
 */
final class ConnectionLimits
{
    private static final long MS_PER_SECOND = 1000;
    private static final long NS_PER_US = 1000;

    final long maxClients;
    final long idleTimeoutMs;
    final int keepAliveSeconds;
    final boolean isProtected;
    final boolean requiresPassword;
    final long maxBulkLength;
    final long maxQueryLength;
    final int maxAcceptsPerTurn;
    final int maxTlsAcceptsPerTurn;
    final long busyPollNs;
    final OutputBufferLimits outputLimits;
    /** No output below this length breaks any limit. */
    final long leastOutputLimit;

    /** @param requiresPassword whether new clients have to log in. */
    ConnectionLimits(final ServerConfig config, final boolean requiresPassword)
    {
        maxClients = config.longValue(NetworkParameters.MAXCLIENTS);
        idleTimeoutMs = config.intValue(NetworkParameters.TIMEOUT) * MS_PER_SECOND;
        keepAliveSeconds = config.intValue(NetworkParameters.TCP_KEEPALIVE);
        isProtected = config.booleanValue(NetworkParameters.PROTECTED_MODE);
        this.requiresPassword = requiresPassword;
        maxBulkLength = config.longValue(NetworkParameters.PROTO_MAX_BULK_LEN);
        maxQueryLength = config.longValue(NetworkParameters.CLIENT_QUERY_BUFFER_LIMIT);
        maxAcceptsPerTurn = config.intValue(NetworkParameters.MAX_NEW_CONNECTIONS_PER_CYCLE);
        maxTlsAcceptsPerTurn = config.intValue(NetworkParameters.MAX_NEW_TLS_CONNECTIONS_PER_CYCLE);
        busyPollNs = Runtime.getRuntime().availableProcessors() > 1 ?
            config.intValue(ThreadParameters.BUSY_POLL_US) * NS_PER_US : 0;
        outputLimits = config.get(NetworkParameters.CLIENT_OUTPUT_BUFFER_LIMIT);
        leastOutputLimit = leastOf(outputLimits);
    }

    private static long leastOf(final OutputBufferLimits limits)
    {
        long least = Long.MAX_VALUE;
        for (final long limit : new long[]{
            limits.normal().hardLimitBytes(), limits.normal().softLimitBytes(),
            limits.replica().hardLimitBytes(), limits.replica().softLimitBytes(),
            limits.pubsub().hardLimitBytes(), limits.pubsub().softLimitBytes()})
        {
            least = 0 == limit ? least : Math.min(least, limit);
        }
        return least;
    }
}
