package io.ringbolt.engine.stream;

import io.ringbolt.engine.index.ArenaFixture;
import io.ringbolt.engine.index.RefTreeCursor;
import io.ringbolt.engine.memory.Arena;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Compares groups with a naive twin over maps, and counts the bytes that are left at the end. */
class ConsumerGroupsTest
{
    private static final long SEED = 11;
    private static final int ROUNDS = 25;
    private static final int OPERATIONS = 44_000;
    private static final int CHECK_EVERY = 2_000;
    private static final int CONSUMERS = 5;

    /** A pending entry as the twin knows it; without an owner it was given back as the release-th. */
    private static final class Pending
    {
        private final long id;
        private Integer owner;
        private long release;
        private long deliveredAtMs;
        private long deliveries;

        Pending(final long id)
        {
            this.id = id;
        }
    }

    private final ArenaFixture fixture = new ArenaFixture();
    private final Arena arena = fixture.arena();
    private final ConsumerGroups groups = new ConsumerGroups(arena);
    private final GroupStorage storage = new GroupStorage(arena, groups);
    private final Random random = new Random(SEED);
    private final StreamId id = new StreamId();
    private final TreeMap<Long, Pending> twin = new TreeMap<>();
    private final TreeMap<Integer, Long> consumers = new TreeMap<>();
    private long tree;
    private long group;
    private long nowMs;
    private long releases;

    @AfterEach
    void close()
    {
        fixture.close();
    }

    @Test
    void shouldBehaveAsMapsUnderRandomOperations()
    {
        for (int round = 0; round < ROUNDS; round++)
        {
            begin();
            final int idCount = round % 2 == 0 ? 40 : 6_000;
            for (int i = 1; i <= OPERATIONS; i++)
            {
                operate(idCount);
                if (i % CHECK_EVERY == 0)
                {
                    check("seed=" + SEED + " round=" + round + " operation=" + i);
                }
            }
            releaseInSteps();
        }
    }

    @Test
    void shouldCopyGroupsWithAllThatBelongsToThem()
    {
        begin();
        for (int i = 0; i < 5_000; i++)
        {
            operate(1_000);
        }
        final long bytes = storage.bytes(tree, Long.MAX_VALUE);
        assertEquals(arena.liveBytes(), bytes);
        final long copy = storage.copyOf(tree);
        releaseInSteps();
        tree = copy;
        group = new RefTreeCursor(groups.groups).wrap(tree, 0).block();
        consumers.replaceAll((number, old) -> groups.findConsumer(group, fixture.put("c" + number), fixture.length()));
        check("copy");
        assertEquals(arena.liveBytes(), storage.bytes(tree, Long.MAX_VALUE));
        releaseInSteps();
    }

    @Test
    void shouldFindGroupsByNamesThatShareTheirBeginnings()
    {
        final String[] names = {"", "a", "aaaaaaaa", "aaaaaaaab", "aaaaaaaac", "aaaaaaaa\0", "b", "\u00ff", "a\0"};
        tree = groups.groups.create();
        for (final String name : names)
        {
            groups.create(tree, fixture.put(name), fixture.length(), id.set(name.length(), 1), 7);
        }
        for (final String name : names)
        {
            final long found = groups.find(tree, fixture.put(name), fixture.length());
            assertNotEquals(Arena.NULL_REF, found, name);
            groups.readLastId(found, id);
            assertEquals(name.length(), id.timeMs(), name);
        }
        assertEquals(Arena.NULL_REF, groups.find(tree, fixture.put("aaaaaaaa\0\0"), fixture.length()));
        assertEquals(Arena.NULL_REF, groups.find(Arena.NULL_REF, fixture.put("a"), fixture.length()));
        releaseInSteps();
    }

    private void begin()
    {
        twin.clear();
        consumers.clear();
        nowMs = 1_000;
        releases = 0;
        tree = groups.groups.create();
        group = groups.create(tree, fixture.put("g"), fixture.length(), id.set(0, 0), 0);
    }

    private void operate(final int idCount)
    {
        nowMs += random.nextInt(3);
        final long key = random.nextInt(idCount);
        final int consumer = random.nextInt(CONSUMERS);
        switch (random.nextInt(12))
        {
            case 0, 1, 2, 3 -> deliver(key, consumer);
            case 4, 5, 6 -> acknowledge(key);
            case 7, 8 -> claim(key, consumer);
            case 9 -> giveBack(key);
            case 10 -> addReleased(key);
            default -> deleteConsumer(consumer);
        }
    }

    private void deliver(final long key, final int consumer)
    {
        groups.deliver(group, block(consumer), id.set(key >> 4, key & 15), nowMs);
        final Pending entry = twin.computeIfAbsent(key, Pending::new);
        entry.owner = consumer;
        entry.deliveredAtMs = nowMs;
        entry.deliveries = 1;
    }

    private void acknowledge(final long key)
    {
        assertEquals(twin.remove(key) != null, groups.acknowledge(group, id.set(key >> 4, key & 15)));
    }

    private void claim(final long key, final int consumer)
    {
        final Pending entry = twin.get(key);
        if (entry != null)
        {
            final long at = nowMs - random.nextInt(1_000);
            groups.claim(group, find(key), block(consumer), at, entry.deliveries + 1);
            entry.owner = consumer;
            entry.deliveredAtMs = at;
            entry.deliveries++;
        }
    }

    private void giveBack(final long key)
    {
        final Pending entry = twin.get(key);
        if (entry != null)
        {
            groups.giveBack(group, find(key), 9);
            release(entry, 9);
        }
    }

    private void addReleased(final long key)
    {
        if (!twin.containsKey(key) && random.nextInt(4) == 0)
        {
            groups.addReleased(group, id.set(key >> 4, key & 15), 3);
            release(twin.computeIfAbsent(key, Pending::new), 3);
        }
    }

    private void release(final Pending entry, final long deliveries)
    {
        entry.owner = null;
        entry.release = ++releases;
        entry.deliveredAtMs = 0;
        entry.deliveries = deliveries;
    }

    private void deleteConsumer(final int consumer)
    {
        if (consumers.containsKey(consumer) && random.nextInt(60) == 0)
        {
            final int before = twin.size();
            twin.values().removeIf(entry -> Integer.valueOf(consumer).equals(entry.owner));
            assertEquals(before - twin.size(), groups.deleteConsumer(group, consumers.remove(consumer)));
        }
    }

    private long block(final int consumer)
    {
        return consumers.computeIfAbsent(consumer,
            number -> groups.createConsumer(group, fixture.put("c" + number), fixture.length(), nowMs));
    }

    private long find(final long key)
    {
        return groups.pendings.find(groups.pending(group), id.set(key >> 4, key & 15));
    }

    private void check(final String message)
    {
        assertEquals(describe(new ArrayList<>(twin.values())),
            describe(new RefTreeCursor(groups.pendings).wrap(groups.pending(group), 0)), message);
        final List<Pending> byDelivery = new ArrayList<>(twin.values());
        byDelivery.sort(Comparator.comparingLong((Pending entry) -> entry.owner == null ? -1 : entry.deliveredAtMs)
            .thenComparingLong(entry -> entry.owner == null ? entry.release : entry.id));
        assertEquals(describe(byDelivery),
            describe(new RefTreeCursor(groups.deliveries).wrap(groups.deliveries(group), 0)), message);
        assertEquals(twin.values().stream().filter(entry -> entry.owner == null).count(), groups.releasedCount(group),
            message);
        assertEquals(consumers.size(), groups.consumerCount(group), message);
        for (final Map.Entry<Integer, Long> consumer : consumers.entrySet())
        {
            final List<Pending> own = new ArrayList<>(twin.values());
            own.removeIf(entry -> !consumer.getKey().equals(entry.owner));
            assertEquals(describe(own), describe(
                new RefTreeCursor(groups.pendings).wrap(groups.consumerPending(consumer.getValue()), 0)), message);
        }
        final long from = random.nextInt(6_000);
        assertEquals(twin.headMap(from, false).size(),
            groups.pendings.rankOf(groups.pending(group), id.set(from >> 4, from & 15)), message);
    }

    private List<String> describe(final List<Pending> entries)
    {
        return entries.stream().map(entry -> entry.id + " " + (entry.owner == null ? "-" : "c" + entry.owner) + " " +
            entry.deliveredAtMs + " " + entry.deliveries).toList();
    }

    private List<String> describe(final RefTreeCursor cursor)
    {
        final List<String> seen = new ArrayList<>();
        for (long entry = cursor.block(); entry != Arena.NULL_REF; entry = cursor.block())
        {
            groups.entries.readId(entry, id);
            final long owner = groups.entries.owner(entry);
            final String name = groups.entries.isReleased(entry) ? "-" : ArenaFixture.text(
                groups.consumers.nameAddress(owner), groups.consumers.nameLength(owner));
            seen.add((id.timeMs() << 4 | id.number()) + " " + name + " " + groups.entries.deliveredAtMs(entry) + " " +
                groups.entries.deliveries(entry));
            cursor.forward();
        }
        return seen;
    }

    private void releaseInSteps()
    {
        int steps = 0;
        while (storage.release(tree, 7) == 0)
        {
            assertTrue(++steps < 100_000);
        }
        if (steps == 0)
        {
            assertTrue(twin.size() < 10);
        }
    }
}
