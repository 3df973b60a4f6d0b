package io.ringbolt.config;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What a redis-server 7.0.15 answered: rows of columns, each column a list of quoted texts.
 */
final class GoldenFile
{
    private static final String SUFFIX = "-redis-7.0.15.tsv";

    private GoldenFile()
    {
    }

    static List<List<List<String>>> rows(final String name)
    {
        try (InputStream stream = GoldenFile.class.getResourceAsStream(name + SUFFIX))
        {
            final List<List<List<String>>> rows = new ArrayList<>();
            for (final String line : ByteText.of(stream.readAllBytes()).split("\n"))
            {
                final List<List<String>> columns = new ArrayList<>();
                for (final String column : line.split("\t", -1))
                {
                    columns.add(Quoting.split(column));
                }
                rows.add(columns);
            }
            return rows;
        }
        catch (final IOException e)
        {
            throw new IllegalStateException(name, e);
        }
    }
}
