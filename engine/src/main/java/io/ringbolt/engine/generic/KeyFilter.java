package io.ringbolt.engine.generic;

import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.KeyVisitor;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.memory.OffHeap;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.LongArrayList;

/**
 * The keys that a scan has passed and the client wants: those of one type, that match a pattern and have not expired.
 * <p>
 * It remembers where the keys lie, not the keys; so they are to be replied before anything is stored or removed.
 */
final class KeyFilter implements KeyVisitor
{
    private static final int NO_PATTERN = -1;
    private static final byte ANYTHING = '*';

    private final GlobMatcher glob = new GlobMatcher();
    private final LongArrayList addresses = new LongArrayList();
    private final IntArrayList lengths = new IntArrayList();
    private final LongArrayList expiredAddresses = new LongArrayList();
    private final IntArrayList expiredLengths = new IntArrayList();
    private final KeyEntry entry = new KeyEntry();
    private CommandContext context;
    private long patternAddress;
    private int patternLength;
    private String typeName;

    void begin(final CommandContext context)
    {
        this.context = context;
        this.patternLength = NO_PATTERN;
        this.typeName = null;
        forget();
        dropExpired();
    }

    /** Keeps keys that match a pattern only; its bytes must stay in place until the scan is over. */
    void match(final long address, final int length)
    {
        final boolean isAnything = 1 == length && ANYTHING == OffHeap.getByte(address);
        this.patternAddress = address;
        this.patternLength = isAnything ? NO_PATTERN : length;
    }

    /**
     * Keeps keys of a type only.
     *
     * @param name as TYPE replies it, in any case of letters; an unknown name keeps none.
     */
    void type(final String name)
    {
        this.typeName = name;
    }

    @Override
    public void onKey(final KeyEntry found)
    {
        if (NO_PATTERN != patternLength &&
            !glob.matches(patternAddress, patternLength, found.keyAddress(), found.keyLength()))
        {
            return;
        }
        if (context.engine().lookups().isExpired(found))
        {
            expiredAddresses.addLong(found.keyAddress());
            expiredLengths.addInt(found.keyLength());
        }
        else if (null == typeName || ValueType.name(found.type()).equalsIgnoreCase(typeName))
        {
            addresses.addLong(found.keyAddress());
            lengths.addInt(found.keyLength());
        }
    }

    int count()
    {
        return addresses.size();
    }

    /** Replies the keys one by one and forgets them. @return how many there were. */
    int reply(final ReplyWriter reply)
    {
        final int count = count();
        for (int i = 0; i < count; i++)
        {
            reply.bulk(addresses.getLong(i), lengths.getInt(i));
        }
        forget();
        return count;
    }

    /** Removes the keys that were passed after their time had come. */
    void removeExpired()
    {
        for (int i = 0; i < expiredAddresses.size(); i++)
        {
            context.engine().lookups().peek(
                context.database(), expiredAddresses.getLong(i), expiredLengths.getInt(i), entry);
        }
        dropExpired();
    }

    /** Leaves them to the clock. */
    void dropExpired()
    {
        expiredAddresses.clear();
        expiredLengths.clear();
    }

    private void forget()
    {
        addresses.clear();
        lengths.clear();
    }
}
