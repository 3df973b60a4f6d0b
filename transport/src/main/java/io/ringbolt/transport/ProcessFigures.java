package io.ringbolt.transport;

import io.ringbolt.engine.HostStatistics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the operating system tells of this process; zeros where it does not. Asked several times a second, so what never
 * changes is read once. Owned by the engine thread.
 */
final class ProcessFigures
{
    private static final Path MEMORY = Path.of("/proc/self/statm");
    private static final Path TIMES = Path.of("/proc/self/stat");
    private static final Path THREAD_TIMES = Path.of("/proc/thread-self/stat");
    private static final Path MACHINE_MEMORY = Path.of("/proc/meminfo");
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final long PAGE_LENGTH = 4096;
    private static final long BYTES_PER_KIB = 1024;
    private static final double TICKS_PER_SECOND = 100;
    private static final int RESIDENT_FIELD = 1;
    private static final int USER_TICKS_FIELD = 11;

    private final long processId = ProcessHandle.current().pid();
    private final String executable = ProcessHandle.current().info().command().orElse("");
    private final String operatingSystem =
        System.getProperty("os.name") + ' ' + System.getProperty("os.version") + ' ' + System.getProperty("os.arch");
    private final long machineBytes = numberAfter(read(MACHINE_MEMORY), "MemTotal:") * BYTES_PER_KIB;
    private final long maxDescriptors = maxDescriptors();

    /** @return how many files and sockets this process may have open; 0 if nobody tells. */
    static long maxDescriptors()
    {
        return numberAfter(read(LIMITS), "Max open files");
    }

    void fill(final HostStatistics statistics)
    {
        final Runtime runtime = Runtime.getRuntime();
        statistics.heapCommittedBytes = runtime.totalMemory();
        statistics.heapUsedBytes = runtime.totalMemory() - runtime.freeMemory();
        statistics.processId = processId;
        statistics.executable = executable;
        statistics.operatingSystem = operatingSystem;
        statistics.residentBytes = field(read(MEMORY), 0, RESIDENT_FIELD) * PAGE_LENGTH;
        statistics.totalSystemBytes = machineBytes;
        statistics.maxDescriptors = maxDescriptors;

        final String times = read(TIMES);
        final int afterName = times.lastIndexOf(')') + 2;
        statistics.cpuUserSeconds = field(times, afterName, USER_TICKS_FIELD) / TICKS_PER_SECOND;
        statistics.cpuSystemSeconds = field(times, afterName, USER_TICKS_FIELD + 1) / TICKS_PER_SECOND;
        statistics.cpuUserChildrenSeconds = field(times, afterName, USER_TICKS_FIELD + 2) / TICKS_PER_SECOND;
        statistics.cpuSystemChildrenSeconds = field(times, afterName, USER_TICKS_FIELD + 3) / TICKS_PER_SECOND;

        final String engineTimes = read(THREAD_TIMES);
        final int afterThreadName = engineTimes.lastIndexOf(')') + 2;
        statistics.cpuUserMainThreadSeconds = field(engineTimes, afterThreadName, USER_TICKS_FIELD) / TICKS_PER_SECOND;
        statistics.cpuSystemMainThreadSeconds =
            field(engineTimes, afterThreadName, USER_TICKS_FIELD + 1) / TICKS_PER_SECOND;
    }

    /** @return the number in the nth field, counted from 0 at {@code start}; 0 if it is not there. */
    private static long field(final String text, final int start, final int index)
    {
        int at = start;
        for (int i = index; i > 0; i--)
        {
            at = text.indexOf(' ', at) + 1;
            if (0 == at)
            {
                return 0;
            }
        }
        return numberAt(text, at);
    }

    private static long numberAfter(final String text, final String name)
    {
        final int start = text.indexOf(name);
        int at = start + name.length();
        while (start >= 0 && at < text.length() && ' ' == text.charAt(at))
        {
            at++;
        }
        return start < 0 ? 0 : numberAt(text, at);
    }

    private static long numberAt(final String text, final int start)
    {
        long number = 0;
        for (int at = start; at < text.length() && Character.isDigit(text.charAt(at)); at++)
        {
            number = 10 * number + text.charAt(at) - '0';
        }
        return number;
    }

    private static String read(final Path path)
    {
        try
        {
            return Files.readString(path, StandardCharsets.US_ASCII);
        }
        catch (final IOException missing)
        {
            return "";
        }
    }
}
