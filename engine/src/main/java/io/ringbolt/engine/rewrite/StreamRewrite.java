package io.ringbolt.engine.rewrite;

import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.keyspace.KeyspaceCursor;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.BlockReader;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.memory.Scratch;
import io.ringbolt.engine.stream.EntryWalk;
import io.ringbolt.engine.stream.GroupWalk;
import io.ringbolt.engine.stream.StreamId;
import io.ringbolt.engine.stream.StreamWalk;

/**
 * Writes streams as XADD and XSETID, their groups as XGROUP CREATE and CREATECONSUMER, what is pending as XCLAIM. Owned
 * by one thread.
 */
/*
 * XCLAIM drops what has been deleted from the stream, and cannot give an entry back. A stream with such pending
 * entries is left to RESTORE. Whether an entry has been deleted is not looked up: it may have been if it lies before
 * the stream's first one, or not behind the last that XDEL took.
 */
final class StreamRewrite implements AutoCloseable
{
    private static final byte[] XADD = Errors.text("XADD");
    private static final byte[] XSETID = Errors.text("XSETID");
    private static final byte[] XGROUP = Errors.text("XGROUP");
    private static final byte[] XCLAIM = Errors.text("XCLAIM");
    private static final byte[] MAXLEN = Errors.text("MAXLEN");
    private static final byte[] ENTRIESADDED = Errors.text("ENTRIESADDED");
    private static final byte[] MAXDELETEDID = Errors.text("MAXDELETEDID");
    private static final byte[] CREATE = Errors.text("CREATE");
    private static final byte[] CREATECONSUMER = Errors.text("CREATECONSUMER");
    private static final byte[] ENTRIESREAD = Errors.text("ENTRIESREAD");
    private static final byte[] TIME = Errors.text("TIME");
    private static final byte[] RETRYCOUNT = Errors.text("RETRYCOUNT");
    private static final byte[] JUSTID = Errors.text("JUSTID");
    private static final byte[] FORCE = Errors.text("FORCE");
    private static final byte[] ANY = Errors.text("x");

    private final CommandFrames frames;
    private final EntryWalk entries;
    private final GroupWalk groups;
    private final Scratch groupName;
    private final StreamId id = new StreamId();
    private final StreamId limit = new StreamId();
    private final ListPackElement field = new ListPackElement();
    private final ListPackElement value = new ListPackElement();
    private KeyspaceCursor key;
    private int groupNameLength;

    StreamRewrite(final BlockReader blocks, final OffHeapAllocator allocator, final CommandFrames frames)
    {
        this.frames = frames;
        this.entries = new EntryWalk(blocks, allocator);
        this.groups = new GroupWalk(blocks, allocator);
        this.groupName = new Scratch(allocator);
    }

    /** Writes the stream on which a cursor stands. @return false, nothing written, if commands would lose something. */
    boolean write(final KeyspaceCursor cursor)
    {
        key = cursor;
        entries.wrap(cursor.root());
        if (!isExpressible(cursor.root()))
        {
            return false;
        }
        writeEntries();
        writeHead(entries.stream());
        groups.wrap(cursor.root());
        while (groups.nextGroup())
        {
            writeGroup();
        }
        return true;
    }

    private boolean isExpressible(final long root)
    {
        final StreamWalk stream = entries.stream();
        groups.wrap(root);
        while (groups.nextGroup())
        {
            final long pendingCount = groups.pendingCount();
            if (0 == pendingCount)
            {
                continue;
            }
            groups.nextPending();
            groups.pendingId(id);
            stream.firstId(limit);
            final boolean isBeforeFirst = 0 == stream.count() || id.compareTo(limit) < 0;
            stream.largestDeletedId(limit);
            long ownedCount = 0;
            while (groups.nextConsumer())
            {
                ownedCount += groups.ownedCount();
            }
            if (isBeforeFirst || id.compareTo(limit) <= 0 || ownedCount != pendingCount)
            {
                return false;
            }
        }
        return true;
    }

    private CommandFrames begin(final int argumentCount, final byte[] command)
    {
        return frames.begin(argumentCount).word(command).bytes(key.keyAddress(), key.keyLength());
    }

    private void writeEntries()
    {
        if (0 == entries.stream().count())
        {
            begin(7, XADD).word(MAXLEN).number(0).id(id.set(0, 1)).word(ANY).word(ANY);
            return;
        }
        while (entries.next())
        {
            begin(3 + 2 * entries.fieldCount(), XADD).id(entries.id());
            while (entries.nextField(field, value))
            {
                frames.element(field).element(value);
            }
        }
    }

    private void writeHead(final StreamWalk stream)
    {
        stream.lastId(id);
        begin(7, XSETID).id(id).word(ENTRIESADDED).number(stream.addedCount());
        stream.largestDeletedId(id);
        frames.word(MAXDELETEDID).id(id);
    }

    private CommandFrames beginGroup(final int argumentCount, final byte[] subcommand)
    {
        return frames.begin(argumentCount).word(XGROUP).word(subcommand).bytes(key.keyAddress(), key.keyLength())
            .bytes(groupName.address(), groupNameLength);
    }

    private void writeGroup()
    {
        groupNameLength = groups.nameLength();
        OffHeap.copy(groups.name(), groupName.reserve(Math.max(1, groupNameLength)), groupNameLength);
        groups.lastId(id);
        beginGroup(7, CREATE).id(id).word(ENTRIESREAD).number(groups.entriesRead());
        while (groups.nextConsumer())
        {
            beginGroup(5, CREATECONSUMER).bytes(groups.name(), groups.nameLength());
            while (groups.nextOwned())
            {
                groups.pendingId(id);
                begin(12, XCLAIM).bytes(groupName.address(), groupNameLength)
                    .bytes(groups.name(), groups.nameLength()).number(0).id(id)
                    .word(TIME).number(groups.deliveredAtMs()).word(RETRYCOUNT).number(groups.deliveries())
                    .word(JUSTID).word(FORCE);
            }
        }
    }

    @Override
    public void close()
    {
        entries.close();
        groups.close();
        groupName.close();
    }
}
