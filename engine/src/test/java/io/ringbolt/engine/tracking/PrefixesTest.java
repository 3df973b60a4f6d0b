package io.ringbolt.engine.tracking;

import io.ringbolt.engine.durability.SilentChannel;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.session.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/**
 * Prefixes that come and go, against a map that is searched from end to end.
 */
class PrefixesTest
{
    private static final int STEP_COUNT = 20_000;

    private final OffHeapAllocator allocator = new OffHeapAllocator();
    private final Prefixes prefixes = new Prefixes();
    private final TreeMap<String, List<Audience.Member>> expected = new TreeMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldFindThePrefixesOfEachKey(final long seed)
    {
        final Random random = new Random(seed);
        for (int step = 0; step < STEP_COUNT; step++)
        {
            final int growing = step / 4_000 % 2 == 0 ? 6 : 2;
            if (random.nextInt(10) < growing)
            {
                add(word(random));
            }
            else if (!expected.isEmpty())
            {
                remove(random);
            }
            assertEquals(expected.size(), prefixes.count());
            check(word(random), "seed=" + seed + " step=" + step);
        }
    }

    @Test
    void shouldTellWhichPrefixOverlaps()
    {
        final TrackingState state = state();
        List.of("ab", "ad", "b", "cdef").forEach(text -> state.put(text, null));
        assertEquals("b", state.overlapping("bcd"));
        assertEquals("b", state.overlapping("b"));
        assertEquals("cdef", state.overlapping("c"));
        assertEquals("ab", state.overlapping("a"));
        assertEquals("ab", state.overlapping(""));
        assertNull(state.overlapping("d"));
        assertNull(state.overlapping("cdf"));
        state.put("", null);
        assertEquals("", state.overlapping("d"));
    }

    private void add(final String text)
    {
        expected.computeIfAbsent(text, unused -> new ArrayList<>()).add(prefixes.add(text, state()));
    }

    private void remove(final Random random)
    {
        final String text = List.copyOf(expected.keySet()).get(random.nextInt(expected.size()));
        final List<Audience.Member> members = expected.get(text);
        prefixes.remove(text, members.remove(random.nextInt(members.size())));
        if (members.isEmpty())
        {
            expected.remove(text);
        }
    }

    private void check(final String key, final String where)
    {
        final byte[] bytes = key.getBytes(StandardCharsets.ISO_8859_1);
        final long address = allocator.allocate(Math.max(1, bytes.length));
        OffHeap.copyIn(bytes, 0, address, bytes.length);
        prefixes.onChanged(address, bytes.length, 0);
        allocator.free(address, Math.max(1, bytes.length));
        final Set<String> touched = new TreeSet<>();
        prefixes.touched().forEach(prefix -> touched.add(prefix.text));
        prefixes.clearTouched();
        final Set<String> wanted = new TreeSet<>(expected.keySet());
        wanted.removeIf(text -> !key.startsWith(text));
        assertEquals(wanted, touched, where);
    }

    private static String word(final Random random)
    {
        final StringBuilder word = new StringBuilder();
        for (int length = random.nextInt(7); length > 0; length--)
        {
            word.append((char)('a' + random.nextInt(4)));
        }
        return word.toString();
    }

    private static TrackingState state()
    {
        return new TrackingState(new Session(1, new SilentChannel(), 0));
    }
}
