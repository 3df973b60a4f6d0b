package io.ringbolt.engine.effect;

import io.ringbolt.engine.memory.Claim;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.ring.RingEntry;

/**
 * The unit of effects that is being gathered while one entry executes.
 * <p>
 * A handler says what replicas and the AOF must replay: its own command as it came, or other commands in its stead. At
 * the unit's end everything goes into the {@link EffectLog} as one record, several commands wrapped in MULTI and EXEC.
 * While nobody reads the log every call returns at once. Owned by the engine thread.
 */
/*
 * A unit whose commands are not all for the same readers, because a script has called set_repl or a transaction
 * publishes messages, becomes two records, one for the AOF and one for replicas: from the first such command on they
 * are gathered apart.
 */
public final class Effects implements AutoCloseable
{
    /** Nobody replays it. */
    public static final int NOBODY = 0;
    /** The AOF. */
    public static final int JOURNAL = 1;
    /** Replicas. */
    public static final int REPLICAS = 1 << 1;
    public static final int EVERYBODY = JOURNAL | REPLICAS;

    private static final int[] FLAGS_OF_TARGETS = {0, EffectRecord.JOURNAL_ONLY, EffectRecord.STREAM_ONLY, 0};

    private final OffHeapAllocator allocator;
    private final EffectLog log;
    private final EffectUnit unit;
    private EffectUnit streamUnit;
    private int wanted = EVERYBODY;
    private int allowed = EVERYBODY;
    private boolean isStreaming;
    private int targets = JOURNAL;
    private int unitTargets;
    private boolean isSplit;
    private int commandCount;

    public Effects(final OffHeapAllocator allocator, final EffectLog log)
    {
        this.allocator = allocator;
        this.log = log;
        this.unit = new EffectUnit(allocator);
    }

    public boolean isActive()
    {
        return NOBODY != targets && log.isActive();
    }

    /** Says who is to replay the commands that follow: {@link #EVERYBODY} unless a script wants it otherwise. */
    public void targets(final int next)
    {
        this.wanted = next;
        refresh();
    }

    /** @return who is to replay the commands that follow. */
    public int targets()
    {
        return wanted;
    }

    /** Says who may replay anything at all: a replica's own changes are not for its replicas. */
    public void allowed(final int next)
    {
        this.allowed = next;
        refresh();
    }

    /** @param streaming whether there is a replication stream that anybody may read. */
    public void streaming(final boolean streaming)
    {
        this.isStreaming = streaming;
        refresh();
    }

    private void refresh()
    {
        targets = wanted & allowed & (isStreaming ? EVERYBODY : JOURNAL);
    }

    /** @return commands gathered in this unit. */
    public int commandCount()
    {
        return commandCount;
    }

    /** Adds an entry's command with the arguments it came with. */
    public void verbatim(final int database, final RingEntry entry)
    {
        if (!isActive())
        {
            return;
        }
        command(database, entry.argumentCount());
        for (int i = 0; i < entry.argumentCount(); i++)
        {
            argument(entry, i);
        }
    }

    /** One of an entry's arguments; a long one is not copied. */
    public Effects argument(final RingEntry entry, final int index)
    {
        final long address = entry.argumentAddress(index);
        final int length = entry.argumentLength(index);
        final Claim claim = length >= log.adoptableLength() && isActive() ? log.claim(entry) : null;
        if (null == claim)
        {
            return argument(address, length);
        }
        if (writesUnit())
        {
            unit.argument(address, length, claim.again());
        }
        if (writesStreamUnit())
        {
            streamUnit.argument(address, length, claim.again());
        }
        claim.release();
        return this;
    }

    /** Begins a command; exactly {@code argumentCount} arguments, the name first, must follow. @return this. */
    public Effects command(final int database, final int argumentCount)
    {
        if (!isActive())
        {
            return this;
        }
        if (0 == commandCount)
        {
            unitTargets = targets;
        }
        else if (unitTargets != targets && !isSplit)
        {
            split();
        }
        commandCount++;
        if (writesUnit())
        {
            unit.command(database, argumentCount);
        }
        if (writesStreamUnit())
        {
            streamUnit.command(database, argumentCount);
        }
        return this;
    }

    public Effects argument(final byte[] bytes)
    {
        if (isActive())
        {
            if (writesUnit())
            {
                unit.argument(bytes);
            }
            if (writesStreamUnit())
            {
                streamUnit.argument(bytes);
            }
        }
        return this;
    }

    public Effects argument(final long sourceAddress, final int sourceLength)
    {
        if (isActive())
        {
            if (writesUnit())
            {
                unit.argument(sourceAddress, sourceLength);
            }
            if (writesStreamUnit())
            {
                streamUnit.argument(sourceAddress, sourceLength);
            }
        }
        return this;
    }

    /** An argument that holds the decimal digits of {@code value}. */
    public Effects argument(final long value)
    {
        if (isActive())
        {
            if (writesUnit())
            {
                unit.argument(value);
            }
            if (writesStreamUnit())
            {
                streamUnit.argument(value);
            }
        }
        return this;
    }

    /**
     * Ends the unit: what was gathered becomes a record, and the next unit begins. @return true if there was anything.
     */
    public boolean commit(final long sequence, final long timeMs)
    {
        if (0 == commandCount)
        {
            return false;
        }
        if (isSplit)
        {
            unit.commit(log, EffectRecord.JOURNAL_ONLY, sequence, timeMs);
            streamUnit.commit(log, EffectRecord.STREAM_ONLY, sequence, timeMs);
        }
        else
        {
            unit.commit(log, FLAGS_OF_TARGETS[unitTargets], sequence, timeMs);
        }
        isSplit = false;
        commandCount = 0;
        return true;
    }

    /** Drops what was gathered. */
    public void rollback()
    {
        unit.begin();
        if (isSplit)
        {
            streamUnit.begin();
        }
        isSplit = false;
        commandCount = 0;
    }

    @Override
    public void close()
    {
        unit.close();
        if (null != streamUnit)
        {
            streamUnit.close();
        }
    }

    private boolean writesUnit()
    {
        return !isSplit || 0 != (targets & JOURNAL);
    }

    private boolean writesStreamUnit()
    {
        return isSplit && 0 != (targets & REPLICAS);
    }

    private void split()
    {
        isSplit = true;
        if (null == streamUnit)
        {
            streamUnit = new EffectUnit(allocator);
        }
        if (0 != (unitTargets & REPLICAS))
        {
            streamUnit.beginWith(unit);
        }
        if (0 == (unitTargets & JOURNAL))
        {
            unit.begin();
        }
    }
}
