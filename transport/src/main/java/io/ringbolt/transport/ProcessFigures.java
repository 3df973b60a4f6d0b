package io.ringbolt.transport;

import io.ringbolt.engine.HostStatistics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the operating system tells of this process; zeros where it does not.
 */
final class ProcessFigures
{
    private static final Path MEMORY = Path.of("/proc/self/statm");
    private static final Path TIMES = Path.of("/proc/self/stat");
    private static final Path MACHINE_MEMORY = Path.of("/proc/meminfo");
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final long PAGE_LENGTH = 4096;
    private static final long BYTES_PER_KIB = 1024;
    private static final double TICKS_PER_SECOND = 100;
    private static final int USER_TICKS_FIELD = 11;

    private ProcessFigures()
    {
    }

    static void fill(final HostStatistics statistics)
    {
        final Runtime runtime = Runtime.getRuntime();
        statistics.heapCommittedBytes = runtime.totalMemory();
        statistics.heapUsedBytes = runtime.totalMemory() - runtime.freeMemory();
        statistics.processId = ProcessHandle.current().pid();
        statistics.operatingSystem = System.getProperty("os.name") + ' ' + System.getProperty("os.version") + ' ' +
            System.getProperty("os.arch");

        final String[] memory = read(MEMORY).split(" ");
        statistics.residentBytes = memory.length > 1 ? Long.parseLong(memory[1]) * PAGE_LENGTH : 0;
        statistics.totalSystemBytes = numberAfter(read(MACHINE_MEMORY), "MemTotal:") * BYTES_PER_KIB;
        statistics.maxDescriptors = numberAfter(read(LIMITS), "Max open files");
        fillTimes(statistics);
    }

    private static void fillTimes(final HostStatistics statistics)
    {
        final String times = read(TIMES);
        final int afterName = times.lastIndexOf(')') + 2;
        if (afterName < 2)
        {
            return;
        }
        final String[] fields = times.substring(afterName).split(" ");
        statistics.cpuUserSeconds = Long.parseLong(fields[USER_TICKS_FIELD]) / TICKS_PER_SECOND;
        statistics.cpuSystemSeconds = Long.parseLong(fields[USER_TICKS_FIELD + 1]) / TICKS_PER_SECOND;
        statistics.cpuUserChildrenSeconds = Long.parseLong(fields[USER_TICKS_FIELD + 2]) / TICKS_PER_SECOND;
        statistics.cpuSystemChildrenSeconds = Long.parseLong(fields[USER_TICKS_FIELD + 3]) / TICKS_PER_SECOND;
    }

    private static long numberAfter(final String text, final String name)
    {
        final int start = text.indexOf(name);
        if (start < 0)
        {
            return 0;
        }
        final String number = text.substring(start + name.length()).trim().split("\\s")[0];
        return number.chars().allMatch(Character::isDigit) && !number.isEmpty() ? Long.parseLong(number) : 0;
    }

    private static String read(final Path path)
    {
        try
        {
            return Files.readString(path, StandardCharsets.US_ASCII).trim();
        }
        catch (final IOException missing)
        {
            return "";
        }
    }
}
