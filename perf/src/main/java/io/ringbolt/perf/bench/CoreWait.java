package io.ringbolt.perf.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How long a thread has been ready to run while others had the cores, as Linux counts it in {@code schedstat}: what
 * lies between its wall-clock and its processor time without the thread having waited for anything of its own.
 */
final class CoreWait implements AutoCloseable
{
    private static final Path SCHEDSTAT = Path.of("/proc/thread-self/schedstat");
    private static final int LONGEST_LINE = 128;
    private static final int RADIX = 10;

    private final ByteBuffer line = ByteBuffer.allocateDirect(LONGEST_LINE);
    private final FileChannel schedstat;

    /** Of the calling thread. */
    CoreWait() throws IOException
    {
        // the file of the thread that opens it, whoever reads it
        schedstat = isKnown() ? FileChannel.open(SCHEDSTAT.toRealPath()) : null;
    }

    /** @return whether this machine counts it. */
    static boolean isKnown()
    {
        return Files.isReadable(SCHEDSTAT);
    }

    /** @return nanoseconds since the thread began; always 0 where it is not known. */
    long totalNs() throws IOException
    {
        if (null == schedstat)
        {
            return 0;
        }
        line.clear();
        schedstat.read(line, 0);
        int at = 0;
        while (' ' != line.get(at))
        {
            at++;                                   // the time on a core comes first
        }
        long waitedNs = 0;
        for (at++; ' ' != line.get(at); at++)
        {
            waitedNs = RADIX * waitedNs + line.get(at) - '0';
        }
        return waitedNs;
    }

    @Override
    public void close() throws IOException
    {
        if (null != schedstat)
        {
            schedstat.close();
        }
    }
}
