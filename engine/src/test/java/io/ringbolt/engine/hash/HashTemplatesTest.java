package io.ringbolt.engine.hash;

import io.ringbolt.engine.index.ArenaFixture;
import io.ringbolt.engine.index.MemberTableWalk;
import io.ringbolt.engine.index.StoredBytes;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.ArenaView;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HashTemplatesTest
{
    private static final long SEED = 91;
    private static final int VALUE_OFFSET = 4096;
    private static final int HASHES = 12;

    private final ArenaFixture fixture = new ArenaFixture();
    private final HashTemplates templates = new HashTemplates(fixture.arena(), SEED);
    private final Hashes hashes = new Hashes(fixture.arena(), SEED, templates);
    /** Frees and copies as the keyspace does, which knows nothing of templates. */
    private final Hashes others = new Hashes(fixture.arena(), 0);
    private final HashCursor cursor = new HashCursor(hashes);
    private final ListPackElement field = new ListPackElement();
    private final ListPackElement value = new ListPackElement();
    private final Random random = new Random(SEED);

    @Test
    void shouldBehaveAsMapsThatShareNames()
    {
        final long before = fixture.arena().liveBytes();
        hashes.limits(6, 12);
        final List<ValueRef> live = new ArrayList<>();
        final List<Map<String, String>> twins = new ArrayList<>();
        for (int i = 0; i < HASHES; i++)
        {
            live.add(create());
            twins.add(new HashMap<>(Map.of("f0", "v")));
        }
        for (int step = 0; step < 300_000; step++)
        {
            final int which = random.nextInt(HASHES);
            change(live.get(which), twins.get(which));
            if (step % 500 == 0)
            {
                replaceByCopy(live.get(which));
                check(live, twins, "seed=" + SEED + " step=" + step);
            }
        }
        live.forEach(this::release);
        assertEquals(0, templates.count());
        assertEquals(0, templates.keyCount());
        assertEquals(0, templates.bytes());
        assertEquals(before, fixture.arena().liveBytes());
    }

    @Test
    void shouldKeepATemplateForThoseWhoHoldIt()
    {
        final ValueRef hash = create();
        final long template = hashes.templates.template(hash.encoding(), hash.root());
        templates.hold(template);
        release(hash);
        assertEquals(1, templates.count());
        assertEquals(0, templates.keyCount());
        templates.letGo(template);
        assertEquals(0, templates.count());
    }

    @Test
    void shouldShowFieldsInAViewAsTheyWere()
    {
        hashes.limits(4, 64);
        for (final int count : new int[]{3, 40})
        {
            final ValueRef hash = create();
            final Map<String, String> twin = new HashMap<>(Map.of("f0", "v"));
            for (int i = 1; i < count; i++)
            {
                set(hash, "field" + i, i % 2 == 0 ? "value" + i : Integer.toString(i));
                twin.put("field" + i, i % 2 == 0 ? "value" + i : Integer.toString(i));
            }
            final int encoding = hash.encoding();
            final long root = hash.root();
            assertEquals(count == 3 ? Encoding.TEMPLATE_LISTPACK : Encoding.TEMPLATE_ARRAY, encoding);
            final ArenaView view = fixture.arena().openView();
            set(hash, "field1", "other");
            set(hash, "later", "x");
            release(hash);
            final ValueRef noise = create();
            set(noise, "noise", "y".repeat(200));
            assertEquals(twin, walked(view, encoding, root));
            fixture.arena().closeView(view);
            release(noise);
        }
    }

    private Map<String, String> walked(final ArenaView view, final int encoding, final long root)
    {
        final Map<String, String> seen = new HashMap<>();
        final OffHeapAllocator allocator = new OffHeapAllocator();
        try (MemberTableWalk table = new MemberTableWalk(view, allocator);
            StoredBytes block = new StoredBytes(view, allocator);
            FieldWalk walk = new FieldWalk(view, table, block, allocator))
        {
            walk.wrap(encoding, root);
            while (walk.next())
            {
                assertNull(seen.put(ArenaFixture.text(walk.field(), walk.fieldLength()),
                    ArenaFixture.text(walk.value(), walk.valueLength())));
            }
        }
        return seen;
    }

    private ValueRef create()
    {
        final ValueRef hash = new ValueRef();
        hashes.create(hash);
        set(hash, "f0", "v");
        hashes.toTemplate(hash);
        assertTrue(Encoding.isTemplate(hash.encoding()));
        return hash;
    }

    private void change(final ValueRef hash, final Map<String, String> twin)
    {
        final String name = (random.nextBoolean() ? "f" : "") + random.nextInt(10);
        switch (random.nextInt(40))
        {
            case 0 ->
            {
                hashes.toPlain(hash);
                assertTrue(!Encoding.isTemplate(hash.encoding()));
            }
            case 1, 2, 3 -> hashes.toTemplate(hash);
            case 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 ->
            {
                if (twin.size() > 1 || !twin.containsKey(name))
                {
                    fixture.put(name);
                    assertEquals(twin.remove(name) != null,
                        hashes.remove(hash, fixture.address(), fixture.length()));
                }
            }
            default ->
            {
                final String text = random.nextBoolean() ? Integer.toString(random.nextInt()) :
                    "v".repeat(random.nextInt(random.nextInt(40) == 0 ? 400 : 12));
                assertEquals(twin.put(name, text) == null, set(hash, name, text));
            }
        }
        fixture.put(name);
        final boolean isFound = hashes.get(hash, fixture.address(), fixture.length(), value);
        assertEquals(twin.get(name), isFound ? value.toString() : null);
        hashes.random(hash, random::nextLong, field, value);
        assertEquals(twin.get(field.toString()), value.toString());
        assertEquals(twin.size(), hashes.count(hash));
    }

    private void replaceByCopy(final ValueRef hash)
    {
        final long copy = others.copyOf(hash.encoding(), hash.root());
        release(hash);
        hash.root(copy);
    }

    private void check(final List<ValueRef> live, final List<Map<String, String>> twins, final String message)
    {
        long keys = 0;
        for (int i = 0; i < live.size(); i++)
        {
            final Map<String, String> seen = new HashMap<>();
            cursor.wrap(live.get(i));
            while (cursor.next(field, value))
            {
                assertNull(seen.put(field.toString(), value.toString()), message);
            }
            assertEquals(twins.get(i), seen, message);
            keys += Encoding.isTemplate(live.get(i).encoding()) ? 1 : 0;
        }
        assertEquals(keys, templates.keyCount(), message);
        assertTrue(templates.count() <= keys, message);
    }

    private boolean set(final ValueRef hash, final String name, final String text)
    {
        fixture.put(text);
        OffHeap.copy(fixture.address(), fixture.address() + VALUE_OFFSET, fixture.length());
        final int valueLength = fixture.length();
        fixture.put(name);
        return hashes.set(
            hash, fixture.address(), fixture.length(), fixture.address() + VALUE_OFFSET, valueLength);
    }

    private void release(final ValueRef hash)
    {
        int steps = 0;
        while (others.release(hash, 5) == 0)
        {
            assertTrue(++steps < 1000);
        }
    }
}
