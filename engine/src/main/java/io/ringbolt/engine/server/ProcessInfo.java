package io.ringbolt.engine.server;

import io.ringbolt.config.GeneralParameters;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.HostStatistics;
import io.ringbolt.engine.ProductVersion;

import java.nio.file.Path;

/**
 * INFO's sections on the process: what runs here, since when, and what it has taken of the processor.
 */
final class ProcessInfo
{
    private static final long MS_PER_SECOND = 1000;
    private static final long US_PER_SECOND = 1_000_000;
    private static final long SECONDS_PER_DAY = 86_400;
    private static final int LRU_CLOCK_MASK = (1 << 24) - 1;
    private static final String NO_COMMIT = "00000000";

    private final Engine engine;

    ProcessInfo(final Engine engine)
    {
        this.engine = engine;
    }

    void server(final InfoText out)
    {
        final HostStatistics host = engine.host().statistics();
        final Path file = engine.config().file();
        final long uptimeS = Math.max(0, (engine.nowUs() / 1000 - host.processStartMs) / MS_PER_SECOND);
        out.field("redis_version", ProductVersion.REDIS_VERSION);
        out.field("redis_git_sha1", NO_COMMIT);
        out.field("redis_git_dirty", 0);
        out.field("redis_build_id", "0");
        out.field("redis_mode", engine.identity().mode());
        out.field("ringbolt_version", ProductVersion.RINGBOLT_VERSION);
        out.field("os", host.operatingSystem);
        out.field("arch_bits", Long.SIZE);
        out.field("monotonic_clock", "System.nanoTime");
        out.field("multiplexing_api", "epoll");
        out.field("atomicvar_api", "VarHandle");
        out.field("gcc_version", "0.0.0");
        out.field("java_version", Runtime.version().toString());
        out.field("process_id", host.processId);
        out.field("process_supervised", "no");
        out.field("run_id", engine.identity().runId());
        out.field("tcp_port", host.tcpPort);
        out.field("server_time_usec", engine.nowUs());
        out.field("uptime_in_seconds", uptimeS);
        out.field("uptime_in_days", uptimeS / SECONDS_PER_DAY);
        out.field("hz", engine.config().intValue(GeneralParameters.HZ));
        out.field("configured_hz", engine.config().intValue(GeneralParameters.HZ));
        out.field("lru_clock", engine.nowUs() / US_PER_SECOND & LRU_CLOCK_MASK);
        out.field("executable", host.executable);
        out.field("config_file", null == file ? "" : file.toString());
        out.field("io_threads_active", host.ioThreadsActive);
        out.field("threading_mode", host.threadingMode);
        out.field("selector_threads", host.selectorCount);
    }

    void cpu(final InfoText out)
    {
        final HostStatistics host = engine.host().statistics();
        out.seconds("used_cpu_sys", host.cpuSystemSeconds);
        out.seconds("used_cpu_user", host.cpuUserSeconds);
        out.seconds("used_cpu_sys_children", host.cpuSystemChildrenSeconds);
        out.seconds("used_cpu_user_children", host.cpuUserChildrenSeconds);
        out.seconds("used_cpu_sys_main_thread", host.cpuSystemMainThreadSeconds);
        out.seconds("used_cpu_user_main_thread", host.cpuUserMainThreadSeconds);
    }
}
