package io.ringbolt.config;

import static io.ringbolt.config.Rows.boolParameter;
import static io.ringbolt.config.Rows.choiceParameter;
import static io.ringbolt.config.Rows.intParameter;
import static io.ringbolt.config.Rows.longParameter;
import static io.ringbolt.config.Rows.parameter;
import static io.ringbolt.config.Rows.portParameter;
import static io.ringbolt.config.Rows.textParameter;

import java.util.List;

/**
 * What the server tells: its log, the slow log, latencies.
 */
public final class LoggingParameters
{
    /** How much is logged: debug, verbose, notice, warning or nothing. */
    public static final ConfigParameter<LogLevel> LOGLEVEL = choiceParameter("loglevel", LogLevel.class)
        .defaultsTo(LogLevel.NOTICE).mutable();

    /** File to log to; standard output if empty. */
    public static final ConfigParameter<String> LOGFILE = textParameter("logfile").immutable();

    /** Log to syslog too. */
    public static final ConfigParameter<Boolean> SYSLOG_ENABLED = boolParameter("syslog-enabled")
        .defaultsTo(false).immutable();

    /** Name under which syslog lists the messages. */
    public static final ConfigParameter<String> SYSLOG_IDENT = textParameter("syslog-ident")
        .defaultsTo("redis").immutable();

    /** Facility of syslog: user, or local0 to local7. */
    public static final ConfigParameter<SyslogFacility> SYSLOG_FACILITY =
        choiceParameter("syslog-facility", SyslogFacility.class)
        .defaultsTo(SyslogFacility.LOCAL0).immutable();

    /** Log a report when the server breaks. */
    public static final ConfigParameter<Boolean> CRASH_LOG_ENABLED = boolParameter("crash-log-enabled")
        .defaultsTo(true).mutable();

    /** Test the memory as part of that report; accepted and not used. */
    public static final ConfigParameter<Boolean> CRASH_MEMCHECK_ENABLED = boolParameter("crash-memcheck-enabled")
        .defaultsTo(true).mutable();

    /** Exit rather than abort when an invariant is broken. */
    public static final ConfigParameter<Boolean> USE_EXIT_ON_PANIC = boolParameter("use-exit-on-panic")
        .hidden().defaultsTo(false).mutable();

    /** Keep keys and arguments out of log and crash report. */
    public static final ConfigParameter<Boolean> HIDE_USER_DATA_FROM_LOG = boolParameter("hide-user-data-from-log")
        .defaultsTo(false).mutable();

    /** File for every request and reply, for test suites that check their schemas; accepted and not used. */
    public static final ConfigParameter<String> REQ_RES_LOGFILE = textParameter("req-res-logfile")
        .hidden().unsetWhenEmpty().immutable();

    /** Microseconds from which a command enters the slow log; 0 logs all, a negative number none. */
    public static final ConfigParameter<Long> SLOWLOG_LOG_SLOWER_THAN = longParameter("slowlog-log-slower-than")
        .alias("commandlog-execution-slower-than")
        .range(-1, Long.MAX_VALUE).defaultsTo(10000L).mutable();

    /** Entries that the slow log keeps. */
    public static final ConfigParameter<Long> SLOWLOG_MAX_LEN = longParameter("slowlog-max-len")
        .alias("commandlog-slow-execution-max-len")
        .range(0, Long.MAX_VALUE).defaultsTo(128L).mutable();

    /** Bytes from which a request enters the log of large requests; a negative number logs none. */
    public static final ConfigParameter<Long> COMMANDLOG_REQUEST_LARGER_THAN =
        longParameter("commandlog-request-larger-than")
        .range(-1, Long.MAX_VALUE).defaultsTo(1L << 20).mutable();

    /** Entries that the log of large requests keeps. */
    public static final ConfigParameter<Long> COMMANDLOG_LARGE_REQUEST_MAX_LEN =
        longParameter("commandlog-large-request-max-len")
        .range(0, Long.MAX_VALUE).defaultsTo(128L).mutable();

    /** Bytes from which a reply enters the log of large replies; a negative number logs none. */
    public static final ConfigParameter<Long> COMMANDLOG_REPLY_LARGER_THAN =
        longParameter("commandlog-reply-larger-than")
        .range(-1, Long.MAX_VALUE).defaultsTo(1L << 20).mutable();

    /** Entries that the log of large replies keeps. */
    public static final ConfigParameter<Long> COMMANDLOG_LARGE_REPLY_MAX_LEN =
        longParameter("commandlog-large-reply-max-len")
        .range(0, Long.MAX_VALUE).defaultsTo(128L).mutable();

    /** Arguments kept of a slow command. */
    public static final ConfigParameter<Integer> SLOWLOG_ENTRY_MAX_ARGC = intParameter("slowlog-entry-max-argc")
        .range(2, Integer.MAX_VALUE).defaultsTo(32).mutable();

    /** Bytes kept of each argument of a slow command. */
    public static final ConfigParameter<Integer> SLOWLOG_ENTRY_MAX_STRING_LEN =
        intParameter("slowlog-entry-max-string-len")
        .range(0, Integer.MAX_VALUE).defaultsTo(128).mutable();

    /** Keep a histogram of latencies per command. */
    public static final ConfigParameter<Boolean> LATENCY_TRACKING = boolParameter("latency-tracking")
        .defaultsTo(true).mutable();

    /** Percentiles of them that INFO shows. */
    public static final ConfigParameter<List<Double>> LATENCY_TRACKING_INFO_PERCENTILES =
        parameter("latency-tracking-info-percentiles", new PercentilesType())
        .defaultsTo(List.of(50.0, 99.0, 99.9)).mutable();

    /** Commands of which one on average has its time in each stage recorded, for LATENCY STAGES; 0 for none. */
    public static final ConfigParameter<Integer> LATENCY_STAGES_SAMPLING = intParameter("latency-stages-sampling")
        .range(0, 1_000_000).defaultsTo(100).mutable();

    /** Milliseconds from which LATENCY records an event; 0 records none. */
    public static final ConfigParameter<Long> LATENCY_MONITOR_THRESHOLD = longParameter("latency-monitor-threshold")
        .range(0, Long.MAX_VALUE).defaultsTo(0L).mutable();

    /** Milliseconds without progress after which the engine's stack is logged; 0 for never. */
    public static final ConfigParameter<Integer> WATCHDOG_PERIOD = intParameter("watchdog-period")
        .hidden().range(0, Integer.MAX_VALUE).defaultsTo(0).mutable();

    /** TCP port on which figures are offered in Prometheus's format; 0 for none. Ringbolt's own. */
    public static final ConfigParameter<Integer> METRICS_PORT = portParameter("metrics-port").immutable();

    /** Show INFO's sections as JMX beans io.ringbolt:type=Memory,port=6379 and so on. Ringbolt's own. */
    public static final ConfigParameter<Boolean> JMX_BEANS = boolParameter("jmx-beans").defaultsTo(false).immutable();

    /** Milliseconds in a stage that make a command a Stall event for Flight Recorder; 0 for none. Ringbolt's own. */
    public static final ConfigParameter<Long> JFR_STALL_THRESHOLD = longParameter("jfr-stall-threshold")
        .range(0, 3_600_000).defaultsTo(0L).mutable();

    private LoggingParameters()
    {
    }
}
