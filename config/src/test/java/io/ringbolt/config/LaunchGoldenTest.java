package io.ringbolt.config;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Command lines, files and standard input against what a redis-server made of them, or said against them. */
class LaunchGoldenTest
{
    private static final String NO_FILE = "-";
    private static final String STARTED = "OK";
    private static final int FILE = 0;
    private static final int ARGUMENTS = 1;
    private static final int STANDARD_INPUT = 2;
    private static final int OUTCOME = 3;
    private static final int VALUES = 4;

    @TempDir
    private Path directory;

    @Test
    void shouldMakeOfACommandLineWhatRedisMakesOfIt()
    {
        final List<Executable> checks = new ArrayList<>();
        for (final List<List<String>> row : GoldenFile.rows("launch"))
        {
            checks.add(() -> check(row));
        }
        assertAll(checks);
    }

    private void check(final List<List<String>> row) throws IOException
    {
        final String outcome = row.get(OUTCOME).get(0);
        final List<String> arguments = new ArrayList<>(row.get(ARGUMENTS));
        final Path file = directory.resolve("redis.conf");
        if (!NO_FILE.equals(row.get(FILE).get(0)))
        {
            Files.write(file, ByteText.bytes(row.get(FILE).get(0)));
            arguments.add(0, file.toString());
        }

        final List<String> names = new ArrayList<>();
        for (int i = 0; i < row.get(VALUES).size(); i += 2)
        {
            names.add(row.get(VALUES).get(i));
        }
        final List<String> shown = new ArrayList<>();
        final String actual = outcome(arguments, row.get(STANDARD_INPUT).get(0), names, shown);

        assertEquals(outcome, actual.replace("In " + file + "\n", "").replace("In standard input\n", ""),
            "file " + row.get(FILE) + " arguments " + arguments);
        assertEquals(row.get(VALUES), shown, "file " + row.get(FILE) + " arguments " + arguments);
    }

    private static String outcome(
        final List<String> arguments, final String input, final List<String> names, final List<String> shown)
    {
        try
        {
            final LaunchRequest request = ConfigLoader.load(
                arguments.toArray(new String[0]), new ByteArrayInputStream(ByteText.bytes(input)));
            assertEquals(LaunchRequest.Kind.START, request.kind());
            for (final String name : names)
            {
                shown.addAll(request.config().get(List.of(name)));
            }
            return STARTED;
        }
        catch (final ConfigException e)
        {
            return e.getMessage().replace(RedisCompatibility.VERSION, "7.0.15")
                .replace("notice, warning, nothing", "notice, warning") + "\n";
        }
    }
}
