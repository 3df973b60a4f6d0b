package io.ringbolt.engine.server;

import static io.ringbolt.engine.command.CommandFlag.ADMIN;
import static io.ringbolt.engine.command.CommandFlag.NOSCRIPT;

import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.HostStatistics;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.HelpReply;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.observe.HotKeys;

/**
 * HOTKEYS: has the keys looked for on which most time is spent and which move most bytes.
 */
public final class HotkeysCommands implements CommandFamily
{
    private static final String SPECIAL = "request_policy:special";
    private static final int MAX_METRICS = 2;
    private static final int DEFAULT_KEYS = 10;
    private static final int MAX_KEYS = 64;
    private static final long MAX_DURATION_S = 1_000_000;
    private static final double MS_PER_SECOND = 1000;
    private static final int COMMON_FIELDS = 7;
    private static final byte[] METRICS = Errors.text("METRICS");
    private static final byte[] CPU = Errors.text("CPU");
    private static final byte[] NET = Errors.text("NET");
    private static final byte[] COUNT = Errors.text("COUNT");
    private static final byte[] DURATION = Errors.text("DURATION");
    private static final byte[] SAMPLE = Errors.text("SAMPLE");
    private static final byte[] SLOTS = Errors.text("SLOTS");
    private static final byte[] BAD_METRICS_COUNT = Errors.text("ERR METRICS count must be > 0 and <= " + MAX_METRICS);
    private static final byte[] BAD_COUNT = Errors.text("ERR COUNT must be between 1 and 64");
    private static final byte[] BAD_DURATION = Errors.text("ERR DURATION must be between 1 and 1000000");
    private static final byte[] BAD_SAMPLE = Errors.text("ERR SAMPLE ratio must be positive");

    private final Engine engine;
    private final HotKeys hotKeys;
    private double userSecondsAtStart;
    private double systemSecondsAtStart;
    private double userSecondsAtStop;
    private double systemSecondsAtStop;

    public HotkeysCommands(final Engine engine)
    {
        this.engine = engine;
        this.hotKeys = engine.observer().hotKeys();
    }

    @Override
    public void register(final CommandTable table)
    {
        final Command hotkeys = ServerRows.row(table, "HOTKEYS", -2).since("8.6.0")
            .summary("A container for hotkeys tracking commands.");
        row(hotkeys, "GET", 2).complexity("O(K)").tips(ServerRows.NONDETERMINISTIC, SPECIAL, ServerRows.SPECIAL)
            .summary("Returns lists of top K hotkeys depending on metrics chosen in HOTKEYS START command.")
            .handler(this::get);
        ServerRows.help(hotkeys).since("8.6.1").handler(new HelpReply()
            .add("START METRICS <count> [CPU] [NET] [COUNT <k>] [DURATION <seconds>] [SAMPLE <ratio>]",
                "Look for the keys that take most time or move most bytes.")
            .add("STOP", "End the search and keep what was found.")
            .add("RESET", "Forget what was found.")
            .add("GET", "Return what has been found.").handler());
        row(hotkeys, "RESET", 2).summary("Release the resources used for hotkey tracking.").tips(SPECIAL)
            .handler(this::reset);
        row(hotkeys, "START", -2).summary("Starts hotkeys tracking.").tips(SPECIAL)
            .syntax("METRICS count [CPU] [NET] [COUNT k] [DURATION seconds] [SAMPLE ratio] " +
                "[SLOTS count slot [slot ...]]")
            .handler(this::start);
        row(hotkeys, "STOP", 2).summary("Stops hotkeys tracking.").tips(SPECIAL).handler(this::stop);
    }

    private static Command row(final Command container, final String name, final int arity)
    {
        return container.subcommand(name, arity).since(container.since()).flags(ADMIN, NOSCRIPT).complexity("O(1)");
    }

    private void start(final CommandContext context)
    {
        hotKeys.onTime(context.nowMs());
        if (hotKeys.isActive())
        {
            context.reply().error("ERR hotkey tracking session already in progress");
            return;
        }
        final ArgParser args = context.args();
        final Request request = new Request(args);
        args.position(2);
        request.parse();
        if (args.failed())
        {
            return;
        }
        hotKeys.start(request.isTimed, request.isMeasured, request.keys, request.durationMs, request.sampleRatio,
            context.nowMs());
        final HostStatistics host = engine.host().statistics();
        userSecondsAtStart = host.cpuUserSeconds;
        systemSecondsAtStart = host.cpuSystemSeconds;
        context.reply().ok();
    }

    private void stop(final CommandContext context)
    {
        hotKeys.onTime(context.nowMs());
        if (!hotKeys.isActive())
        {
            context.reply().nullValue();
            return;
        }
        hotKeys.stop(context.nowMs());
        final HostStatistics host = engine.host().statistics();
        userSecondsAtStop = host.cpuUserSeconds;
        systemSecondsAtStop = host.cpuSystemSeconds;
        context.reply().ok();
    }

    private void reset(final CommandContext context)
    {
        hotKeys.onTime(context.nowMs());
        if (hotKeys.isActive())
        {
            context.reply().error("ERR hotkey tracking session in progress, stop tracking first");
            return;
        }
        hotKeys.reset();
        context.reply().ok();
    }

    private void get(final CommandContext context)
    {
        hotKeys.onTime(context.nowMs());
        final ReplyWriter reply = context.reply();
        if (!hotKeys.hasResult())
        {
            reply.nullValue();
            return;
        }
        reply.map(COMMON_FIELDS + (hotKeys.isTimed() ? 3 : 0) + (hotKeys.isMeasured() ? 2 : 0));
        number(reply, "tracking-active", hotKeys.isActive() ? 1 : 0);
        number(reply, "sample-ratio", hotKeys.sampleRatio());
        reply.bulk("selected-slots");
        reply.array(0);
        number(reply, "all-commands-all-slots-us", hotKeys.totalUs());
        number(reply, "net-bytes-all-commands-all-slots", hotKeys.totalBytes());
        number(reply, "collection-start-time-unix-ms", hotKeys.startMs());
        number(reply, "collection-duration-ms", hotKeys.durationMs(context.nowMs()));
        processorTime(reply);
        if (hotKeys.isMeasured())
        {
            number(reply, "total-net-bytes", hotKeys.totalBytes());
        }
        keys(reply);
    }

    private void processorTime(final ReplyWriter reply)
    {
        if (hotKeys.isTimed())
        {
            final HostStatistics host = engine.host().statistics();
            final double user = hotKeys.isActive() ? host.cpuUserSeconds : userSecondsAtStop;
            final double system = hotKeys.isActive() ? host.cpuSystemSeconds : systemSecondsAtStop;
            number(reply, "total-cpu-time-user-ms", (long)(Math.max(0, user - userSecondsAtStart) * MS_PER_SECOND));
            number(reply, "total-cpu-time-sys-ms", (long)(Math.max(0, system - systemSecondsAtStart) * MS_PER_SECOND));
        }
    }

    private void keys(final ReplyWriter reply)
    {
        if (hotKeys.isTimed())
        {
            reply.bulk("by-cpu-time-us");
            reply.array(2 * hotKeys.countByTime());
            hotKeys.forEachByTime((key, value) -> pair(reply, key, value));
        }
        if (hotKeys.isMeasured())
        {
            reply.bulk("by-net-bytes");
            reply.array(2 * hotKeys.countByBytes());
            hotKeys.forEachByBytes((key, value) -> pair(reply, key, value));
        }
    }

    private static void pair(final ReplyWriter reply, final byte[] key, final long value)
    {
        reply.bulk(key);
        reply.integer(value);
    }

    private static void number(final ReplyWriter reply, final String name, final long value)
    {
        reply.bulk(name);
        reply.integer(value);
    }

    /**
     * The options of HOTKEYS START.
     */
    private static final class Request
    {
        private final ArgParser args;
        private boolean isTimed;
        private boolean isMeasured;
        private int keys = DEFAULT_KEYS;
        private long durationMs;
        private int sampleRatio = 1;

        Request(final ArgParser args)
        {
            this.args = args;
        }

        void parse()
        {
            if (!args.accept(METRICS, 1))
            {
                args.fail("ERR METRICS parameter is required");
                return;
            }
            parseMetrics(args.longAt(args.next(), 1, MAX_METRICS, BAD_METRICS_COUNT));
            while (args.hasNext() && !args.hasError())
            {
                if (args.accept(COUNT, 1))
                {
                    keys = (int)args.longAt(args.next(), 1, MAX_KEYS, BAD_COUNT);
                }
                else if (args.accept(DURATION, 1))
                {
                    durationMs = 1000 * args.longAt(args.next(), 1, MAX_DURATION_S, BAD_DURATION);
                }
                else if (args.accept(SAMPLE, 1))
                {
                    sampleRatio = (int)args.longAt(args.next(), 1, Integer.MAX_VALUE, BAD_SAMPLE);
                }
                else
                {
                    args.fail(args.accept(SLOTS, 1) ?
                        Errors.text("ERR SLOTS parameter cannot be used in non-cluster mode") : Errors.SYNTAX);
                }
            }
        }

        private void parseMetrics(final long count)
        {
            int found = 0;
            boolean isMetric = true;
            while (isMetric && found < count && !args.hasError())
            {
                final boolean isCpu = args.accept(CPU, 0);
                isMetric = isCpu || args.accept(NET, 0);
                if (isMetric && (isCpu ? isTimed : isMeasured))
                {
                    args.fail("ERR METRICS " + (isCpu ? "CPU" : "NET") + " defined more than once!");
                }
                isTimed |= isMetric && isCpu;
                isMeasured |= isMetric && !isCpu;
                found += isMetric ? 1 : 0;
            }
            if (0 == found)
            {
                args.fail("ERR METRICS no valid metrics passed. Supported: CPU|NET");
            }
            else if (found != count || args.accept(CPU, 0) || args.accept(NET, 0))
            {
                args.fail("ERR METRICS count does not match number of metric types provided");
            }
        }
    }
}
