package io.ringbolt.engine.ring;

import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.Numbers;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.ChunkReleaser;
import io.ringbolt.engine.memory.Claim;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.memory.SharedRegion;
import io.ringbolt.engine.observe.StageSample;
import io.ringbolt.engine.session.Session;

/**
 * One place in the command ring: a unit of work for the engine with its time and its arguments.
 * <pre>
 *   0                8                      8 x argc
 *  +--------+-------+--------+-------+-----+------------------+-----
 *  | offset | length| offset | length| ... | argument 0 bytes | ...      offsets count from the area's first byte
 *  +--------+-------+--------+-------+-----+------------------+-----
 * </pre>
 * Small commands lie in the entry's inline area, which belongs to the ring. A larger one lies in a region of its
 * own that the producer allocated from the ring's {@link OffHeapAllocator} and handed over; the engine frees it
 * after execution by {@link #release()}. Fields are written by the producer before it publishes and read by the
 * consumers afterwards.
 */
public final class RingEntry
{
    /** Bytes of the table that an argument costs beside its own. */
    public static final int ARGUMENT_OVERHEAD = 2 * Integer.BYTES;
    /** The largest area: offsets are positive ints. */
    public static final int MAX_AREA_LENGTH = Integer.MAX_VALUE - ARGUMENT_OVERHEAD;

    private static final int LINE_END_LENGTH = 2;
    private static final int HEADER_OVERHEAD = 1 + LINE_END_LENGTH;

    private final OffHeapAllocator allocator;
    private final long inlineAddress;
    private final int inlineLength;

    private EntryKind kind;
    private Session session;
    private Command command;
    private long timeUs;
    private long clientBytes;
    private int argumentCount;
    private long areaAddress;
    private int areaLength;
    private long ownedLength;
    private int fillOffset;
    private boolean ownsArea;
    private Claim claim;
    private long detachedAddress;
    private int detachedLength;
    private StageSample sample;
    private Runnable call;
    private String reason;

    RingEntry(final OffHeapAllocator allocator, final long inlineAddress, final int inlineLength)
    {
        this.allocator = allocator;
        this.inlineAddress = inlineAddress;
        this.inlineLength = inlineLength;
    }

    /** @return an entry outside the ring that owns nothing and is shown one command after the other. */
    public static RingEntry window()
    {
        return new RingEntry(null, OffHeap.NULL_ADDRESS, 0);
    }

    /**
     * Begins a command whose arguments will be copied in by {@link #argument}.
     *
     * @param argumentBytes the sum of all argument lengths.
     */
    public void beginCommand(final Session session, final int argumentCount, final int argumentBytes, final long timeUs)
    {
        final int length = argumentCount * ARGUMENT_OVERHEAD + argumentBytes;
        this.kind = EntryKind.COMMAND;
        this.session = session;
        this.command = null;
        this.sample = null;
        this.timeUs = timeUs;
        this.argumentCount = argumentCount;
        this.fillOffset = argumentCount * ARGUMENT_OVERHEAD;
        this.areaLength = length;
        this.ownsArea = length > inlineLength;
        this.ownedLength = length;
        this.areaAddress = ownsArea ? allocator.allocate(length) : inlineAddress;
    }

    /** Copies argument {@code index}; arguments come in ascending order. */
    public void argument(final int index, final long sourceAddress, final int length)
    {
        final long row = areaAddress + (long)index * ARGUMENT_OVERHEAD;
        OffHeap.putInt(row, fillOffset);
        OffHeap.putInt(row + Integer.BYTES, length);
        OffHeap.copy(sourceAddress, areaAddress + fillOffset, length);
        fillOffset += length;
    }

    /**
     * Takes over a region laid out as the drawing shows.
     *
     * @param areaAddress from the ring's {@link OffHeapAllocator}, which is to free it.
     * @param ownedLength bytes that were allocated; the layout may take fewer.
     */
    public void adoptCommand(
        final Session session,
        final int argumentCount,
        final long areaAddress,
        final int areaLength,
        final long ownedLength,
        final long timeUs)
    {
        this.kind = EntryKind.COMMAND;
        this.session = session;
        this.command = null;
        this.sample = null;
        this.timeUs = timeUs;
        this.argumentCount = argumentCount;
        this.areaAddress = areaAddress;
        this.areaLength = areaLength;
        this.ownedLength = ownedLength;
        this.ownsArea = true;
    }

    /** Shows a region laid out as the drawing shows; it remains its owner's. */
    public void viewCommand(
        final Session session,
        final Command command,
        final int argumentCount,
        final long areaAddress,
        final int areaLength,
        final long timeUs)
    {
        adoptCommand(session, argumentCount, areaAddress, areaLength, areaLength, timeUs);
        this.command = command;
        this.ownsArea = false;
    }

    /**
     * Moves a command to an entry outside the ring, which keeps a region for small ones; this entry is released.
     *
     * @param target from {@link CommandRing#newDetachedEntry()}, released.
     */
    public void moveTo(final RingEntry target)
    {
        if (ownsArea)
        {
            target.adoptCommand(session, argumentCount, areaAddress, areaLength, ownedLength, timeUs);
            ownsArea = false;
        }
        else
        {
            target.ensureDetached(areaLength);
            OffHeap.copy(areaAddress, target.detachedAddress, areaLength);
            target.viewCommand(session, command, argumentCount, target.detachedAddress, areaLength, timeUs);
        }
        target.command = command;
        target.sample = sample;
        release();
    }

    /**
     * Lets the arena take the region over for one of its arguments, if it is long and nearly all there is. The
     * arguments can be read until {@link #release()}.
     *
     * @return reference of a block that begins with the argument, or {@link Arena#NULL_REF} if it is to be copied.
     */
    public long handOver(final int index, final Arena arena)
    {
        final int length = argumentLength(index);
        if (!ownsArea || length < Arena.ADOPTABLE_LENGTH)
        {
            return Arena.NULL_REF;
        }
        final long ref = arena.adopt(allocator, areaAddress, ownedLength, argumentAddress(index), length);
        if (Arena.NULL_REF != ref)
        {
            ownsArea = false;
            claim = arena.pin(ref);
        }
        return ref;
    }

    /**
     * Lets others than the entry have its arguments where they lie, also when it has been released.
     *
     * @param taker    to which a region belongs from then on that is not the arena's already.
     * @param releaser gets such a region in the end.
     * @return to be released by the caller; null if the arguments last no longer than the entry and are to be copied.
     */
    public Claim claim(final OffHeapAllocator taker, final ChunkReleaser releaser)
    {
        if (ownsArea)
        {
            claim = SharedRegion.take(allocator, taker, releaser, areaAddress, ownedLength);
            ownsArea = null == claim;
        }
        return null == claim ? null : claim.again();
    }

    private void ensureDetached(final int length)
    {
        if (length > detachedLength)
        {
            free();
            detachedAddress = allocator.allocate(length);
            detachedLength = length;
        }
    }

    /** Gives the region back that {@link #moveTo} has made. */
    public void free()
    {
        allocator.free(detachedAddress, detachedLength);
        detachedAddress = OffHeap.NULL_ADDRESS;
        detachedLength = 0;
    }

    /**
     * @return an entry of a client outside the ring with this one's arguments; its holder calls {@link #release()},
     * after this entry's. A region of this entry's own becomes its, others are copied.
     */
    public RingEntry copy()
    {
        final RingEntry copy = new RingEntry(allocator, OffHeap.NULL_ADDRESS, 0);
        if (EntryKind.PROTOCOL_ERROR == kind)
        {
            copy.protocolError(session, reason, timeUs);
            return copy;
        }
        if (ownsArea)
        {
            copy.adoptCommand(session, argumentCount, areaAddress, areaLength, ownedLength, timeUs);
            ownsArea = false;
        }
        else
        {
            final long address = allocator.allocate(areaLength);
            OffHeap.copy(areaAddress, address, areaLength);
            copy.adoptCommand(session, argumentCount, address, areaLength, areaLength, timeUs);
        }
        copy.command = command;
        return copy;
    }

    /** @return like {@link #copy()}, with other bytes as argument {@code changed}. */
    public RingEntry copyWith(final int changed, final long address, final int length)
    {
        int bytes = 0;
        for (int i = 0; i < argumentCount; i++)
        {
            bytes += i == changed ? length : argumentLength(i);
        }
        final RingEntry copy = new RingEntry(allocator, OffHeap.NULL_ADDRESS, 0);
        copy.beginCommand(session, argumentCount, bytes, timeUs);
        for (int i = 0; i < argumentCount; i++)
        {
            final boolean isChanged = i == changed;
            copy.argument(i, isChanged ? address : argumentAddress(i), isChanged ? length : argumentLength(i));
        }
        copy.command = command;
        return copy;
    }

    public void command(final Command command)
    {
        this.command = command;
    }

    public void tick(final long timeUs)
    {
        control(EntryKind.TICK, null, timeUs);
    }

    public void sessionOpened(final Session session, final long timeUs)
    {
        control(EntryKind.SESSION_OPENED, session, timeUs);
    }

    public void sessionClosed(final Session session, final long timeUs)
    {
        control(EntryKind.SESSION_CLOSED, session, timeUs);
    }

    /** @param reason the error text, {@code ERR Protocol error: invalid bulk length} for example. */
    public void protocolError(final Session session, final String reason, final long timeUs)
    {
        control(EntryKind.PROTOCOL_ERROR, session, timeUs);
        this.reason = reason;
    }

    public void call(final Runnable call, final long timeUs)
    {
        control(EntryKind.CALL, null, timeUs);
        this.call = call;
    }

    /** Frees what the entry owns and forgets its references. Called by the engine once per entry, after execution. */
    public void release()
    {
        if (ownsArea)
        {
            allocator.free(areaAddress, ownedLength);
            ownsArea = false;
        }
        if (null != claim)
        {
            claim.release();
            claim = null;
        }
        areaAddress = OffHeap.NULL_ADDRESS;
        session = null;
        call = null;
    }

    public EntryKind kind()
    {
        return kind;
    }

    public Session session()
    {
        return session;
    }

    /** @return the command that the producer found for argument 0, or null if it knows none of that name. */
    public Command command()
    {
        return command;
    }

    /**
     * @return wall-clock time sampled by the producer, microseconds since the epoch; the engine never lets it
     * run backwards.
     */
    public long timeUs()
    {
        return timeUs;
    }

    /**
     * @return bytes that clients' buffers took, sampled by the producer like the time: the engine measures nothing
     *     outside.
     */
    public long clientBytes()
    {
        return clientBytes;
    }

    public void clientBytes(final long bytes)
    {
        this.clientBytes = bytes;
    }

    /** @return arguments with the command's name. */
    public int argumentCount()
    {
        return argumentCount;
    }

    public long argumentAddress(final int index)
    {
        return areaAddress + OffHeap.getInt(areaAddress + (long)index * ARGUMENT_OVERHEAD);
    }

    public int argumentLength(final int index)
    {
        return OffHeap.getInt(areaAddress + (long)index * ARGUMENT_OVERHEAD + Integer.BYTES);
    }

    public long areaAddress()
    {
        return areaAddress;
    }

    public int areaLength()
    {
        return areaLength;
    }

    /** Has the times of this command looked at. */
    public void sample(final StageSample newSample)
    {
        this.sample = newSample;
    }

    /** @return where this command's times are written down; null for most. */
    public StageSample sample()
    {
        return sample;
    }

    /** @return bytes that the command takes as RESP. */
    public long wireLength()
    {
        long length = HEADER_OVERHEAD + Numbers.length(argumentCount);
        for (int i = 0; i < argumentCount; i++)
        {
            final int argumentLength = argumentLength(i);
            length += HEADER_OVERHEAD + Numbers.length(argumentLength) + argumentLength + LINE_END_LENGTH;
        }
        return length;
    }

    public Runnable call()
    {
        return call;
    }

    public String reason()
    {
        return reason;
    }

    private void control(final EntryKind kind, final Session session, final long timeUs)
    {
        this.kind = kind;
        this.session = session;
        this.command = null;
        this.timeUs = timeUs;
        this.argumentCount = 0;
        this.areaLength = 0;
        this.ownsArea = false;
    }

    @Override
    public String toString()
    {
        return "RingEntry{" + kind + " command=" + command + " timeUs=" + timeUs + " argumentCount=" + argumentCount +
            " areaLength=" + areaLength + " ownsArea=" + ownsArea + '}';
    }
}
