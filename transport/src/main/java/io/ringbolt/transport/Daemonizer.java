package io.ringbolt.transport;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The way of {@code daemonize yes}: a second start of the same command line that has no terminal, while the first waits
 * until it serves and then ends.
 * <p>
 * A JVM cannot fork and go on, so the foreground process starts itself again in a session of its own. Which of the two
 * a process is, and where the background one says that it is ready, travels in the environment.
 */
public final class Daemonizer
{
    /** Names the file in which the background process announces itself; its absence means the foreground. */
    static final String READY_FILE_VARIABLE = "RINGBOLT_DAEMON";

    /** Longest wait for a start. A server still loading its data by then goes on in the background. */
    static final long START_LIMIT_MS = TimeUnit.SECONDS.toMillis(30);

    private static final long POLL_MS = 5;
    private static final File NOTHING = new File("/dev/null");
    private static final Path OWN_COMMAND_LINE = Path.of("/proc/self/cmdline");

    private final List<String> command;
    private final Map<String, String> environment;

    /**
     * @param command     the executable and its arguments that start this server.
     * @param environment of this process.
     */
    Daemonizer(final List<String> command, final Map<String, String> environment)
    {
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
    }

    /**
     * The daemonizer for the command line and the environment of the running process.
     *
     * @return one that would start this process again.
     * @throws IOException if the operating system does not tell the command line.
     */
    public static Daemonizer ofThisProcess() throws IOException
    {
        return new Daemonizer(commandLine(), System.getenv());
    }

    /**
     * Whether this process still holds the terminal, so that {@code daemonize yes} has something to do.
     *
     * @return false in the background process that {@link #spawn(byte[])} started.
     */
    public boolean isForeground()
    {
        return !environment.containsKey(READY_FILE_VARIABLE);
    }

    /**
     * Starts the background process and waits until it is ready, ends, or {@link #START_LIMIT_MS} have passed.
     *
     * @param standardInput what this process has read from its standard input, for the other to read again.
     * @return the status with which this process should exit: 0 if the other serves or still loads, otherwise its own.
     * @throws IOException          if no process can be started.
     * @throws InterruptedException if interrupted while waiting; the background process goes on.
     */
    public int spawn(final byte[] standardInput) throws IOException, InterruptedException
    {
        final Path readyFile = Files.createTempFile("ringbolt-", ".ready");
        try
        {
            final Process process = start(readyFile, standardInput);
            final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_LIMIT_MS);
            while (Files.size(readyFile) == 0 && System.nanoTime() < deadlineNs)
            {
                if (process.waitFor(POLL_MS, TimeUnit.MILLISECONDS))
                {
                    return Files.size(readyFile) == 0 ? Math.max(1, process.exitValue()) : 0;
                }
            }
            return 0;
        }
        finally
        {
            Files.deleteIfExists(readyFile);
        }
    }

    /**
     * Tells the waiting foreground process that this one serves. Does nothing in a process that nobody waits for.
     *
     * @throws IOException if the announcement cannot be written, in which case the foreground process waits in vain.
     */
    public void ready() throws IOException
    {
        final String readyFile = environment.get(READY_FILE_VARIABLE);
        if (readyFile != null && Files.exists(Path.of(readyFile)))
        {
            Files.writeString(Path.of(readyFile), Long.toString(ProcessHandle.current().pid()));
        }
    }

    private Process start(final Path readyFile, final byte[] standardInput) throws IOException
    {
        final List<String> detached = new ArrayList<>(detachingPrefix());
        detached.addAll(command);

        final ProcessBuilder builder = new ProcessBuilder(detached)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
        if (0 == standardInput.length)
        {
            builder.redirectInput(NOTHING);
        }
        builder.environment().put(READY_FILE_VARIABLE, readyFile.toString());

        final Process process = builder.start();
        try (OutputStream input = process.getOutputStream())
        {
            input.write(standardInput);
        }
        return process;
    }

    /** Leaves the terminal's session where the system has setsid, and at least ignores its end where it has not. */
    private List<String> detachingPrefix()
    {
        for (final String detacher : List.of("setsid", "nohup"))
        {
            for (final String folder : environment.getOrDefault("PATH", "/usr/bin:/bin").split(File.pathSeparator))
            {
                final File executable = new File(folder, detacher);
                if (executable.canExecute())
                {
                    return List.of(executable.getPath());
                }
            }
        }
        return List.of();
    }

    private static List<String> commandLine() throws IOException
    {
        final String executable = ProcessHandle.current().info().command()
            .orElseThrow(() -> new IOException("daemonize failed: the system does not tell this process's executable"));
        final List<String> command = new ArrayList<>(List.of(executable));
        if (Files.isReadable(OWN_COMMAND_LINE))
        {
            // The whole of it: ProcessHandle cuts long command lines off.
            final String[] words = Files.readString(OWN_COMMAND_LINE, StandardCharsets.UTF_8).split("\0", -1);
            command.addAll(List.of(words).subList(1, words.length - 1));
            return command;
        }

        final String[] arguments = ProcessHandle.current().info().arguments()
            .orElseThrow(() -> new IOException("daemonize failed: the system does not tell this process's arguments"));
        command.addAll(List.of(arguments));
        return command;
    }
}
