package io.ringbolt.engine.tracking;

import io.ringbolt.config.MemoryParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.SeededRandom;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.KeyFinder;
import io.ringbolt.engine.command.KeySpec;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.session.FanOut;
import io.ringbolt.engine.session.Session;
import io.ringbolt.engine.session.Sessions;

import java.util.ArrayList;
import java.util.List;

/**
 * Client-side caching: remembers which client has read which key, and tells it when the key changes.
 * Owned by the engine thread.
 */
/*
 * Changes are gathered while a unit is executed and told at its end, behind the reply of the client that made
 * them: inside EXEC they would otherwise stand among the replies, and a client could drop a value before it has
 * got it. That a key is told of ends its being tracked, so the cost of telling each reader is paid for by its
 * reading. Who broadcasts is told by prefix, and many at once through the FanOut, whose cost to the engine does
 * not depend on their number.
 */
public final class Tracking implements KeyFinder.Visitor, AutoCloseable
{
    /** Keys that are forgotten at most at the end of one unit, when there are too many. */
    private static final int FORGOTTEN_PER_UNIT = 100;

    private final Sessions sessions;
    private final SeededRandom random;
    private final TrackedKeys keys;
    private final Prefixes prefixes = new Prefixes();
    private final Audience all = new Audience();
    private final ChangedKeys changed;
    private final List<TrackedKey> taken = new ArrayList<>();
    private final Invalidations invalidations;
    private RingEntry readEntry;
    private Session reader;
    private long maxKeys;
    private int clientCount;
    private boolean isFlushed;
    private boolean isWatching;
    private boolean hasWork;
    private long memory;

    /** @param fanOut null if the engine shall always write to the clients itself. */
    public Tracking(
        final OffHeapAllocator allocator, final Sessions sessions, final SeededRandom random, final FanOut fanOut)
    {
        this.sessions = sessions;
        this.random = random;
        this.keys = new TrackedKeys(allocator, random.next());
        this.changed = new ChangedKeys(allocator);
        this.invalidations = new Invalidations(allocator, sessions, fanOut);
    }

    public void onConfig(final ServerConfig config)
    {
        maxKeys = config.longValue(MemoryParameters.TRACKING_TABLE_MAX_KEYS);
        hasWork |= isOverLimit();                     // a lower limit is kept from now on, not from the next read
    }

    /** Begins to track for a client, or changes how. @param prefixTexts only in broadcasting mode; one char a byte. */
    void enable(final TrackingState options, final List<String> prefixTexts)
    {
        final Session session = options.session;
        TrackingState state = session.tracking();
        if (null == state)
        {
            state = options;
            session.tracking(state);
            session.channel().followBroadcasts();
            state.inAll = all.add(state);
            clientCount++;
        }
        else
        {
            final boolean isRedirected = state.redirectId != options.redirectId;
            state.isBroadcast = options.isBroadcast;
            state.isOptIn = options.isOptIn;
            state.isOptOut = options.isOptOut;
            state.isNoLoop = options.isNoLoop;
            state.redirectId = options.redirectId;
            state.isRedirectBroken = false;
            if (isRedirected)
            {
                onProtocol(session);
            }
        }
        for (final String text : prefixTexts)
        {
            if (!state.prefixes.containsKey(text))
            {
                memory += state.put(text, prefixes.add(text, state));
            }
        }
        isWatching = true;
    }

    /** Ends tracking for a client; what it has read may still be told to be changed if it begins again. */
    public void disable(final Session session)
    {
        final TrackingState state = session.tracking();
        if (null != state)
        {
            all.remove(state.inAll);
            state.prefixes.forEach(prefixes::remove);
            memory -= state.memory();
            session.tracking(null);
            clientCount--;
            isWatching = 0 != keys.size() || 0 != clientCount;
        }
    }

    /** A client speaks another version of the protocol from now on, or has others told. */
    public void onProtocol(final Session session)
    {
        final TrackingState state = session.tracking();
        if (null != state)
        {
            all.replace(state.inAll);
            state.prefixes.forEach((text, member) -> prefixes.audience(text).replace(member));
        }
    }

    /** @return true if somebody may want to hear of changes. */
    public boolean isWatching()
    {
        return isWatching;
    }

    /** A client that tracks has executed a command; if it only read, its keys are remembered. */
    public void onExecuted(final Session session, final Command command, final RingEntry entry)
    {
        if (command.is(CommandFlag.READONLY) && !command.is(CommandFlag.PUBSUB) &&
            CommandGroup.SCRIPTING != command.group() && session.tracking().remembers())
        {
            reader = session;
            readEntry = entry;
            KeyFinder.find(command, entry, 0, this);
            reader = null;
            readEntry = null;
            isWatching = true;
            hasWork |= isOverLimit();
        }
    }

    @Override
    public void onKey(final int index, final KeySpec spec)
    {
        keys.add(readEntry.argumentAddress(index), readEntry.argumentLength(index), reader.id());
    }

    /** A command from the client itself is over: what it has said about the next one is spent. */
    public void onCommandEnd(final Session session, final Command command)
    {
        final boolean isInMulti = null != session.transaction() && session.transaction().isOpen();
        if (!isInMulti && (null == command.container() || !"client".equals(command.container().name())))
        {
            session.tracking().isCachingGiven = false;
        }
    }

    /** A key has changed or gone. @param isByServer whether it went by itself: expired or evicted. */
    public void onChanged(final long address, final int length, final boolean isByServer)
    {
        if (0 != prefixes.count())
        {
            final int number = changed.add(address, length, isByServer);
            if (number >= 0)
            {
                prefixes.onChanged(address, length, number);
            }
        }
        final TrackedKey key = keys.take(address, length);
        if (null != key)
        {
            taken.add(key);
        }
        hasWork |= null != key || !changed.isEmpty();
    }

    /** All keys of a database are about to go, or to have other values. */
    public void onFlushed()
    {
        isFlushed = true;
        hasWork = true;
    }

    /** @return true if there is something to tell. */
    public boolean hasWork()
    {
        return hasWork;
    }

    /** Tells what has changed in the unit that ends. @param executing the client that has been answered, or null. */
    public void tell(final Session executing)
    {
        if (isFlushed)
        {
            tellFlushed();
        }
        tellReaders(executing);
        tellBroadcasts(executing);
        forgetTooMany();
        isWatching = 0 != keys.size() || 0 != clientCount;
        hasWork = isOverLimit();
    }

    private void tellFlushed()
    {
        isFlushed = false;
        invalidations.beginAll();
        invalidations.send(all, null);
        keys.clear();
    }

    private void tellReaders(final Session executing)
    {
        for (int i = 0; i < taken.size(); i++)
        {
            tellReaders(taken.get(i), executing);
        }
        taken.clear();
    }

    private void tellReaders(final TrackedKey key, final Session executing)
    {
        invalidations.begin(1);
        invalidations.key(key.address, key.length);
        for (int i = 0; i < key.count(); i++)
        {
            final Session session = sessions.byId(key.id(i));
            final TrackingState state = null == session ? null : session.tracking();
            if (null != state && !state.isBroadcast && !(state.isNoLoop && session == executing && !key.isByServer))
            {
                invalidations.send(state);
            }
        }
        keys.release(key);
    }

    private void tellBroadcasts(final Session executing)
    {
        final List<Prefixes.Prefix> touched = prefixes.touched();
        for (int i = 0; i < touched.size(); i++)
        {
            tellBroadcast(touched.get(i), executing);
        }
        prefixes.clearTouched();
        changed.clear();
    }

    private void tellBroadcast(final Prefixes.Prefix prefix, final Session executing)
    {
        final Audience.Member loop = loop(prefix, executing);
        begin(prefix, prefix.changedCount, false);
        invalidations.send(prefix.audience, loop);
        final int byServerCount = null == loop ? 0 : byServerCount(prefix);
        if (byServerCount > 0)
        {
            begin(prefix, byServerCount, true);
            invalidations.send(loop.state);
        }
    }

    /** @return the executing client if it does not want to hear of its own changes to this prefix. */
    private static Audience.Member loop(final Prefixes.Prefix prefix, final Session executing)
    {
        final TrackingState state = null == executing ? null : executing.tracking();
        return null == state || !state.isNoLoop || !state.isBroadcast ? null : state.prefixes.get(prefix.text);
    }

    private void begin(final Prefixes.Prefix prefix, final int count, final boolean isByServerOnly)
    {
        invalidations.begin(count);
        for (int i = 0; i < prefix.changedCount; i++)
        {
            final int number = prefix.changed[i];
            if (!isByServerOnly || changed.isByServer(number))
            {
                invalidations.key(changed.address(number), changed.length(number));
            }
        }
    }

    private int byServerCount(final Prefixes.Prefix prefix)
    {
        int count = 0;
        for (int i = 0; i < prefix.changedCount; i++)
        {
            count += changed.isByServer(prefix.changed[i]) ? 1 : 0;
        }
        return count;
    }

    private void forgetTooMany()
    {
        for (int i = 0; i < FORGOTTEN_PER_UNIT && isOverLimit(); i++)
        {
            final TrackedKey key = keys.takeAt((int)random.nextBelow(keys.size()));
            key.isByServer = true;
            tellReaders(key, null);
        }
    }

    private boolean isOverLimit()
    {
        return 0 != maxKeys && keys.size() > maxKeys;
    }

    public int clientCount()
    {
        return clientCount;
    }

    public int keyCount()
    {
        return keys.size();
    }

    /** @return clients, counted once for each key they have read. */
    public long itemCount()
    {
        return keys.itemCount();
    }

    public int prefixCount()
    {
        return prefixes.count();
    }

    /** @return bytes that all clients' prefixes count for. */
    public long memory()
    {
        return memory;
    }

    @Override
    public void close()
    {
        taken.forEach(keys::release);
        taken.clear();
        keys.clear();
        changed.close();
        invalidations.close();
    }
}
