package io.ringbolt.perf.load;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DistributionsTest
{
    private static final int DRAWS = 400_000;
    private static final int COUNT = 1000;

    private final SplittableRandom random = new SplittableRandom(7);

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.99, 1.0, 1.5})
    void shouldDrawRanksAsOftenAsZipfSays(final double exponent)
    {
        final ZipfRanks ranks = new ZipfRanks(exponent);
        final int[] counts = new int[COUNT];
        for (int i = 0; i < DRAWS; i++)
        {
            counts[(int)ranks.next(random, COUNT)]++;
        }

        double total = 0;
        for (int rank = 1; rank <= COUNT; rank++)
        {
            total += Math.pow(rank, -exponent);
        }
        for (final int rank : new int[]{1, 2, 3, 10, 100})
        {
            final double expected = DRAWS * Math.pow(rank, -exponent) / total;
            assertEquals(expected, counts[rank - 1], 5 * Math.sqrt(expected) + 1, "rank " + rank);
        }
    }

    @Test
    void shouldGiveEachRankOfAZipfKeyspaceAPlaceOfItsOwn()
    {
        final KeyChooser keys = KeyChooser.of("zipf:0.1", new AtomicLong(100));
        final boolean[] isSeen = new boolean[100];
        for (int i = 0; i < 20_000; i++)
        {
            isSeen[(int)keys.next(random)] = true;
        }
        for (int i = 0; i < 100; i++)
        {
            assertTrue(isSeen[i], "key " + i);
        }
    }

    @Test
    void shouldSendTheShareOfRequestsToTheHotKeys()
    {
        final KeyChooser keys = KeyChooser.of("hot:10%:90%", new AtomicLong(1000));
        int hot = 0;
        for (int i = 0; i < DRAWS; i++)
        {
            hot += keys.next(random) < 100 ? 1 : 0;
        }
        assertEquals(0.9, hot / (double)DRAWS, 0.005);
    }

    @Test
    void shouldFavourTheNewestKeysWhileKeysAreAdded()
    {
        final AtomicLong count = new AtomicLong(100);
        final KeyChooser keys = KeyChooser.of("latest", count);
        count.set(10_000);
        int newest = 0;
        for (int i = 0; i < DRAWS; i++)
        {
            final long key = keys.next(random);
            assertTrue(key >= 0 && key < 10_000);
            newest += key >= 9_900 ? 1 : 0;
        }
        assertTrue(newest > DRAWS / 3, "newest: " + newest);
    }

    @Test
    void shouldVisitAllKeysInOrder()
    {
        final KeyChooser keys = KeyChooser.of("sequential", new AtomicLong(3));
        for (int i = 0; i < 9; i++)
        {
            assertEquals(i % 3, keys.next(random));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"64", "10-1000", "zipf:10-1000", "10:90,1000:10"})
    void shouldDrawLengthsWithinBounds(final String text)
    {
        final ValueLengths lengths = ValueLengths.of(text);
        for (int i = 0; i < 10_000; i++)
        {
            final int length = lengths.next(random);
            assertTrue(length >= 10 && length <= lengths.longest(), "length " + length);
        }
    }

    @Test
    void shouldDrawLengthsByWeight()
    {
        final ValueLengths lengths = ValueLengths.of("1:90,2:0,3:10");
        final int[] counts = new int[4];
        for (int i = 0; i < DRAWS; i++)
        {
            counts[lengths.next(random)]++;
        }
        assertEquals(0.9, counts[1] / (double)DRAWS, 0.005);
        assertEquals(0, counts[2]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "-1", "9-1", "64:1:2,3", "64:0", "zipf:3", "999999999999"})
    void shouldRefuseLengthsThatAreNone(final String text)
    {
        assertThrows(IllegalArgumentException.class, () -> ValueLengths.of(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "zipf:x", "zipf:-1", "hot", "hot:1:2", "hot:120%:1%", "gauss"})
    void shouldRefuseKeysThatAreNone(final String text)
    {
        assertThrows(IllegalArgumentException.class, () -> KeyChooser.of(text, new AtomicLong(1)));
    }
}
