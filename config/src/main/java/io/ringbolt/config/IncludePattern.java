package io.ringbolt.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files that an {@code include} means: the one it names, or all that its wildcards match, in alphabetical order.
 */
final class IncludePattern
{
    private IncludePattern()
    {
    }

    static List<Path> files(final Path directory, final String pattern)
    {
        final Path path = directory.resolve(pattern);
        if (!hasWildcard(pattern))
        {
            return List.of(path);
        }
        List<Path> matches = List.of(path.getRoot());
        for (final Path name : path)
        {
            matches = descend(matches, name.toString());
        }
        return matches;
    }

    private static List<Path> descend(final List<Path> directories, final String pattern)
    {
        final List<Path> matches = new ArrayList<>();
        for (final Path directory : directories)
        {
            if (!hasWildcard(pattern))
            {
                addIfPresent(directory.resolve(pattern), matches);
            }
            else if (Files.isDirectory(directory))
            {
                addMatching(directory, pattern.replace("[!", "[^"), matches);
            }
        }
        return matches;
    }

    private static void addIfPresent(final Path path, final List<Path> matches)
    {
        if (Files.exists(path))
        {
            matches.add(path);
        }
    }

    private static void addMatching(final Path directory, final String pattern, final List<Path> matches)
    {
        try (Stream<Path> entries = Files.list(directory))
        {
            entries.filter(entry -> matches(pattern, entry.getFileName().toString())).sorted().forEach(matches::add);
        }
        catch (final IOException e)
        {
            throw new ConfigException(
                "Fatal error, can't open config file '" + directory + "': " + FileErrors.reason(directory, e));
        }
    }

    /** Hidden files match only a pattern that begins with a dot itself. */
    private static boolean matches(final String pattern, final String name)
    {
        return (!name.startsWith(".") || pattern.startsWith(".")) && Glob.matchesCase(pattern, name);
    }

    private static boolean hasWildcard(final String text)
    {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0;
    }
}
