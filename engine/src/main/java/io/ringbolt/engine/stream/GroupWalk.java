package io.ringbolt.engine.stream;

import io.ringbolt.engine.index.RefTreeWalk;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.BlockReader;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.memory.Scratch;

/**
 * A walk over a stream's consumer groups, over what is pending in each and over its consumers, as a {@link BlockReader}
 * shows them, live or in a view. Entries that were given back are pending and no consumer's.
 */
public final class GroupWalk implements AutoCloseable
{
    private final BlockReader blocks;
    private final RefTreeWalk groups;
    private final RefTreeWalk pendings;
    private final RefTreeWalk consumers;
    private final RefTreeWalk owned;
    private final Scratch name;
    private boolean hasGroups;
    private long group;
    private long consumer;
    private long entry;
    private int nameLength;

    public GroupWalk(final BlockReader blocks, final OffHeapAllocator allocator)
    {
        this.blocks = blocks;
        this.groups = new RefTreeWalk(blocks, allocator);
        this.pendings = new RefTreeWalk(blocks, allocator);
        this.consumers = new RefTreeWalk(blocks, allocator);
        this.owned = new RefTreeWalk(blocks, allocator);
        this.name = new Scratch(allocator);
    }

    /** Begins before a stream's first group. */
    public GroupWalk wrap(final long stream)
    {
        final long tree = blocks.getLong(stream, Streams.GROUPS_OFFSET);
        hasGroups = Arena.NULL_REF != tree;
        if (hasGroups)
        {
            groups.wrap(tree, true);
        }
        return this;
    }

    public long groupCount()
    {
        return hasGroups ? groups.size() : 0;
    }

    /** Goes to the next group, before its first pending entry and its first consumer. @return false behind the last. */
    public boolean nextGroup()
    {
        group = hasGroups ? groups.next() : Arena.NULL_REF;
        if (Arena.NULL_REF == group)
        {
            return false;
        }
        loadName(group, ConsumerGroups.GROUP_NAME_OFFSET);
        pendings.wrap(blocks.getLong(group, ConsumerGroups.PENDING_OFFSET), true);
        consumers.wrap(blocks.getLong(group, ConsumerGroups.CONSUMERS_OFFSET), true);
        return true;
    }

    /** The name of the group, or of the consumer gone to after it. */
    public long name()
    {
        return name.address();
    }

    public int nameLength()
    {
        return nameLength;
    }

    public void lastId(final StreamId out)
    {
        out.set(blocks.getLong(group, 0), blocks.getLong(group, ConsumerGroups.NUMBER_OFFSET));
    }

    /** Entries of the stream up to the group's last id; -1 if that is not known. */
    public long entriesRead()
    {
        return blocks.getLong(group, ConsumerGroups.READ_OFFSET);
    }

    public long pendingCount()
    {
        return pendings.size();
    }

    /** Goes to the group's next pending entry. @return false behind the last. */
    public boolean nextPending()
    {
        entry = pendings.next();
        return Arena.NULL_REF != entry;
    }

    /** Begins before the group's first pending entry again. */
    public void rewindPending()
    {
        pendings.wrap(blocks.getLong(group, ConsumerGroups.PENDING_OFFSET), true);
    }

    /** Whether the pending entry was given back and is no consumer's. */
    public boolean isReleased()
    {
        return blocks.getLong(entry, PendingEntry.OWNER_OFFSET) < 0;
    }

    public void pendingId(final StreamId out)
    {
        out.set(blocks.getLong(entry, 0), blocks.getLong(entry, PendingEntry.NUMBER_OFFSET));
    }

    public long deliveredAtMs()
    {
        return blocks.getLong(entry, PendingEntry.DELIVERED_AT_OFFSET);
    }

    public long deliveries()
    {
        return blocks.getLong(entry, PendingEntry.DELIVERIES_OFFSET);
    }

    public long consumerCount()
    {
        return consumers.size();
    }

    /** Goes to the group's next consumer, before its first pending entry. @return false behind the last. */
    public boolean nextConsumer()
    {
        consumer = consumers.next();
        if (Arena.NULL_REF == consumer)
        {
            return false;
        }
        loadName(consumer, ConsumerGroups.CONSUMER_NAME_OFFSET);
        owned.wrap(blocks.getLong(consumer, ConsumerGroups.CONSUMER_PENDING_OFFSET), true);
        return true;
    }

    public long seenAtMs()
    {
        return blocks.getLong(consumer, 0);
    }

    /** When the consumer last got an entry; -1 if never. */
    public long activeAtMs()
    {
        return blocks.getLong(consumer, ConsumerGroups.ACTIVE_OFFSET);
    }

    public long ownedCount()
    {
        return owned.size();
    }

    /** Goes to the consumer's next pending entry. @return false behind the last. */
    public boolean nextOwned()
    {
        entry = owned.next();
        return Arena.NULL_REF != entry;
    }

    private void loadName(final long block, final int offset)
    {
        nameLength = blocks.getInt(block, offset);
        final long address = name.reserve(Math.max(1, nameLength));
        if (nameLength > 0)
        {
            blocks.read(block, offset + NameTree.LENGTH_BYTES, nameLength, address);
        }
    }

    @Override
    public void close()
    {
        groups.close();
        pendings.close();
        consumers.close();
        owned.close();
        name.close();
    }
}
