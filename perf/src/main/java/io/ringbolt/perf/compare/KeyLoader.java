package io.ringbolt.perf.compare;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * SETs of new 16-byte keys with 16-byte values over one connection, a batch at a time, with the time of every batch
 * recorded.
 */
final class KeyLoader
{
    static final int KEY_LENGTH = 16;
    static final int VALUE_LENGTH = 16;

    private static final byte[] BEFORE_KEY = ascii("*3\r\n$3\r\nSET\r\n$16\r\n");
    private static final byte[] AFTER_KEY = ascii("\r\n$16\r\nvvvvvvvvvvvvvvvv\r\n");
    private static final byte[] OK = ascii("+OK\r\n");
    private static final byte[] KEY_PREFIX = ascii("key:");
    private static final long HIGHEST_RECORDED_NS = TimeUnit.MINUTES.toNanos(2);
    private static final int PROGRESS_INTERVAL = 100_000;

    private final Histogram batchTimesNs = new Histogram(HIGHEST_RECORDED_NS, 3);
    private final byte[] request;
    private final byte[] expected;
    private final byte[] scratch;
    private final int batchLength;

    KeyLoader(final int batchLength)
    {
        this.batchLength = batchLength;
        request = new byte[batchLength * (BEFORE_KEY.length + KEY_LENGTH + AFTER_KEY.length)];
        expected = new byte[batchLength * OK.length];
        scratch = new byte[expected.length];
        for (int i = 0; i < batchLength; i++)
        {
            System.arraycopy(OK, 0, expected, i * OK.length, OK.length);
        }
    }

    /**
     * Sets {@code key:000000000000} and the following ones.
     *
     * @param connection to send them on.
     * @param keyCount   of keys, rounded up to whole batches.
     * @param onProgress told the number of keys set, now and then.
     * @throws IOException if the connection fails or a reply is anything but OK.
     */
    void load(final RespConnection connection, final long keyCount, final LongConsumer onProgress) throws IOException
    {
        long nextReport = 0;
        for (long key = 0; key < keyCount; key += batchLength)
        {
            final int length = encodeBatch(key);
            final long sentNs = System.nanoTime();
            connection.send(request, length);
            connection.expect(expected, scratch);
            batchTimesNs.recordValue(Math.min(HIGHEST_RECORDED_NS, System.nanoTime() - sentNs));
            if (key >= nextReport)
            {
                onProgress.accept(key);
                nextReport += PROGRESS_INTERVAL;
            }
        }
    }

    /** Times from sending a batch to its last reply. */
    Histogram batchTimesNs()
    {
        return batchTimesNs;
    }

    private int encodeBatch(final long firstKey)
    {
        int offset = 0;
        for (int i = 0; i < batchLength; i++)
        {
            offset = append(BEFORE_KEY, offset);
            encodeKey(firstKey + i, offset);
            offset = append(AFTER_KEY, offset + KEY_LENGTH);
        }
        return offset;
    }

    private void encodeKey(final long key, final int offset)
    {
        append(KEY_PREFIX, offset);
        long rest = key;
        for (int i = offset + KEY_LENGTH - 1; i >= offset + KEY_PREFIX.length; i--)
        {
            request[i] = (byte)('0' + rest % 10);
            rest /= 10;
        }
    }

    private int append(final byte[] bytes, final int offset)
    {
        System.arraycopy(bytes, 0, request, offset, bytes.length);
        return offset + bytes.length;
    }

    private static byte[] ascii(final String text)
    {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
