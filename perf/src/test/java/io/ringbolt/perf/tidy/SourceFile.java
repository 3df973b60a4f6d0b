package io.ringbolt.perf.tidy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Java file of the project as the tidy rules see it.
 *
 * @param module in which it lies.
 * @param isTest whether it lies in the module's tests.
 * @param name   of the file, without folders.
 * @param lines  of its text.
 */
record SourceFile(String module, boolean isTest, String name, List<String> lines)
{
    /** Left to right, as the reactor builds them: a module may import only those before it. */
    static final List<String> MODULES = List.of("config", "engine", "persistence", "transport", "perf");

    private static final Pattern QUOTED = Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])+'");
    private static final Pattern COMMENT = Pattern.compile("//.*|/\\*.*?\\*/");

    /** A file that exists only in a test. */
    static SourceFile of(final String module, final String name, final String text)
    {
        return new SourceFile(module, false, name, List.of(text.split("\n", -1)));
    }

    /** Every Java file of the project. */
    static List<SourceFile> all(final Path root) throws IOException
    {
        final List<SourceFile> files = new ArrayList<>();
        for (final String module : MODULES)
        {
            for (final String part : List.of("main", "test"))
            {
                final Path folder = root.resolve(module).resolve("src").resolve(part).resolve("java");
                if (Files.isDirectory(folder))
                {
                    try (Stream<Path> paths = Files.walk(folder))
                    {
                        for (final Path path : paths.filter(SourceFile::isJava).sorted().toList())
                        {
                            files.add(read(module, "test".equals(part), path));
                        }
                    }
                }
            }
        }
        return files;
    }

    /** The top of the project, seen from the folder of one of its modules or from itself. */
    static Path root()
    {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw")))
        {
            folder = folder.getParent();
            if (folder == null)
            {
                throw new IllegalStateException("not inside the project: " + Path.of("").toAbsolutePath());
            }
        }
        return folder;
    }

    /**
     * A line without what is in quotes and without comments, so that a rule about code sees only code.
     *
     * @param index of the line, from 0.
     * @return the code, with quoted text shrunk to a pair of quotes, or nothing for a line of a block comment.
     */
    String code(final int index)
    {
        final String line = lines.get(index);
        final String trimmed = line.strip();
        if (trimmed.startsWith("*") || trimmed.startsWith("/*") && !trimmed.contains("*/"))
        {
            return "";
        }
        return COMMENT.matcher(QUOTED.matcher(line).replaceAll("\"\"")).replaceAll("").stripTrailing();
    }

    private static boolean isJava(final Path path)
    {
        return path.toString().endsWith(".java");
    }

    private static SourceFile read(final String module, final boolean isTest, final Path path) throws IOException
    {
        final String text = Files.readString(path, StandardCharsets.UTF_8);
        return new SourceFile(module, isTest, path.getFileName().toString(), List.of(text.split("\n", -1)));
    }
}
