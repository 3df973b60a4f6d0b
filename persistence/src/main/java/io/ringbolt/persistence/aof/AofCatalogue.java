package io.ringbolt.persistence.aof;

import io.ringbolt.config.AppendOnlyParameters;
import io.ringbolt.config.ByteText;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.persistence.disk.Disk;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;

/**
 * The list of points to which an append-only file can be recovered: its beginning, its end, a point in each second in
 * which something changed, and the units before those that empty databases.
 */
public final class AofCatalogue
{
    private static final Set<String> EMPTYING = Set.of("flushall", "flushdb", "swapdb");
    private static final long MS_PER_SECOND = 1000;

    private final PrintStream out;
    private long shownSecond = -1;
    private long lastSequence = -1;
    private long lastMs;

    private AofCatalogue(final PrintStream out)
    {
        this.out = out;
    }

    /** Prints the points of the file that a configuration names. */
    public static void print(final Disk disk, final ServerConfig config, final PrintStream out) throws IOException
    {
        final AofFolder folder = new AofFolder(
            disk,
            config.resolve(""),
            ByteText.decode(config.get(AppendOnlyParameters.APPENDDIRNAME)),
            ByteText.decode(config.get(AppendOnlyParameters.APPENDFILENAME)));
        new AofCatalogue(out).print(folder);
    }

    private void print(final AofFolder folder) throws IOException
    {
        final AofManifest manifest = folder.load();
        if (manifest.isEmpty())
        {
            throw new AofException("there is no append-only file in " + folder.folder());
        }
        long next = 0;
        if (null != manifest.base())
        {
            next = Math.max(0, manifest.base().startSequence());
            out.printf("sequence:%-12d base %s%n", next - 1, manifest.base().name());
        }
        final OffHeapAllocator allocator = new OffHeapAllocator();
        for (final AofPart part : manifest.increments())
        {
            final AofSurvey survey = AofSurveyor.survey(folder.disk(), folder.path(part), 0, next, false);
            try (AofUnitReader units =
                new AofUnitReader(folder.disk(), folder.path(part), 0, survey.validEnd(), next, allocator))
            {
                print(units);
            }
            next = survey.nextSequence();
            if (!survey.isWhole())
            {
                out.println("# " + part.name() + " ends at offset " + survey.validEnd() + ": " + survey.damage().reason());
            }
        }
        show(lastSequence, lastMs, "the end");
    }

    private void print(final AofUnitReader units) throws IOException
    {
        while (units.next())
        {
            final String name = units.name().toLowerCase(Locale.ROOT);
            final long sequence = units.sequence();
            if ("select".equals(name) || sequence == lastSequence)
            {
                continue;
            }
            if (EMPTYING.contains(name))
            {
                show(sequence - 1, lastMs, "before " + units.name().toUpperCase(Locale.ROOT));
            }
            else if (units.timeMs() / MS_PER_SECOND != shownSecond)
            {
                shownSecond = units.timeMs() / MS_PER_SECOND;
                show(sequence, units.timeMs(), units.name().toUpperCase(Locale.ROOT));
            }
            lastSequence = sequence;
            lastMs = units.timeMs();
        }
    }

    private void show(final long sequence, final long timeMs, final String what)
    {
        out.printf("sequence:%-12d time:%s %s%n", sequence, Instant.ofEpochMilli(timeMs), what);
    }
}
