package io.ringbolt.config;

import static io.ringbolt.config.Rows.boolParameter;
import static io.ringbolt.config.Rows.choiceParameter;
import static io.ringbolt.config.Rows.intParameter;
import static io.ringbolt.config.Rows.longParameter;
import static io.ringbolt.config.Rows.parameter;
import static io.ringbolt.config.Rows.textParameter;

import java.nio.file.Path;
import java.util.Set;

/**
 * The process: how it runs, where its files are, how it stops.
 */
public final class GeneralParameters
{
    private static final String WORKING_DIRECTORY = ByteText.of(Path.of("").toAbsolutePath().toString());

    /** Run in the background. */
    public static final ConfigParameter<Boolean> DAEMONIZE = boolParameter("daemonize").defaultsTo(false).immutable();

    /** Tell an init system that the server is ready: systemd, upstart, auto to find out which, or no. */
    public static final ConfigParameter<Supervised> SUPERVISED = choiceParameter("supervised", Supervised.class)
        .defaultsTo(Supervised.NO).immutable();

    /** File that holds the process id while the server runs. */
    public static final ConfigParameter<String> PIDFILE = textParameter("pidfile").unsetWhenEmpty().immutable();

    /** Directory for data files and other relative names. */
    public static final ConfigParameter<String> DIR = parameter("dir", new DirectoryType())
        .guarded().deniedWhileLoading().defaultsTo(WORKING_DIRECTORY).mutable();

    /** Number of databases that SELECT can reach. */
    public static final ConfigParameter<Integer> DATABASES = intParameter("databases")
        .range(1, Integer.MAX_VALUE).defaultsTo(16).immutable();

    /** Show the banner at start even when the log is not a terminal. */
    public static final ConfigParameter<Boolean> ALWAYS_SHOW_LOGO = boolParameter("always-show-logo")
        .defaultsTo(false).immutable();

    /** Show what the server does in the process list; a JVM cannot, so it is accepted and not used. */
    public static final ConfigParameter<Boolean> SET_PROC_TITLE = boolParameter("set-proc-title")
        .defaultsTo(true).immutable();

    /** What the process list would show. */
    public static final ConfigParameter<String> PROC_TITLE_TEMPLATE = textParameter("proc-title-template")
        .obeys(TextRules::procTitleTemplate).defaultsTo("{title} {listen-addr} {server-mode}").mutable();

    /** Background turns per second; kept between 1 and 500. */
    public static final ConfigParameter<Integer> HZ = intParameter("hz")
        .range(0, Integer.MAX_VALUE).clampTo(1, 500).defaultsTo(10).mutable();

    /** Take more background turns while many clients are connected. */
    public static final ConfigParameter<Boolean> DYNAMIC_HZ = boolParameter("dynamic-hz").defaultsTo(true).mutable();

    /** Seconds for which a stopping primary waits for its replicas to catch up. */
    public static final ConfigParameter<Integer> SHUTDOWN_TIMEOUT = intParameter("shutdown-timeout")
        .range(0, Integer.MAX_VALUE).defaultsTo(10).mutable();

    /** What SIGINT does: default, or any of save, nosave, now, force. */
    public static final ConfigParameter<Set<ShutdownOption>> SHUTDOWN_ON_SIGINT =
        parameter("shutdown-on-sigint", new ShutdownOptionsType())
        .defaultsTo(Set.of()).mutable();

    /** The same for SIGTERM. */
    public static final ConfigParameter<Set<ShutdownOption>> SHUTDOWN_ON_SIGTERM =
        parameter("shutdown-on-sigterm", new ShutdownOptionsType())
        .defaultsTo(Set.of()).mutable();

    /** Locale whose order SORT ALPHA follows; the bytes' order if empty. */
    public static final ConfigParameter<String> LOCALE_COLLATE = textParameter("locale-collate").mutable();

    /** Names of start-up checks whose failure is to be ignored. */
    public static final ConfigParameter<String> IGNORE_WARNINGS = textParameter("ignore-warnings").mutable();

    /** Give scripts the outdated functions that Lua 5.1 has and servers have taken away. */
    public static final ConfigParameter<Boolean> LUA_ENABLE_DEPRECATED_API =
        boolParameter("lua-enable-deprecated-api")
        .defaultsTo(false).immutable();

    /** Milliseconds after which a running script lets other clients know that the server is busy. */
    public static final ConfigParameter<Long> BUSY_REPLY_THRESHOLD = longParameter("busy-reply-threshold")
        .alias("lua-time-limit").range(0, Long.MAX_VALUE).defaultsTo(5000L).mutable();

    private GeneralParameters()
    {
    }
}
