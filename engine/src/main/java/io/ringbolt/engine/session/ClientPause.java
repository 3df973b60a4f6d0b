package io.ringbolt.engine.session;

import io.ringbolt.engine.command.CommandFlag;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The state in which clients wait, all of them or those that write, because CLIENT PAUSE asked for it.
 * <p>
 * A session whose command has to wait is parked here, in the order of arrival, with that command and later ones
 * postponed; see {@link Session#postpone}. The engine goes on. Owned by the engine thread.
 */
public final class ClientPause
{
    private final Deque<Session> parked = new ArrayDeque<>();
    private long untilMs;
    private boolean isOn;
    private boolean holdsAll;
    private boolean isFailingOver;

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

    /** Has those wait that write, for as long as the server is handing over to a replica. */
    public void failingOver(final boolean failingOver)
    {
        this.isFailingOver = failingOver;
    }

    public boolean isOn()
    {
        return isOn || isFailingOver;
    }

    /** @return true if even readers wait. */
    public boolean holdsAll()
    {
        return isOn && holdsAll;
    }

    /** @return the end of the pause, in ms since the epoch; the far future if there is none. */
    public long untilMs()
    {
        return isOn ? untilMs : Long.MAX_VALUE;
    }

    /** @param flags of the command, or of all that it will execute. @return true if it has to wait. */
    public boolean holds(final long flags)
    {
        return isOn() && (holdsAll() || CommandFlag.WRITE.in(flags) || CommandFlag.MAY_REPLICATE.in(flags));
    }

    public boolean hasParked()
    {
        return !parked.isEmpty();
    }

    public int parkedSessionCount()
    {
        return parked.size();
    }

    /** Has a session wait for the end of the pause. */
    public void park(final Session session)
    {
        session.parked(true);
        parked.addLast(session);
    }

    /** Lets the session go on that has waited longest. @return null if none waits. */
    public Session unpark()
    {
        final Session session = parked.pollFirst();
        if (null != session)
        {
            session.parked(false);
        }
        return session;
    }

    /** A client is gone: it waits no more. */
    public void forget(final Session session)
    {
        if (session.isParked())
        {
            parked.remove(session);
        }
    }
}
