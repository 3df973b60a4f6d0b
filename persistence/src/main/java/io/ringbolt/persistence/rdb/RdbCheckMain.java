package io.ringbolt.persistence.rdb;

import io.ringbolt.config.RedisCompatibility;
import io.ringbolt.persistence.disk.DiskFile;
import io.ringbolt.persistence.disk.FileSystemDisk;
import org.agrona.concurrent.SystemEpochClock;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * The program that says whether an RDB file is whole, with redis-check-rdb's usage, words and exit codes.
 */
public final class RdbCheckMain
{
    private static final int FAILURE = 1;

    private RdbCheckMain()
    {
    }

    /** @param args the name of a file, or {@code -v}. */
    public static void main(final String[] args)
    {
        final int status = run(args, System.out, System.err);
        System.out.flush();
        if (0 != status)
        {
            System.exit(status);
        }
    }

    static int run(final String[] args, final PrintStream out, final PrintStream errors)
    {
        if (1 != args.length)
        {
            errors.println("Usage: ringbolt-check-rdb <rdb-file-name>");
            return FAILURE;
        }
        if ("-v".equals(args[0]) || "--version".equals(args[0]))
        {
            out.println("ringbolt-check-rdb " + RedisCompatibility.VERSION);
            return 0;
        }
        final RdbCheck check = new RdbCheck(out, SystemEpochClock.INSTANCE.time());
        check.info("Checking RDB file " + args[0]);
        try (DiskFile file = new FileSystemDisk().openToRead(Path.of(args[0])))
        {
            if (!check.check(new DiskSource(file, 0)))
            {
                return FAILURE;
            }
            check.info("\\o/ RDB looks OK! \\o/");
            check.figures();
            return 0;
        }
        catch (final IOException unreadable)
        {
            errors.println("Cannot open " + args[0] + ": " + unreadable.getMessage());
            return FAILURE;
        }
    }
}
