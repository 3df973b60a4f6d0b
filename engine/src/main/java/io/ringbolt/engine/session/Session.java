package io.ringbolt.engine.session;

import io.ringbolt.engine.acl.AclUser;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.pubsub.Subscriptions;
import io.ringbolt.engine.replication.Replica;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.tracking.TrackingState;
import io.ringbolt.engine.transaction.Transaction;

import java.util.ArrayDeque;

/**
 * What the engine remembers of one client between its commands.
 * <p>
 * Owned by the engine thread from SESSION_OPENED to SESSION_CLOSED; before and after only the channel's
 * selector holds it.
 */
public final class Session
{
    /** What a client without queries and replies is reckoned to take. */
    public static final int OVERHEAD_LENGTH = 512;
    /** Bytes of commands that may wait for a session to go on; more wait undecoded, with its connection. */
    private static final long MAX_POSTPONED_BYTES = 64 << 10;

    private final long id;
    private final SessionChannel channel;
    private final long createdMs;
    private int databaseIndex;
    private int protocol = 2;
    private String name = "";
    private AclUser user;
    private String libraryName = "";
    private String libraryVersion = "";
    private boolean isRedirectable;
    private boolean readsFromReplica;
    private boolean isAuthenticated;
    private boolean isMonitor;
    private boolean isNoEvict;
    private boolean isNoTouch;
    private long leavingBytes;
    private boolean isClosing;
    private boolean isMaster;
    private boolean closesAfterCommand;
    private boolean isParked;
    private boolean isBlocked;
    private boolean isRunning;
    private Session caller;
    private boolean isDenyBlocking;
    private boolean isReadingPaused;
    private ArrayDeque<RingEntry> postponed;
    private long postponedBytes;
    private ReplyMode replyMode = ReplyMode.ON;
    private Command lastCommand;
    private FieldSets fieldSets;
    private long lastInteractionMs;
    private long commandCount;
    private long lastChangeSequence = -1;
    private long lastChangeOffset;
    private Transaction transaction;
    private TrackingState tracking;
    private Subscriptions subscriptions;
    private boolean isSubscriber;
    private ScriptDebugMode scriptDebugMode = ScriptDebugMode.NO;
    private Replica replica;

    /**
     * @param id unique in the server and ascending.
     */
    public Session(final long id, final SessionChannel channel, final long createdMs)
    {
        this.id = id;
        this.channel = channel;
        this.createdMs = createdMs;
        this.lastInteractionMs = createdMs;
    }

    public long id()
    {
        return id;
    }

    public SessionChannel channel()
    {
        return channel;
    }

    public ReplyWriter reply()
    {
        return channel.reply();
    }

    public long createdMs()
    {
        return createdMs;
    }

    public int databaseIndex()
    {
        return databaseIndex;
    }

    public void databaseIndex(final int index)
    {
        this.databaseIndex = index;
    }

    public int protocol()
    {
        return protocol;
    }

    /** @param version 2 or 3; replies written from now on follow it. */
    public void protocol(final int version)
    {
        this.protocol = version;
        channel.protocol(version);
    }

    /** @return the name CLIENT SETNAME gave, or the empty string. */
    public String name()
    {
        return name;
    }

    public void name(final String name)
    {
        this.name = name;
    }

    /** @return the name of the client's user. */
    public String user()
    {
        return null == user ? AclUser.DEFAULT_NAME : user.name();
    }

    /** @return the client's user; null before the session has been opened. */
    public AclUser aclUser()
    {
        return user;
    }

    public void user(final AclUser user)
    {
        this.user = user;
    }

    public String libraryName()
    {
        return libraryName;
    }

    public void libraryName(final String name)
    {
        this.libraryName = name;
    }

    /** @return true if the client has said that it goes where {@code -REDIRECT} sends it. */
    public boolean isRedirectable()
    {
        return isRedirectable;
    }

    public void redirectable(final boolean redirectable)
    {
        this.isRedirectable = redirectable;
    }

    /** @return true if READONLY has asked for what a replica holds. */
    public boolean readsFromReplica()
    {
        return readsFromReplica;
    }

    public void readsFromReplica(final boolean reads)
    {
        this.readsFromReplica = reads;
    }

    public String libraryVersion()
    {
        return libraryVersion;
    }

    public void libraryVersion(final String version)
    {
        this.libraryVersion = version;
    }

    public boolean isAuthenticated()
    {
        return isAuthenticated;
    }

    public void authenticated(final boolean authenticated)
    {
        this.isAuthenticated = authenticated;
    }

    public boolean isMonitor()
    {
        return isMonitor;
    }

    public void monitor(final boolean monitor)
    {
        this.isMonitor = monitor;
        exemptFromTimeout();
    }

    /** What the client has prepared for HIMPORT, or null. */
    public FieldSets fieldSets()
    {
        return fieldSets;
    }

    public void fieldSets(final FieldSets newFieldSets)
    {
        this.fieldSets = newFieldSets;
    }

    /** Forgets what the client has prepared for HIMPORT. @return how many lists there were. */
    public int forgetFieldSets()
    {
        return null == fieldSets ? 0 : fieldSets.clear();
    }

    public boolean isNoEvict()
    {
        return isNoEvict;
    }

    public void noEvict(final boolean noEvict)
    {
        this.isNoEvict = noEvict;
    }

    /** @return bytes that go with this client, which has been disconnected to win them back; otherwise 0. */
    public long leavingBytes()
    {
        return leavingBytes;
    }

    public void leavingBytes(final long bytes)
    {
        this.leavingBytes = bytes;
    }

    public boolean isNoTouch()
    {
        return isNoTouch;
    }

    public void noTouch(final boolean noTouch)
    {
        this.isNoTouch = noTouch;
    }

    /** @return true once the engine has asked for the end; further commands of this session are dropped. */
    public boolean isClosing()
    {
        return isClosing;
    }

    /**
     * Ends the session. @param afterReplies true to deliver what has been committed, the current reply included, first.
     */
    public void close(final boolean afterReplies)
    {
        this.isClosing = true;
        channel.close(afterReplies);
    }

    /** Ends the session once the reply to the current command has been committed. */
    public void closeAfterCommand()
    {
        this.closesAfterCommand = true;
    }

    public boolean closesAfterCommand()
    {
        return closesAfterCommand;
    }

    /** The connection is gone; what still waits for execution is dropped. */
    public void onClosed()
    {
        this.isClosing = true;
        forgetFieldSets();
    }

    /** @return true if this is the server that this one follows. */
    public boolean isMaster()
    {
        return isMaster;
    }

    /** Says that this is the server that this one follows. */
    public void master()
    {
        this.isMaster = true;
    }

    /** @return true if the client runs on this machine, as far as its address tells. */
    public boolean isLocal()
    {
        final String address = channel.remoteAddress();
        return channel.isUnixSocket() || address.startsWith("127.") || address.startsWith("[::1]");
    }

    /** @return true while commands of this session wait in a {@link ClientPause}. */
    public boolean isParked()
    {
        return isParked;
    }

    void parked(final boolean parked)
    {
        this.isParked = parked;
        exemptFromTimeout();
    }

    /**
     * @return true while a command of this session waits for a key, see {@link io.ringbolt.engine.blocking.Blocking}.
     */
    public boolean isBlocked()
    {
        return isBlocked;
    }

    public void blocked(final boolean blocked)
    {
        this.isBlocked = blocked;
        exemptFromTimeout();
    }

    /** @return true if commands of this session must not wait for keys: they are part of a transaction or script. */
    public boolean isDenyBlocking()
    {
        return isDenyBlocking;
    }

    public void denyBlocking(final boolean deny)
    {
        this.isDenyBlocking = deny;
    }

    /** @return true if further commands of this session have to wait for it to go on. */
    public boolean isHeld()
    {
        return isParked || isBlocked || isRunning;
    }

    /** Says whose commands these are, for a session that scripts call commands with. */
    public void onBehalfOf(final Session session)
    {
        this.caller = session;
    }

    /** @return true for the session in which a script's commands run. */
    public boolean isOfScript()
    {
        return null != caller;
    }

    /** @return the client behind the session: itself, or whose script calls the command. */
    public Session client()
    {
        return null == caller ? this : caller;
    }

    /** @param running true while a command of this session runs for so long that others are served beside it. */
    public void running(final boolean running)
    {
        this.isRunning = running;
        exemptFromTimeout();
    }

    /** Keeps a copy of an entry until the session goes on; when there are many, no more are taken for a while. */
    public void postpone(final RingEntry entry)
    {
        if (null == postponed)
        {
            postponed = new ArrayDeque<>();
        }
        postponed.addLast(entry.copy());
        postponedBytes += entry.areaLength();
        if (postponedBytes > MAX_POSTPONED_BYTES && !isReadingPaused)
        {
            isReadingPaused = true;
            channel.pauseReading(true);
        }
    }

    public boolean hasPostponed()
    {
        return null != postponed;
    }

    /** @return the command that has been postponed longest; it stays until {@link #dropPostponed}. */
    public RingEntry firstPostponed()
    {
        return postponed.peekFirst();
    }

    /** Frees the command that has been postponed longest; after the last one more are taken. */
    public void dropPostponed()
    {
        final RingEntry entry = postponed.removeFirst();
        postponedBytes -= entry.areaLength();
        entry.release();
        if (postponed.isEmpty())
        {
            postponed = null;
            if (isReadingPaused)
            {
                isReadingPaused = false;
                channel.pauseReading(false);
            }
        }
    }

    /** Frees what waits. */
    public void dropAllPostponed()
    {
        while (hasPostponed())
        {
            dropPostponed();
        }
    }

    private void exemptFromTimeout()
    {
        channel.exemptFromTimeout(isMonitor || isSubscriber || isHeld() || isReplica());
    }

    public ReplyMode replyMode()
    {
        return replyMode;
    }

    public void replyMode(final ReplyMode mode)
    {
        this.replyMode = mode;
    }

    /** @return the newest command, or null before the first and after one that does not exist. */
    public Command lastCommand()
    {
        return lastCommand;
    }

    public long lastInteractionMs()
    {
        return lastInteractionMs;
    }

    public long commandCount()
    {
        return commandCount;
    }

    /** A command has been received, which may still be refused. @param command null if there is no such command. */
    public void lastCommand(final Command command)
    {
        this.lastCommand = command;
    }

    /** A command is about to be executed or queued. */
    public void onCommand(final long nowMs)
    {
        this.lastInteractionMs = nowMs;
        this.commandCount++;
    }

    /** @return the ring sequence of the client's newest entry that changed something; -1 before the first. */
    public long lastChangeSequence()
    {
        return lastChangeSequence;
    }

    public void lastChangeSequence(final long sequence)
    {
        this.lastChangeSequence = sequence;
    }

    /** @return the offset in the history at which the newest change of this client ends. */
    public long lastChangeOffset()
    {
        return lastChangeOffset;
    }

    public void lastChangeOffset(final long offset)
    {
        this.lastChangeOffset = offset;
    }

    /** @return what MULTI or WATCH began, or null. */
    public Transaction transaction()
    {
        return transaction;
    }

    /** @return bytes that this client takes: itself, what it has sent and is not yet done, and its replies. */
    public long memory()
    {
        return OVERHEAD_LENGTH + channel.queryLength() + channel.queryFree() + channel.argumentMemory() +
            channel.outputMemory() +
            (null == transaction ? 0 : transaction.memory()) + (null == subscriptions ? 0 : subscriptions.memory()) +
            (null == tracking ? 0 : tracking.memory()) + postponedBytes;
    }

    public void transaction(final Transaction transaction)
    {
        this.transaction = transaction;
    }

    /** @return how the client wants to hear of changes to what it has read, or null if it does not. */
    public TrackingState tracking()
    {
        return tracking;
    }

    public void tracking(final TrackingState tracking)
    {
        this.tracking = tracking;
    }

    /** @return what the client has subscribed to, or null if it never has. */
    public Subscriptions subscriptions()
    {
        return subscriptions;
    }

    public void subscriptions(final Subscriptions subscriptions)
    {
        this.subscriptions = subscriptions;
    }

    /** @return what is known of the client as a replica; null if it has not said that it is one. */
    public Replica replica()
    {
        return replica;
    }

    public void replica(final Replica newReplica)
    {
        this.replica = newReplica;
        exemptFromTimeout();
    }

    /** @return true if the client follows this server. */
    public boolean isReplica()
    {
        return null != replica && replica.isAttached();
    }

    /** @return true while the client has subscribed to anything. */
    public boolean isSubscriber()
    {
        return isSubscriber;
    }

    public void subscriber(final boolean subscriber)
    {
        this.isSubscriber = subscriber;
        channel.subscriber(subscriber);
        exemptFromTimeout();
    }

    /** @return whether scripts that this client runs are debugged. */
    public ScriptDebugMode scriptDebugMode()
    {
        return scriptDebugMode;
    }

    public void scriptDebugMode(final ScriptDebugMode mode)
    {
        this.scriptDebugMode = mode;
    }

    @Override
    public String toString()
    {
        return "Session{id=" + id + " name=" + name + " database=" + databaseIndex + '}';
    }
}
