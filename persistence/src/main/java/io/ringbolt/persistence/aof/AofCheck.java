package io.ringbolt.persistence.aof;

import io.ringbolt.persistence.disk.Disk;
import io.ringbolt.persistence.disk.DiskFile;
import io.ringbolt.persistence.rdb.DiskSource;
import io.ringbolt.persistence.rdb.RdbCheck;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Says whether an append-only file is whole, and cuts off what is not, in the words of redis-check-aof. It sees what that one
 * can't: what the checksums of annotation lines vouch for.
 */
final class AofCheck
{
    private static final byte[] RDB_MAGIC = "REDIS".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MANIFEST_BEGIN = "file".getBytes(StandardCharsets.US_ASCII);
    private static final long MS_PER_SECOND = 1000;

    private final Disk disk;
    private final PrintStream out;
    private final InputStream answers;
    private final boolean isFixing;
    private final long toSecond;
    private final long nowMs;

    /** What a check has come to. The numbers do not leave this class. */
    private enum Result
    {
        VALID, EMPTY, CUT_TO_TIME, CUT
    }

    /** Ends the check with an exit status of failure; the reason has been printed. */
    private static final class StopException extends Exception
    {
        private static final long serialVersionUID = 1;
    }

    /**
     * @param answers  to the question whether to cut.
     * @param isFixing whether to cut off what is not whole.
     * @param toSecond after which everything is cut off, in seconds since the epoch; 0 for never.
     */
    AofCheck(
        final Disk disk,
        final PrintStream out,
        final InputStream answers,
        final boolean isFixing,
        final long toSecond,
        final long nowMs)
    {
        this.disk = disk;
        this.out = out;
        this.answers = answers;
        this.isFixing = isFixing;
        this.toSecond = toSecond;
        this.nowMs = nowMs;
    }

    /** @return the exit status. */
    int run(final Path file)
    {
        try
        {
            if (!disk.exists(file))
            {
                out.println("Cannot open file " + file + ": No such file or directory");
                return 1;
            }
            if (begins(file, MANIFEST_BEGIN) || isManifestName(file))
            {
                checkParts(file);
            }
            else
            {
                out.println("Start checking Old-Style AOF");
                report(checkFile(file, true), "AOF", file);
            }
            return 0;
        }
        catch (final IOException failure)
        {
            out.println(failure.getMessage());
            return 1;
        }
        catch (final StopException stopped)
        {
            return 1;
        }
    }

    private void checkParts(final Path manifestFile) throws IOException, StopException
    {
        out.println("Start checking Multi Part AOF");
        final AofManifest manifest = AofManifest.parse(bytes(manifestFile));
        final List<AofPart> parts = new ArrayList<>();
        if (null != manifest.base())
        {
            parts.add(manifest.base());
        }
        parts.addAll(manifest.increments());
        for (int i = 0; i < parts.size(); i++)
        {
            final AofPart part = parts.get(i);
            final Path file = manifestFile.resolveSibling(part.name());
            final boolean isBase = AofPart.Type.BASE == part.type();
            if (isBase)
            {
                out.println("Start to check BASE AOF (" +
                    (disk.exists(file) && begins(file, RDB_MAGIC) ? "RDB" : "RESP") + " format).");
            }
            else if (part == manifest.increments().get(0))
            {
                out.println("Start to check INCR files.");
            }
            report(checkFile(file, i == parts.size() - 1), isBase ? "BASE AOF" : "INCR AOF", file);
        }
        out.println("All AOF files and manifest are valid");
    }

    private Result checkFile(final Path file, final boolean isLast) throws IOException, StopException
    {
        if (!disk.exists(file))
        {
            out.println("Cannot open file " + file + ": No such file or directory, aborting...");
            throw new StopException();
        }
        if (0 == disk.length(file))
        {
            return Result.EMPTY;
        }
        final long start = begins(file, RDB_MAGIC) ? checkSnapshot(file) : 0;
        final AofSurvey survey = AofSurveyor.survey(disk, file, start, 0, true);
        final long cut = 0 == toSecond ? -1 : AofTimeline.endOf(disk, file, start, survey, toSecond * MS_PER_SECOND);
        if (cut >= 0)
        {
            return cutToTime(file, cut, isLast);
        }
        if (!survey.isWhole())
        {
            out.printf("0x%16x: %s%n", survey.validEnd(), survey.damage().reason());
        }
        final long difference = survey.length() - survey.validEnd();
        if (0 == difference && 0 != toSecond)
        {
            out.println("Truncate nothing in AOF " + shown(file) + " to timestamp " + toSecond);
            return Result.VALID;
        }
        out.println("AOF analyzed: filename=" + shown(file) + ", size=" + survey.length() + ", ok_up_to=" + survey.validEnd() +
            ", ok_up_to_line=" + AofTimeline.lines(disk, file, start, survey.validEnd()) + ", diff=" + difference);
        return 0 == difference ? Result.VALID : fix(file, survey, isLast);
    }

    /** @return where the snapshot ends. */
    private long checkSnapshot(final Path file) throws IOException, StopException
    {
        try (DiskFile opened = disk.openToRead(file))
        {
            final RdbCheck check = new RdbCheck(out, nowMs);
            if (!check.check(new DiskSource(opened, 0)))
            {
                out.println("RDB preamble of AOF file is not sane, aborting.");
                throw new StopException();
            }
            out.println("RDB preamble is OK, proceeding with AOF tail...");
            return check.position();
        }
    }

    private Result cutToTime(final Path file, final long end, final boolean isLast) throws IOException, StopException
    {
        if (0 == end)
        {
            out.println("AOF " + shown(file) + " has nothing before timestamp " + toSecond + ", aborting...");
            throw new StopException();
        }
        if (!isLast)
        {
            out.println("Failed to truncate AOF " + shown(file) + " to timestamp " + toSecond + " to offset " + end +
                " because it is not the last file.");
            out.println("If you insist, please delete all files after this file according to the manifest file and " +
                "delete the corresponding records in manifest file manually. Then re-run ringbolt-check-aof.");
            throw new StopException();
        }
        truncate(file, end);
        return Result.CUT_TO_TIME;
    }

    private Result fix(final Path file, final AofSurvey survey, final boolean isLast) throws IOException, StopException
    {
        if (!isFixing)
        {
            out.println("AOF " + shown(file) + " is not valid. Use the --fix option to try fixing it.");
            throw new StopException();
        }
        if (!isLast)
        {
            out.println("Failed to truncate AOF " + shown(file) + " because it is not the last file");
            throw new StopException();
        }
        out.println("This will shrink the AOF " + shown(file) + " from " + survey.length() + " bytes, with " +
            (survey.length() - survey.validEnd()) + " bytes, to " + survey.validEnd() + " bytes");
        out.print("Continue? [y/N]: ");
        out.flush();
        final int answer = answers.read();
        if ('y' != answer && 'Y' != answer)
        {
            out.println("Aborting...");
            throw new StopException();
        }
        truncate(file, survey.validEnd());
        return Result.CUT;
    }

    private void truncate(final Path file, final long end) throws IOException
    {
        try (DiskFile opened = disk.open(file))
        {
            opened.truncate(end);
            opened.force();
        }
    }

    private void report(final Result result, final String type, final Path file)
    {
        switch (result)
        {
            case VALID -> out.println(type + ' ' + shown(file) + " is valid");
            case EMPTY -> out.println(type + ' ' + shown(file) + " is empty");
            case CUT_TO_TIME -> out.println("Successfully truncated AOF " + shown(file) + " to timestamp " + toSecond);
            default -> out.println("Successfully truncated AOF " + shown(file));
        }
    }

    private static Path shown(final Path file)
    {
        return file.getFileName();
    }

    private boolean isManifestName(final Path file) throws IOException
    {
        return file.getFileName().toString().endsWith(".manifest") && !begins(file, RDB_MAGIC);
    }

    private boolean begins(final Path file, final byte[] expected) throws IOException
    {
        try (DiskFile opened = disk.openToRead(file))
        {
            final ByteBuffer begin = ByteBuffer.allocate(expected.length);
            opened.read(0, begin);
            return Arrays.equals(expected, begin.array());
        }
    }

    private byte[] bytes(final Path file) throws IOException
    {
        try (DiskFile opened = disk.openToRead(file))
        {
            final ByteBuffer all = ByteBuffer.allocate((int)opened.length());
            opened.read(0, all);
            return all.array();
        }
    }
}
