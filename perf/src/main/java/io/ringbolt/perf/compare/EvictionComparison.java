package io.ringbolt.perf.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * How well a server chooses the keys it evicts: a cache that holds a fifth of the keys asked for. Hypothesis: at the
 * same number of keys ringbolt hits at least as often as redis-server.
 * <p>
 * Keys are asked for by Zipf's law in batches of GETs; what was missing is SET. Each server is first filled without a
 * limit to learn what a key takes; then its limit follows the number of keys it holds, through all of the trace, so
 * that servers are compared at the same number of keys and not of bytes.
 */
final class EvictionComparison
{
    static final String HEADER =
        "| policy | exponent | server | keys held | hits |\n|---|---:|---|---:|---:|";

    private static final int HELD_FRACTION = 5;
    private static final int ROUNDS_OVER_KEYS = 20;
    private static final int BATCH_LENGTH = 50;
    private static final int VALUE_LENGTH = 100;
    private static final int WARM_UP_PARTS = 4;
    private static final int CALIBRATIONS = 4;
    private static final int BATCHES_PER_CORRECTION = 20;
    private static final double HALF = 0.5;
    private static final long SEED = 20_261_121;
    private static final double PERCENT = 100;

    private final ServerProcess server;
    private final String policy;
    private final int keyCount;
    private final double[] cumulated;
    private final int[] keyOfRank;
    private final double exponent;
    private final String value = "v".repeat(VALUE_LENGTH);
    private double bytesPerKey;
    private long limit;
    private double heldSum;
    private int heldCount;

    private EvictionComparison(
        final ServerProcess server, final String policy, final double exponent, final int keyCount)
    {
        this.server = server;
        this.exponent = exponent;
        this.policy = policy;
        this.keyCount = keyCount;
        this.cumulated = new double[keyCount];
        this.keyOfRank = new int[keyCount];
        double sum = 0;
        for (int i = 0; i < keyCount; i++)
        {
            sum += 1 / Math.pow(i + 1, exponent);
            cumulated[i] = sum;
            keyOfRank[i] = i;
        }
        final Random random = new Random(SEED);
        for (int i = keyCount - 1; i > 0; i--)
        {
            final int other = random.nextInt(i + 1);
            final int key = keyOfRank[i];
            keyOfRank[i] = keyOfRank[other];
            keyOfRank[other] = key;
        }
    }

    /**
     * @param exponent of Zipf's law: the greater, the more do few keys get.
     * @param keyCount different keys asked for.
     * @return a row of the table that {@link #HEADER} begins.
     */
    static String measure(
        final ServerProcess server,
        final String policy,
        final double exponent,
        final int keyCount,
        final Progress progress) throws IOException
    {
        progress.step(server.name() + " " + policy + " " + exponent);
        return new EvictionComparison(server, policy, exponent, keyCount).measure();
    }

    private String measure() throws IOException
    {
        try (RespConnection connection = server.connect())
        {
            connection.call("CONFIG", "SET", "maxmemory-policy", policy);
            calibrate(connection);
            final double hits = trace(connection);
            return String.format(Locale.ROOT, "| %s | %.1f | %s | %,.0f | **%.2f %%** |",
                policy, exponent, server.name(), heldSum / heldCount, PERCENT * hits);
        }
    }

    /** Finds a limit at which about a fifth of the keys is held while others come and go. */
    private void calibrate(final RespConnection connection) throws IOException
    {
        final long wanted = keyCount / HELD_FRACTION;
        final long emptyBytes = ServerFigures.empty(connection);
        writeMany(connection, wanted, 0);
        bytesPerKey = (double)(ServerFigures.countedMemory(connection) - emptyBytes) / wanted;
        limit = emptyBytes + (long)(wanted * bytesPerKey);
        for (int i = 1; i <= CALIBRATIONS; i++)
        {
            connection.call("CONFIG", "SET", "maxmemory", Long.toString(limit));
            writeMany(connection, wanted, i * wanted);
            correct(connection, 1);
        }
    }

    /** Moves the limit by what the keys that are missing or too many would take. @return how many are held. */
    private long correct(final RespConnection connection, final double part) throws IOException
    {
        final long held = (Long)connection.call("DBSIZE");
        limit += (long)(part * (keyCount / HELD_FRACTION - held) * bytesPerKey);
        connection.call("CONFIG", "SET", "maxmemory", Long.toString(limit));
        return held;
    }

    private void writeMany(final RespConnection connection, final long count, final long first) throws IOException
    {
        for (long i = first; i < first + count; i++)
        {
            connection.call("SET", key((int)(keyCount + i)), value);
        }
    }

    /** @return the part of GETs that found their key, the first quarter of the trace left out. */
    private double trace(final RespConnection connection) throws IOException
    {
        final Random random = new Random(SEED + 1);
        final int batchCount = keyCount * ROUNDS_OVER_KEYS / BATCH_LENGTH;
        final String[] keys = new String[BATCH_LENGTH];
        long asked = 0;
        long found = 0;
        for (int batch = 0; batch < batchCount; batch++)
        {
            final StringBuilder requests = new StringBuilder();
            for (int i = 0; i < BATCH_LENGTH; i++)
            {
                keys[i] = draw(random);
                append(requests, "GET", keys[i]);
            }
            send(connection, requests);
            final StringBuilder writes = new StringBuilder();
            int missing = 0;
            for (int i = 0; i < BATCH_LENGTH; i++)
            {
                if (null == connection.readReply())
                {
                    append(writes, "SET", keys[i], value);
                    missing++;
                }
            }
            send(connection, writes);
            for (int i = 0; i < missing; i++)
            {
                connection.readReply();
            }
            if (0 == batch % BATCHES_PER_CORRECTION)
            {
                final long held = correct(connection, HALF);
                heldSum += batch >= batchCount / WARM_UP_PARTS ? held : 0;
                heldCount += batch >= batchCount / WARM_UP_PARTS ? 1 : 0;
            }
            if (batch >= batchCount / WARM_UP_PARTS)
            {
                asked += BATCH_LENGTH;
                found += BATCH_LENGTH - missing;
            }
        }
        return (double)found / asked;
    }

    private String draw(final Random random)
    {
        final int found = Arrays.binarySearch(cumulated, random.nextDouble() * cumulated[keyCount - 1]);
        return key(keyOfRank[Math.min(keyCount - 1, found < 0 ? -found - 1 : found)]);
    }

    private static String key(final int number)
    {
        return String.format(Locale.ROOT, "key:%010d", number);
    }

    private static void append(final StringBuilder requests, final String... words)
    {
        requests.append('*').append(words.length).append("\r\n");
        for (final String word : words)
        {
            requests.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
    }

    private static void send(final RespConnection connection, final StringBuilder requests) throws IOException
    {
        connection.send(requests.toString().getBytes(StandardCharsets.ISO_8859_1), requests.length());
    }
}
