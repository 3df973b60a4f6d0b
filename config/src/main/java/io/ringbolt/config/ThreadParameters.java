package io.ringbolt.config;

import static io.ringbolt.config.Limits.GIB;
import static io.ringbolt.config.Limits.MIB;
import static io.ringbolt.config.Rows.boolParameter;
import static io.ringbolt.config.Rows.choiceParameter;
import static io.ringbolt.config.Rows.intParameter;
import static io.ringbolt.config.Rows.longParameter;

/**
 * Ringbolt's threads: how they are spread, how they wait, what passes between them.
 */
public final class ThreadParameters
{
    /**
     * How agents are spread over threads: shared (selector and engine on one), dedicated (one each), invoker (none: the
     * caller drives), or auto, which is shared on up to three cores.
     */
    public static final ConfigParameter<ThreadingMode> THREADING_MODE =
        choiceParameter("threading-mode", ThreadingMode.class)
        .defaultsTo(ThreadingMode.AUTO).immutable();

    /** Threads that read and write sockets in dedicated mode. */
    public static final ConfigParameter<Integer> IO_THREADS = intParameter("io-threads")
        .debug().range(1, 128).defaultsTo(1).immutable();

    /** Let these threads read too; they always do. */
    public static final ConfigParameter<Boolean> IO_THREADS_DO_READS = boolParameter("io-threads-do-reads")
        .debug().defaultsTo(false).immutable();

    /**
     * Microseconds for which a selector polls before it blocks, up to four times as many while that is what most of the
     * next commands take to come: less delay for a little idle CPU; 0 blocks at once.
     */
    public static final ConfigParameter<Integer> BUSY_POLL_US = intParameter("busy-poll-us")
        .range(0, 1000000).defaultsTo(50).mutable();

    /**
     * How dedicated threads wait: blocking-park, backoff, yielding or busy-spin, from the one that frees the core to
     * the one that burns it.
     */
    public static final ConfigParameter<WaitStrategy> WAIT_STRATEGY =
        choiceParameter("wait-strategy", WaitStrategy.class)
        .defaultsTo(WaitStrategy.BLOCKING_PARK).immutable();

    /** Entries of the command ring, a power of two. */
    public static final ConfigParameter<Integer> RING_SIZE = intParameter("ring-size")
        .range(64, 1 << 24).powerOfTwo().defaultsTo(4096).immutable();

    /** Bytes of arguments that a ring entry holds by itself; longer commands are referred to. */
    public static final ConfigParameter<Integer> RING_INLINE_BYTES = intParameter("ring-inline-bytes")
        .range(64, 65536).defaultsTo(256).immutable();

    /** Bytes that the arena takes from the system at a time, a power of two. */
    public static final ConfigParameter<Long> ARENA_CHUNK_BYTES = longParameter("arena-chunk-bytes")
        .range(MIB, GIB).memory().powerOfTwo().defaultsTo(64 * MIB).immutable();

    /**
     * Pipelined commands that are decoded ahead of their execution; accepted and not used, since the ring decides.
     */
    public static final ConfigParameter<Integer> LOOKAHEAD = intParameter("lookahead")
        .range(1, Integer.MAX_VALUE).defaultsTo(16).mutable();

    private ThreadParameters()
    {
    }
}
