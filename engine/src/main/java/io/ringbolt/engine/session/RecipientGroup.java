package io.ringbolt.engine.session;

import java.util.Arrays;

/**
 * Clients that get the same messages, speak the same protocol and are written to by the same thread.
 * <p>
 * The engine thread changes the group; another thread may walk what {@link #share()} gave it meanwhile, for a
 * shared array's first elements are never written again: who joins is put behind them, and who leaves has the
 * array copied first.
 */
public final class RecipientGroup
{
    private static final int INITIAL_CAPACITY = 4;
    private static final int PROTOCOL_COUNT = 2;
    private static final int FIRST_PROTOCOL = 2;

    private final int index;
    private SessionChannel[] channels = new SessionChannel[INITIAL_CAPACITY];
    private Member[] members = new Member[INITIAL_CAPACITY];
    private int count;
    private boolean isShared;

    /** One client in the group; it remembers its place. */
    public abstract static class Member
    {
        private final Session session;
        private int position;

        protected Member(final Session session)
        {
            this.session = session;
        }

        public final Session session()
        {
            return session;
        }
    }

    public RecipientGroup(final int index)
    {
        this.index = index;
    }

    /** @return the index of the group in which a session belongs. */
    public static int index(final Session session)
    {
        return session.channel().writerIndex() * PROTOCOL_COUNT + session.protocol() - FIRST_PROTOCOL;
    }

    /** @return the number of the thread that writes to these clients, see {@link SessionChannel#writerIndex()}. */
    public int writerIndex()
    {
        return index / PROTOCOL_COUNT;
    }

    /** @return the RESP version of these clients. */
    public int protocol()
    {
        return index % PROTOCOL_COUNT + FIRST_PROTOCOL;
    }

    public int count()
    {
        return count;
    }

    public Session session(final int position)
    {
        return members[position].session;
    }

    public void add(final Member member)
    {
        if (count == channels.length)
        {
            channels = Arrays.copyOf(channels, 2 * count);
            members = Arrays.copyOf(members, 2 * count);
            isShared = false;
        }
        member.position = count;
        channels[count] = member.session.channel();
        members[count++] = member;
    }

    public void remove(final Member member)
    {
        if (isShared)
        {
            channels = channels.clone();
            isShared = false;
        }
        final int last = --count;
        final Member moved = members[last];
        moved.position = member.position;
        members[member.position] = moved;
        channels[member.position] = channels[last];
        members[last] = null;
        channels[last] = null;
    }

    /** @return the clients, of which the first {@link #count()} may be walked by any thread from now on. */
    public SessionChannel[] share()
    {
        isShared = true;
        return channels;
    }
}
