package io.ringbolt.persistence.aof;

import io.ringbolt.persistence.disk.FileSystemDisk;
import org.agrona.concurrent.SystemEpochClock;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The program that checks append-only files: redis-check-aof's usage, output and exit status.
 */
public final class AofCheckMain
{
    private static final int FAILURE = 1;
    private static final int WITH_TIME = 3;
    private static final String USAGE =
        "Usage: ringbolt-check-aof [--fix|--truncate-to-timestamp $timestamp] <file.manifest|file.aof>";

    private AofCheckMain()
    {
    }

    /** @param args as redis-check-aof takes them. */
    public static void main(final String[] args)
    {
        final int status = run(args, System.in, System.out);
        System.out.flush();
        if (0 != status)
        {
            System.exit(status);
        }
    }

    static int run(final String[] args, final InputStream answers, final PrintStream out)
    {
        final long nowMs = SystemEpochClock.INSTANCE.time();
        if (1 == args.length)
        {
            return new AofCheck(new FileSystemDisk(), out, answers, false, 0, nowMs)
                .run(Path.of(args[0]).toAbsolutePath());
        }
        if (2 == args.length && "--fix".equals(args[0]))
        {
            return new AofCheck(new FileSystemDisk(), out, answers, true, 0, nowMs)
                .run(Path.of(args[1]).toAbsolutePath());
        }
        if (WITH_TIME == args.length && "--truncate-to-timestamp".equals(args[0]))
        {
            final long second = second(args[1]);
            if (second <= 0)
            {
                out.println("Invalid timestamp, aborting...");
                return FAILURE;
            }
            return new AofCheck(new FileSystemDisk(), out, answers, false, second, nowMs)
                .run(Path.of(args[2]).toAbsolutePath());
        }
        out.println("Invalid argument: " + Arrays.toString(args));
        out.println(USAGE);
        return FAILURE;
    }

    private static long second(final String text)
    {
        try
        {
            return Long.parseLong(text);
        }
        catch (final NumberFormatException none)
        {
            return -1;
        }
    }
}
