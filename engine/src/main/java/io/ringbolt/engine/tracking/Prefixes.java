package io.ringbolt.engine.tracking;

import io.ringbolt.engine.memory.OffHeap;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The prefixes that clients in broadcasting mode have asked for. A key is looked up once for each length that there is,
 * however many prefixes there are. Owned by the engine thread.
 */
final class Prefixes
{
    private static final int HASH_MULTIPLIER = 31;
    private static final int INITIAL_BUCKETS = 16;

    private final Map<String, Prefix> byText = new HashMap<>();
    private final List<Prefix> touched = new ArrayList<>();
    private Prefix[] buckets = new Prefix[INITIAL_BUCKETS];
    /** The lengths that there are, ascending, and how many prefixes have each. */
    private int[] lengths = {};
    private int[] lengthCounts = {};

    /** The beginning that some keys have in common, with those who want to hear of these keys. */
    static final class Prefix
    {
        final Audience audience = new Audience();
        final String text;
        final byte[] bytes;
        private final int hash;
        private Prefix next;
        /** Indexes of changed keys in {@link ChangedKeys}. */
        int[] changed = new int[4];
        int changedCount;

        Prefix(final String text)
        {
            this.text = text;
            this.bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            this.hash = Arrays.hashCode(bytes);
        }

        private boolean begins(final long address)
        {
            for (int i = 0; i < bytes.length; i++)
            {
                if (bytes[i] != OffHeap.getByte(address + i))
                {
                    return false;
                }
            }
            return true;
        }
    }

    int count()
    {
        return byText.size();
    }

    /** @param text one char a byte. */
    Audience.Member add(final String text, final TrackingState state)
    {
        Prefix prefix = byText.get(text);
        if (null == prefix)
        {
            prefix = new Prefix(text);
            byText.put(text, prefix);
            enter(prefix);
            addLength(prefix.bytes.length);
        }
        return prefix.audience.add(state);
    }

    void remove(final String text, final Audience.Member member)
    {
        final Prefix prefix = byText.get(text);
        prefix.audience.remove(member);
        if (prefix.audience.isEmpty())
        {
            byText.remove(text);
            leave(prefix);
            removeLength(prefix.bytes.length);
        }
    }

    Audience audience(final String text)
    {
        return byText.get(text).audience;
    }

    /** Notes for each prefix of a key that the key has changed. @param number of the key among the changed ones. */
    void onChanged(final long address, final int length, final int number)
    {
        int hash = 1;
        int hashed = 0;
        for (final int wanted : lengths)
        {
            if (wanted > length)
            {
                return;
            }
            for (; hashed < wanted; hashed++)
            {
                hash = HASH_MULTIPLIER * hash + OffHeap.getByte(address + hashed);
            }
            touch(find(hash, wanted, address), number);
        }
    }

    private Prefix find(final int hash, final int length, final long address)
    {
        Prefix prefix = buckets[bucket(hash)];
        while (null != prefix && (prefix.bytes.length != length || !prefix.begins(address)))
        {
            prefix = prefix.next;
        }
        return prefix;
    }

    private void touch(final Prefix prefix, final int number)
    {
        if (null == prefix)
        {
            return;
        }
        if (0 == prefix.changedCount)
        {
            touched.add(prefix);
        }
        if (prefix.changedCount == prefix.changed.length)
        {
            prefix.changed = Arrays.copyOf(prefix.changed, 2 * prefix.changedCount);
        }
        prefix.changed[prefix.changedCount++] = number;
    }

    /** @return prefixes with changed keys; not to be changed. */
    List<Prefix> touched()
    {
        return touched;
    }

    void clearTouched()
    {
        for (int i = 0; i < touched.size(); i++)
        {
            touched.get(i).changedCount = 0;
        }
        touched.clear();
    }

    private int bucket(final int hash)
    {
        return (hash ^ hash >>> 16) & buckets.length - 1;
    }

    private void enter(final Prefix prefix)
    {
        if (byText.size() > buckets.length)
        {
            rehash();
            return;
        }
        final int bucket = bucket(prefix.hash);
        prefix.next = buckets[bucket];
        buckets[bucket] = prefix;
    }

    private void rehash()
    {
        buckets = new Prefix[4 * buckets.length];
        for (final Prefix prefix : byText.values())
        {
            final int bucket = bucket(prefix.hash);
            prefix.next = buckets[bucket];
            buckets[bucket] = prefix;
        }
    }

    private void leave(final Prefix prefix)
    {
        final int bucket = bucket(prefix.hash);
        if (buckets[bucket] == prefix)
        {
            buckets[bucket] = prefix.next;
        }
        else
        {
            Prefix before = buckets[bucket];
            while (before.next != prefix)
            {
                before = before.next;
            }
            before.next = prefix.next;
        }
        if (byText.isEmpty())
        {
            buckets = new Prefix[INITIAL_BUCKETS];
        }
    }

    private void addLength(final int length)
    {
        int index = Arrays.binarySearch(lengths, length);
        if (index < 0)
        {
            index = -index - 1;
            lengths = inserted(lengths, index, length);
            lengthCounts = inserted(lengthCounts, index, 0);
        }
        lengthCounts[index]++;
    }

    private void removeLength(final int length)
    {
        final int index = Arrays.binarySearch(lengths, length);
        if (0 == --lengthCounts[index])
        {
            lengths = removed(lengths, index);
            lengthCounts = removed(lengthCounts, index);
        }
    }

    private static int[] inserted(final int[] values, final int index, final int value)
    {
        final int[] longer = Arrays.copyOf(values, values.length + 1);
        System.arraycopy(values, index, longer, index + 1, values.length - index);
        longer[index] = value;
        return longer;
    }

    private static int[] removed(final int[] values, final int index)
    {
        final int[] shorter = Arrays.copyOf(values, values.length - 1);
        System.arraycopy(values, index + 1, shorter, index, shorter.length - index);
        return shorter;
    }
}
