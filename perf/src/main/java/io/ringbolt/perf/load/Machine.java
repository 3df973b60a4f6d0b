package io.ringbolt.perf.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What figures depend on and a reader cannot guess.
 *
 * @param command     line that made them.
 * @param description processor, cores, load, system, Java.
 * @param began       when, in UTC.
 */
record Machine(String command, String description, String began)
{
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    /** Describes this machine as it is before the load. @param arguments of the program. */
    static Machine here(final String[] arguments)
    {
        final double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return new Machine(
            "ringbolt-bench " + commandLine(arguments),
            processor() + Runtime.getRuntime().availableProcessors() + " cores, load average before " +
                String.format(Locale.ROOT, "%.1f", load) + ", " + System.getProperty("os.name") + " " +
                System.getProperty("os.version") + ", load generator on JDK " + Runtime.version(),
            ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'")));
    }

    private static String processor()
    {
        try (Stream<String> lines = Files.lines(PROCESSORS))
        {
            return lines.filter(line -> line.startsWith("model name")).findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip() + ", ").orElse("");
        }
        catch (final IOException none)
        {
            return "";                                // not a Linux; the rest of the description stands
        }
    }

    /** Passwords are not for reports. */
    private static String commandLine(final String[] arguments)
    {
        final StringBuilder line = new StringBuilder();
        for (int i = 0; i < arguments.length; i++)
        {
            final boolean isSecret = i > 0 && ("-a".equals(arguments[i - 1]) || "-u".equals(arguments[i - 1]));
            line.append(i == 0 ? "" : " ").append(isSecret ? "***" : quoted(arguments[i]));
        }
        return line.toString();
    }

    /** As a shell would read it. */
    private static String quoted(final String argument)
    {
        return argument.matches("[A-Za-z0-9_.,:/=%+@-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
