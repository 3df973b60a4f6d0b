package io.ringbolt.engine.session;

import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.ring.RingEntry;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The state in which clients wait, all of them or those that write, because CLIENT PAUSE asked for it.
 * <p>
 * A command that has to wait is parked here with a copy of its arguments, in the order of arrival; its session's later
 * commands park behind it, and its connection is not read any further. The engine goes on. Owned by the engine thread.
 */
public final class ClientPause
{
    private final Deque<RingEntry> parked = new ArrayDeque<>();
    private long untilMs;
    private boolean isOn;
    private boolean holdsAll;
    private int parkedSessionCount;

    /** Begins a pause, or extends one. A pause of all clients stays one of all. @param untilMs since the epoch. */
    public void begin(final long untilMs, final boolean holdsAll)
    {
        this.untilMs = isOn ? Math.max(this.untilMs, untilMs) : untilMs;
        this.holdsAll = holdsAll || isOn && this.holdsAll;
        this.isOn = true;
    }

    public void end()
    {
        isOn = false;
    }

    /** Ends the pause if its time is over. */
    public void onTime(final long nowMs)
    {
        if (isOn && nowMs >= untilMs)
        {
            end();
        }
    }

    public boolean isOn()
    {
        return isOn;
    }

    /** @return true if even readers wait. */
    public boolean holdsAll()
    {
        return holdsAll;
    }

    /** @return the end of the pause, in ms since the epoch; the far future if there is none. */
    public long untilMs()
    {
        return isOn ? untilMs : Long.MAX_VALUE;
    }

    /** @param flags of the command, or of all that it will execute. @return true if it has to wait. */
    public boolean holds(final long flags)
    {
        return isOn && (holdsAll || CommandFlag.WRITE.in(flags) || CommandFlag.MAY_REPLICATE.in(flags));
    }

    public boolean hasParked()
    {
        return !parked.isEmpty();
    }

    public int parkedSessionCount()
    {
        return parkedSessionCount;
    }

    /** Keeps a copy of the entry's command for later. */
    public void park(final RingEntry entry)
    {
        final Session session = entry.session();
        if (!session.isParked())
        {
            session.parked(true);
            session.channel().pauseReading(true);
            parkedSessionCount++;
        }
        parked.addLast(entry.copy());
    }

    /** Lets every session go on. @return entries that waited, to be taken by {@link #take}. */
    public int release()
    {
        for (final RingEntry entry : parked)
        {
            if (entry.session().isParked())
            {
                entry.session().parked(false);
                entry.session().channel().pauseReading(false);
            }
        }
        parkedSessionCount = 0;
        return parked.size();
    }

    /** @return the entry that has waited longest; the caller executes and releases it. */
    public RingEntry take()
    {
        return parked.removeFirst();
    }

    /** Frees what waits. */
    public void close()
    {
        parked.forEach(RingEntry::release);
        parked.clear();
    }
}
