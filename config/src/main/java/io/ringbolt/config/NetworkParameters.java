package io.ringbolt.config;

import static io.ringbolt.config.Limits.GIB;
import static io.ringbolt.config.Limits.MAX_UNSIGNED_INT;
import static io.ringbolt.config.Limits.MIB;
import static io.ringbolt.config.Rows.boolParameter;
import static io.ringbolt.config.Rows.intParameter;
import static io.ringbolt.config.Rows.longParameter;
import static io.ringbolt.config.Rows.parameter;
import static io.ringbolt.config.Rows.portParameter;
import static io.ringbolt.config.Rows.textParameter;
import static io.ringbolt.config.Rows.unsignedParameter;

import java.util.List;

/**
 * Where the server listens and how it treats its connections.
 */
public final class NetworkParameters
{
    private static final OutputBufferLimits OUTPUT_BUFFER_LIMITS = new OutputBufferLimits(
        new OutputBufferLimit(0, 0, 0),
        new OutputBufferLimit(256 * MIB, 64 * MIB, 60),
        new OutputBufferLimit(32 * MIB, 8 * MIB, 60));

    /** TCP port to listen on; 0 for none, or for a free one when a Java program starts the server. */
    public static final ConfigParameter<Integer> PORT = portParameter("port").defaultsTo(6379).mutable();

    /**
     * Addresses to listen on, separated by blanks. A minus before an address means: go on if this machine lacks it.
     */
    public static final ConfigParameter<List<String>> BIND = parameter("bind", new BindType())
        .defaultsTo(List.of("*", "-::*")).mutable();

    /** Local address from which outgoing connections start. */
    public static final ConfigParameter<String> BIND_SOURCE_ADDR = textParameter("bind-source-addr")
        .unsetWhenEmpty().mutable();

    /** Path of a unix domain socket to listen on beside TCP. */
    public static final ConfigParameter<String> UNIXSOCKET = textParameter("unixsocket").unsetWhenEmpty().immutable();

    /** Permission bits of the unix domain socket, in octal; 0 leaves what the umask gives. */
    public static final ConfigParameter<Long> UNIXSOCKETPERM = unsignedParameter("unixsocketperm")
        .range(0, 0777).octal().defaultsTo(0L).immutable();

    /** Connections that may wait in the kernel to be accepted; the kernel's own limit applies too. */
    public static final ConfigParameter<Integer> TCP_BACKLOG = intParameter("tcp-backlog")
        .range(0, Integer.MAX_VALUE).defaultsTo(511).immutable();

    /** Seconds of silence after which the kernel probes a peer; 0 never probes. */
    public static final ConfigParameter<Integer> TCP_KEEPALIVE = intParameter("tcp-keepalive")
        .range(0, Integer.MAX_VALUE).defaultsTo(300).mutable();

    /** Seconds after which an idle client is disconnected; 0 never. */
    public static final ConfigParameter<Integer> TIMEOUT = intParameter("timeout")
        .range(0, Integer.MAX_VALUE).defaultsTo(0).mutable();

    /** Refuse clients from other machines as long as the default user has no password. */
    public static final ConfigParameter<Boolean> PROTECTED_MODE = boolParameter("protected-mode")
        .defaultsTo(true).mutable();

    /** Clients connected at the same time; the next one is told so and disconnected. */
    public static final ConfigParameter<Long> MAXCLIENTS = unsignedParameter("maxclients")
        .range(1, MAX_UNSIGNED_INT).defaultsTo(10000L).mutable();

    /** Connections accepted in one turn of a listener, so that a storm of them does not starve the others. */
    public static final ConfigParameter<Long> MAX_NEW_CONNECTIONS_PER_CYCLE =
        unsignedParameter("max-new-connections-per-cycle")
        .range(1, 1000).defaultsTo(10L).mutable();

    /** The same for TLS, whose handshake costs more. */
    public static final ConfigParameter<Long> MAX_NEW_TLS_CONNECTIONS_PER_CYCLE =
        unsignedParameter("max-new-tls-connections-per-cycle")
        .range(1, 1000).defaultsTo(1L).mutable();

    /** Mark that the kernel puts on the listening sockets for routing and filtering; 0 for none. */
    public static final ConfigParameter<Long> SOCKET_MARK_ID = unsignedParameter("socket-mark-id")
        .range(0, MAX_UNSIGNED_INT).defaultsTo(0L).immutable();

    /** Version of RESP that a connection speaks until it says HELLO; for running test suites in RESP3. */
    public static final ConfigParameter<Long> CLIENT_DEFAULT_RESP = unsignedParameter("client-default-resp")
        .hidden().range(2, 3).defaultsTo(2L).immutable();

    /** Bytes of one client's unfinished commands after which it is disconnected. */
    public static final ConfigParameter<Long> CLIENT_QUERY_BUFFER_LIMIT =
        unsignedParameter("client-query-buffer-limit")
        .debug().range(MIB, Long.MAX_VALUE).memory().defaultsTo(GIB).mutable();

    /**
     * Unread reply bytes per class of clients: class, hard limit, soft limit, and the seconds for which the soft one
     * may be exceeded. 0 means no limit.
     */
    public static final ConfigParameter<OutputBufferLimits> CLIENT_OUTPUT_BUFFER_LIMIT =
        parameter("client-output-buffer-limit", new OutputBufferLimitsType())
        .defaultsTo(OUTPUT_BUFFER_LIMITS).mutable();

    /** Length of the longest argument that a client may send. */
    public static final ConfigParameter<Long> PROTO_MAX_BULK_LEN = longParameter("proto-max-bulk-len")
        .debug().range(MIB, Long.MAX_VALUE).memory().defaultsTo(512 * MIB).mutable();

    private NetworkParameters()
    {
    }
}
