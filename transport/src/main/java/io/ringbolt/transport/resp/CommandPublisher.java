package io.ringbolt.transport.resp;

import com.lmax.disruptor.Sequence;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.ring.CommandRing;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.session.Session;

import java.util.function.BooleanSupplier;

/**
 * A selector's way into the command ring, with the limits that hold for what clients send and the time of the current
 * turn. Owned by one selector thread.
 */
public final class CommandPublisher
{
    private static final int SCRATCH_ARGUMENTS = 256;

    /** Where the arguments of the command that is being decoded lie, while they all lie in the received bytes. */
    final long[] argumentAddresses = new long[SCRATCH_ARGUMENTS];
    final int[] argumentLengths = new int[SCRATCH_ARGUMENTS];

    private final CommandRing ring;
    private final CommandTable table;
    private final BooleanSupplier makeRoom;
    private final StageSampler sampler;
    private long maxBulkLength;
    private boolean requiresPassword;
    private long timeUs;
    private long clientBytes;
    private long claimedSequence;
    private Sequence answeredSequence;
    private int publishedCount;

    /** Takes no samples. See the other constructor. */
    public CommandPublisher(final CommandRing ring, final CommandTable table, final BooleanSupplier makeRoom)
    {
        this(ring, table, makeRoom, StageSampler.NONE);
    }

    /**
     * @param makeRoom called when the ring is full: true if there may be room now. The engine itself where it runs on
     *                 this thread, otherwise something that returns false.
     * @param sampler  has some of the commands' times written down.
     */
    public CommandPublisher(
        final CommandRing ring, final CommandTable table, final BooleanSupplier makeRoom, final StageSampler sampler)
    {
        this.sampler = sampler;
        this.ring = ring;
        this.table = table;
        this.makeRoom = makeRoom;
    }

    /** Sets what clients may send. @param requiresPassword whether new clients must authenticate first. */
    public void limits(final long maxBulkLength, final boolean requiresPassword)
    {
        this.maxBulkLength = maxBulkLength;
        this.requiresPassword = requiresPassword;
    }

    /** Sets the time of entries published from now on. */
    public void timeUs(final long timeUs)
    {
        this.timeUs = timeUs;
    }

    /** @return what has some of the commands' times written down. */
    public StageSampler sampler()
    {
        return sampler;
    }

    public long timeUs()
    {
        return timeUs;
    }

    /** Sets what entries published from now on tell of the bytes in clients' buffers. */
    public void clientBytes(final long bytes)
    {
        this.clientBytes = bytes;
    }

    /** @param sequence the sequence up to which the engine has executed entries and their replies can be seen. */
    public void answeredSequence(final Sequence sequence)
    {
        this.answeredSequence = sequence;
    }

    /** @return true if the entry at {@code sequence} has been executed; what it changed can then be seen. */
    boolean isAnswered(final long sequence)
    {
        return null == answeredSequence || sequence <= answeredSequence.get();
    }

    /** Claims an entry, which must then be filled and published. @return null if the ring is full. */
    public RingEntry tryClaim()
    {
        claimedSequence = ring.tryNext();
        if (CommandRing.FULL == claimedSequence)
        {
            return claimAfterMakingRoom();
        }
        return claimed();
    }

    private RingEntry claimed()
    {
        final RingEntry entry = ring.get(claimedSequence);
        entry.clientBytes(clientBytes);
        return entry;
    }

    /** Publishes the entry claimed last. */
    public void publish()
    {
        if (sampler.isDue())
        {
            sampler.sample(ring.get(claimedSequence));
        }
        ring.publish(claimedSequence);
        publishedCount++;
    }

    /** @return how many entries were published since the last call; somebody should tell the engine. */
    public int takePublishedCount()
    {
        final int count = publishedCount;
        publishedCount = 0;
        return count;
    }

    /** @return the sequence of the entry claimed last. */
    public long claimedSequence()
    {
        return claimedSequence;
    }

    OffHeapAllocator allocator()
    {
        return ring.allocator();
    }

    long maxBulkLength()
    {
        return maxBulkLength;
    }

    /** @return true if the client has to authenticate before it may send anything long. */
    boolean isRestricted(final Session session)
    {
        return requiresPassword && !session.isAuthenticated();
    }

    /** Looks up what the arguments of a filled entry name. @return null if there is no such command. */
    Command find(final RingEntry entry)
    {
        if (1 == entry.argumentCount())
        {
            return table.find(entry.argumentAddress(0), entry.argumentLength(0));
        }
        return table.find(
            entry.argumentAddress(0), entry.argumentLength(0), true, entry.argumentAddress(1), entry.argumentLength(1));
    }

    Command find(final int argumentCount)
    {
        if (1 == argumentCount)
        {
            return table.find(argumentAddresses[0], argumentLengths[0]);
        }
        return table.find(
            argumentAddresses[0], argumentLengths[0], true, argumentAddresses[1], argumentLengths[1]);
    }

    private RingEntry claimAfterMakingRoom()
    {
        if (!makeRoom.getAsBoolean())
        {
            return null;
        }
        claimedSequence = ring.tryNext();
        return CommandRing.FULL == claimedSequence ? null : claimed();
    }
}
