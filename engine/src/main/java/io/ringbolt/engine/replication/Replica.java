package io.ringbolt.engine.replication;

import io.ringbolt.engine.session.Session;

/**
 * A client that follows this server, or is about to: what it has said of itself and how far it has come. Owned by the
 * engine thread.
 */
public final class Replica
{
    /** It finds the end of a snapshot whose length nobody knows beforehand. */
    static final int KNOWS_EOF = 1;
    /** It understands that a history goes on under another name. */
    static final int KNOWS_PSYNC2 = 1 << 1;
    /** It wants a snapshot without keys. */
    static final int WITHOUT_DATA = 1;
    /** It wants a snapshot without functions. */
    static final int WITHOUT_FUNCTIONS = 1 << 1;

    private final Session session;
    private ReplicaState state = ReplicaState.HANDSHAKE;
    private int listeningPort;
    private String announcedAddress = "";
    private int capabilities;
    private int exclusions;
    private boolean isSnapshotOnly;
    private boolean isSilent;
    private ReplicaFeed feed;
    private SyncRound sync;
    private long waitingSinceMs;
    private long acknowledgedOffset;
    private long durableOffset;
    private long acknowledgedAtMs;
    private long progressedAtMs;
    private long progress;

    Replica(final Session session)
    {
        this.session = session;
    }

    public Session session()
    {
        return session;
    }

    public ReplicaState state()
    {
        return state;
    }

    void state(final ReplicaState next)
    {
        this.state = next;
    }

    /** @return true once it has asked for the data. */
    public boolean isAttached()
    {
        return ReplicaState.HANDSHAKE != state;
    }

    public boolean isOnline()
    {
        return ReplicaState.ONLINE == state;
    }

    /** @return where it can be reached, as far as is known. */
    public String address()
    {
        if (!announcedAddress.isEmpty())
        {
            return announcedAddress;
        }
        final String remote = session.channel().remoteAddress();
        return remote.substring(0, Math.max(0, remote.lastIndexOf(':'))).replace("[", "").replace("]", "");
    }

    void announcedAddress(final String address)
    {
        this.announcedAddress = address;
    }

    /** @return the port on which it listens. */
    public int listeningPort()
    {
        return listeningPort;
    }

    void listeningPort(final int port)
    {
        this.listeningPort = port;
    }

    /** @return how the log calls it. */
    String name()
    {
        return address() + ':' + (0 == listeningPort ? "<unknown-replica-port>" : Integer.toString(listeningPort));
    }

    boolean can(final int capability)
    {
        return 0 != (capabilities & capability);
    }

    void addCapability(final int capability)
    {
        this.capabilities |= capability;
    }

    /** @return what the snapshot shall not contain. */
    int exclusions()
    {
        return exclusions;
    }

    void exclusions(final int mask)
    {
        this.exclusions = mask;
    }

    /** @return whether it wants no changes after the snapshot. */
    boolean isSnapshotOnly()
    {
        return isSnapshotOnly;
    }

    void snapshotOnly(final boolean only)
    {
        this.isSnapshotOnly = only;
    }

    /** @return whether it is of a kind that never acknowledges anything: it has asked by SYNC. */
    boolean isSilent()
    {
        return isSilent;
    }

    void silent(final boolean silent)
    {
        this.isSilent = silent;
    }

    /** @return what it is sent; null before there is anything. */
    public ReplicaFeed feed()
    {
        return feed;
    }

    void feed(final ReplicaFeed next)
    {
        this.feed = next;
    }

    /** @return the full synchronization that it takes part in, or null. */
    SyncRound sync()
    {
        return sync;
    }

    void sync(final SyncRound next)
    {
        this.sync = next;
    }

    long waitingSinceMs()
    {
        return waitingSinceMs;
    }

    void waitingSinceMs(final long timeMs)
    {
        this.waitingSinceMs = timeMs;
    }

    /** @return the offset up to which it has applied the history. */
    public long acknowledgedOffset()
    {
        return acknowledgedOffset;
    }

    /** @return the offset up to which it has forced its AOF. */
    public long durableOffset()
    {
        return durableOffset;
    }

    /** @return when it was last heard of. */
    public long acknowledgedAtMs()
    {
        return acknowledgedAtMs;
    }

    void acknowledged(final long offset, final long durable, final long nowMs)
    {
        acknowledgedOffset = Math.max(acknowledgedOffset, offset);
        durableOffset = Math.max(durableOffset, durable);
        acknowledgedAtMs = nowMs;
    }

    /** @return whole seconds since it was last heard of. */
    public long lagSeconds(final long nowMs)
    {
        return isOnline() ? Math.max(0, nowMs / 1000 - acknowledgedAtMs / 1000) : 0;
    }

    /** @return milliseconds since the replica last took a byte of the snapshot. */
    long stuckMs(final long nowMs)
    {
        final long now = null == feed ? 0 : feed.sentLength();
        if (now != progress || 0 == progressedAtMs)
        {
            progress = now;
            progressedAtMs = nowMs;
        }
        return nowMs - progressedAtMs;
    }

    @Override
    public String toString()
    {
        return "Replica{" + name() + " state=" + state + " acknowledged=" + acknowledgedOffset + '}';
    }
}
