package io.ringbolt.transport.buffer;

import io.ringbolt.engine.memory.BlockPin;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.observe.StageSample;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One client's output between the engine, which appends replies, and the selector, which writes them to the socket.
 * <p>
 * The engine thread builds a list of chunks, commits at the end of each reply, and hands the list over at the end of
 * a batch; from then on the list is the selector's. So an idle client holds no chunk at all, and neither side waits
 * for the other.
 */
/*
 * The hand-over is a mailbox: one field with the first chunk of a list, or null. Both sides empty it by an atomic
 * exchange; the engine, when it finds a list that nobody has fetched yet, appends its own and puts the whole
 * back. In between the selector may find it empty, but the engine announces the connection after each hand-over,
 * so it looks again.
 *
 * Broadcasts reach the selector on another way, and their order among the replies is kept by numbers: a chunk names the
 * newest broadcast that came before it, and the selector keeps chunks aside until it has passed that one. A reply that
 * would continue a chunk with an older number gets a chunk of its own.
 *
 * While an aggregate's length is unknown the cursor points into the DeferredRegion instead of a chunk.
 *
 * Each hand-over begins a chunk. What a client leaves unread is therefore moved together, or short messages that come
 * one at a time would take a chunk each and a client within its limit hundreds of times that much memory.
 *
 * A reply that breaks the client's limit is never sent, since the client goes; so when it takes one more chunk than the
 * limit allows, what follows is written into that chunk again and again, until the reply ends.
 */
public final class OutputBuffer
{
    /** What limits leave out, as redis-server's fixed buffer; a reply of unknown length is never in that. */
    private static final long FIXED_BUFFER_LENGTH = 16 << 10;

    private static final VarHandle MAILBOX;
    private static final VarHandle WRITTEN;
    private static final VarHandle RETURNED;
    private static final VarHandle BROADCAST;

    static
    {
        try
        {
            final MethodHandles.Lookup lookup = MethodHandles.lookup();
            MAILBOX = lookup.findVarHandle(OutputBuffer.class, "mailbox", OutputChunk.class);
            WRITTEN = lookup.findVarHandle(OutputBuffer.class, "writtenLength", long.class);
            RETURNED = lookup.findVarHandle(OutputBuffer.class, "returnedBytes", long.class);
            BROADCAST = lookup.findVarHandle(OutputBuffer.class, "broadcastLength", long.class);
        }
        catch (final ReflectiveOperationException impossible)
        {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final ChunkPool pool;
    private final DeferredRegion deferred;
    private final LengthGuard guard;

    // the engine's
    private long address;
    private long limit;
    private OutputChunk first;
    private OutputChunk tail;
    private OutputChunk committedTail;
    private long committedAddress;
    private long sealedLength;
    private long committedLength;
    private long handedLength;
    private long takenBytes;
    private long committedBytes;
    private int deferredDepth;
    private long chunkAddress;
    private long chunkLimit;
    private long rewindAddress;
    private long deferredMark;
    private boolean isRefused;

    // between
    @SuppressWarnings("unused")
    private OutputChunk mailbox;

    // the selector's
    private OutputChunk unread;
    private OutputChunk unreadLast;
    private OutputChunk later;
    private OutputChunk laterLast;
    private StageSample traced;
    private long writtenLength;
    private long returnedBytes;
    @SuppressWarnings("unused")
    private long broadcastLength;

    /** Tells how much output a client may have that it has not read. */
    @FunctionalInterface
    public interface LengthGuard
    {
        boolean isTooLong(long unreadLength);
    }

    /** An output without a limit. */
    public OutputBuffer(final ChunkPool pool, final DeferredRegion deferred)
    {
        this(pool, deferred, unreadLength -> false);
    }

    /** @param guard asked by the engine thread now and then while a reply grows. */
    public OutputBuffer(final ChunkPool pool, final DeferredRegion deferred, final LengthGuard guard)
    {
        this.pool = pool;
        this.deferred = deferred;
        this.guard = guard;
    }

    /**
     * @return true if the reply that is being written breaks the client's limit, and is no longer whole: its client has
     *     to go.
     */
    public boolean isRefused()
    {
        return isRefused;
    }

    /** Finds room for a short piece. @param length at most an ordinary chunk's. @return where to write it. */
    public long reserve(final int length)
    {
        if (limit - address < length)
        {
            makeRoom(length);
        }
        return address;
    }

    /** Takes the bytes from {@link #reserve}'s address up to {@code end} as written. */
    public void advance(final long end)
    {
        assert address <= end && end <= limit : "address=" + address + " end=" + end + " limit=" + limit;
        address = end;
    }

    /** Copies bytes of any length, filling chunk after chunk. */
    public void append(final long source, final long length)
    {
        if (limit - address >= length)
        {
            OffHeap.copy(source, address, length);
            address += length;
            return;
        }
        appendLong(source, length);
    }

    /**
     * Adds bytes of a long block without copying them: the selector reads them where they lie. What gathers aside is
     * copied.
     *
     * @param pin released when they have been read.
     */
    public void appendPinned(final BlockPin pin, final int offset, final int length)
    {
        if (deferredDepth > 0)
        {
            append(pin.address() + offset, length);
            pin.release();
            return;
        }
        checkLength();
        if (isRefused)
        {
            pin.release();
            return;
        }
        startChunk(new OutputChunk(pool, pool.take(length), pin, offset, length));
        address = limit;
    }

    /** Copies bytes of any length from the heap. */
    public void append(final byte[] source)
    {
        int offset = 0;
        while (offset < source.length)
        {
            if (address == limit)
            {
                makeRoom(1);
            }
            final int piece = (int)Math.min(source.length - offset, limit - address);
            OffHeap.copyIn(source, offset, address, piece);
            address += piece;
            offset += piece;
        }
    }

    /** Begins to gather aside what follows. Calls nest. @return a handle for {@link #deferredLength} and the like. */
    public long beginDeferred()
    {
        if (0 == deferredDepth++)
        {
            deferred.open();
            chunkAddress = address;
            chunkLimit = limit;
            address = deferred.address();
            limit = deferred.limit();
        }
        deferredMark = address - deferred.address();
        return deferredMark;
    }

    /**
     * Ends the innermost gathering: puts {@code length} bytes, a header, before what was written since {@code handle}.
     */
    public void endDeferred(final long handle, final long header, final int length)
    {
        assert deferredDepth > 0;
        if (0 == --deferredDepth)
        {
            final long gathered = address - deferred.address();
            address = chunkAddress;
            limit = chunkLimit;
            isRefused |= gathered > FIXED_BUFFER_LENGTH &&
                guard.isTooLong(unwrittenLength() + uncommittedLength() + gathered + FIXED_BUFFER_LENGTH);
            append(header, length);
            append(deferred.address(), gathered);
            deferred.reset();
            return;
        }
        reserve(length);
        final long start = deferred.address() + handle;
        OffHeap.copy(start, start + length, address - start);
        OffHeap.copy(header, start, length);
        address += length;
        deferredMark = address - deferred.address();
    }

    /**
     * Ends a reply.
     *
     * @param gateSequence the sequence that must be durable before the reply may leave, or {@link OutputChunk#UNGATED}.
     * @return bytes that have been committed and not yet written to the socket.
     */
    public long commit(final long gateSequence)
    {
        assert 0 == deferredDepth;
        if (null != tail && OutputChunk.UNGATED != gateSequence)
        {
            gate(gateSequence);
        }
        isRefused = false;
        rewindAddress = OffHeap.NULL_ADDRESS;
        committedTail = tail;
        committedAddress = address;
        committedBytes = takenBytes;
        committedLength = null == tail ? sealedLength : sealedLength + (address - tail.address);
        return unwrittenLength();
    }

    /** Has a sample travel with what was committed last, if that has not left yet. Engine thread. */
    public void trace(final StageSample sample)
    {
        if (null != committedTail)
        {
            if (OutputChunk.UNGATED != committedTail.gateSequence)
            {
                sample.gated();
            }
            sample.next = committedTail.sample;
            committedTail.sample = sample;
        }
    }

    /** @return the samples that have gone with what was written since the last call, or null. Selector thread. */
    public StageSample takeTraced()
    {
        final StageSample chain = traced;
        traced = null;
        return chain;
    }

    private void keepTraced(final StageSample chain)
    {
        StageSample last = chain;
        while (null != last.next)
        {
            last = last.next;
        }
        last.next = traced;
        traced = chain;
    }

    /**
     * Ends a reply of a client that gets broadcasts, like {@link #commit(long)}.
     *
     * @param broadcast the newest one, before this reply.
     */
    public long commit(final long gateSequence, final long broadcast)
    {
        if (null != committedTail && committedTail.afterBroadcast != broadcast)
        {
            splitAtCommitted();
        }
        OutputChunk chunk = null == committedTail ? first : committedTail.next;
        while (null != chunk)
        {
            chunk.afterBroadcast = broadcast;
            chunk = chunk.next;
        }
        return commit(gateSequence);
    }

    /** Moves what was written into the newest committed chunk since then into a chunk of its own. */
    private void splitAtCommitted()
    {
        final boolean isTail = committedTail == tail;
        final long end = isTail ? address : committedTail.address + committedTail.length;
        final int moved = (int)(end - committedAddress);
        if (0 == moved)
        {
            return;
        }
        final OutputChunk chunk = pool.take(moved);
        takenBytes += chunk.capacity;
        OffHeap.copy(committedAddress, chunk.address, moved);
        chunk.length = moved;
        chunk.next = committedTail.next;
        committedTail.next = chunk;
        committedTail.length -= isTail ? 0 : moved;
        if (isTail)
        {
            committedTail.length = (int)(committedAddress - committedTail.address);
            sealedLength += committedTail.length;
            tail = chunk;
            address = chunk.address + moved;
            limit = chunk.address + chunk.capacity;
        }
    }

    /** Drops what was written since the last commit. */
    public void discard()
    {
        isRefused = false;
        rewindAddress = OffHeap.NULL_ADDRESS;
        if (deferredDepth > 0)
        {
            deferredDepth = 0;
            deferred.reset();
        }
        OutputChunk chunk = null == committedTail ? first : committedTail.next;
        while (null != chunk)
        {
            final OutputChunk following = chunk.next;
            takenBytes -= chunk.capacity;
            chunk.giveBack();
            chunk = following;
        }
        tail = committedTail;
        if (null == tail)
        {
            first = null;
            address = OffHeap.NULL_ADDRESS;
            limit = OffHeap.NULL_ADDRESS;
            sealedLength = committedLength;
            return;
        }
        tail.next = null;
        address = committedAddress;
        limit = tail.address + tail.capacity;
        sealedLength = committedLength - (address - tail.address);
    }

    /** @return true if there are committed replies that the selector has not been given. */
    public boolean hasUnhanded()
    {
        return committedLength != handedLength;
    }

    /** Gives the committed replies to the selector. Call between replies; announce the connection afterwards. */
    public void handOver()
    {
        if (null == first)
        {
            return;
        }
        tail.length = (int)(address - tail.address);
        sealedLength = committedLength;
        handedLength = committedLength;
        OutputChunk list = first;
        final OutputChunk waiting = (OutputChunk)MAILBOX.getAndSet(this, null);
        if (null != waiting)
        {
            last(waiting).next = list;
            list = waiting;
        }
        MAILBOX.setRelease(this, list);
        first = null;
        tail = null;
        committedTail = null;
        address = OffHeap.NULL_ADDRESS;
        limit = OffHeap.NULL_ADDRESS;
    }

    /** @return bytes committed and not yet written to the socket; exact on the engine thread. */
    public long unwrittenLength()
    {
        return committedLength + (long)BROADCAST.getOpaque(this) - (long)WRITTEN.getOpaque(this);
    }

    /**
     * @return bytes written since the last commit, those of an aggregate that is being gathered left out. Engine
     *     thread.
     */
    public long uncommittedLength()
    {
        final long end = 0 == deferredDepth ? address : chunkAddress;
        return (null == tail ? sealedLength : sealedLength + (end - tail.address)) - committedLength;
    }

    /** @return roughly the ordinary chunks that unwritten output would fill, for CLIENT LIST. */
    public int chunkCount()
    {
        return (int)((unwrittenLength() + ChunkPool.SMALL_LENGTH - 1) / ChunkPool.SMALL_LENGTH);
    }

    /** @return bytes of the chunks that hold committed output, used or not; exact on the engine thread. */
    public long memory()
    {
        return committedBytes - (long)RETURNED.getOpaque(this);
    }

    /**
     * Fetches what was handed over. Selector thread.
     *
     * @param passed the newest broadcast that has gone to all its recipients here.
     * @return the first chunk with bytes to be written, or null.
     */
    public OutputChunk unread(final long passed)
    {
        fetch();
        if (null != later)
        {
            release(passed);
        }
        return unread;
    }

    /** Like {@link #unread(long)} for a client that gets no broadcasts. */
    public OutputChunk unread()
    {
        return unread(0);
    }

    /** @return true if something was fetched that waits for a broadcast. Selector thread. */
    public boolean isHeldBack()
    {
        return null != later;
    }

    /**
     * Appends a message behind all replies that were committed before it. Selector thread.
     *
     * @param own       the selector's pool.
     * @param broadcast the message's number; numbers ascend.
     * @param firstByte takes the place of the message's first byte.
     */
    public void appendBroadcast(
        final ChunkPool own, final long broadcast, final long source, final int length, final byte firstByte)
    {
        fetch();
        release(broadcast - 1);
        OffHeap.putByte(appendUnread(own, source, length), firstByte);
        BROADCAST.setOpaque(this, broadcastLength + length);
    }

    /**
     * Appends several messages at once, if no reply was committed between them. Selector thread.
     *
     * @param own    the selector's pool.
     * @param first  the first message's number.
     * @param last   the last message's number.
     * @param source what shall be sent, first bytes included.
     * @return false if a reply belongs between them; nothing has been appended then.
     */
    public boolean appendBroadcasts(
        final ChunkPool own, final long first, final long last, final long source, final int length)
    {
        fetch();
        release(first - 1);
        if (null != later && later.afterBroadcast < last)
        {
            return false;
        }
        appendUnread(own, source, length);
        BROADCAST.setOpaque(this, broadcastLength + length);
        return true;
    }

    /** @return where the first byte has come to lie. */
    private long appendUnread(final ChunkPool own, final long source, final int length)
    {
        long start = OffHeap.NULL_ADDRESS;
        int done = 0;
        while (done < length)
        {
            if (null == unreadLast || !unreadLast.isFrom(own) || 0 == unreadLast.room())
            {
                final OutputChunk chunk = own.take(length - done);
                RETURNED.setOpaque(this, returnedBytes - chunk.capacity);
                chunk.open();
                link(chunk);
            }
            final int piece = Math.min(length - done, unreadLast.room());
            start = 0 == done ? unreadLast.address + unreadLast.length : start;
            unreadLast.append(source + done, piece);
            done += piece;
        }
        return start;
    }

    private void fetch()
    {
        final OutputChunk fetched = null == MAILBOX.getOpaque(this) ? null : (OutputChunk)MAILBOX.getAndSet(this, null);
        if (null == fetched)
        {
            return;
        }
        if (null == later)
        {
            later = fetched;
        }
        else
        {
            laterLast.next = fetched;
        }
        for (OutputChunk chunk = fetched; null != chunk; chunk = chunk.next)
        {
            chunk.open();
            laterLast = chunk;
        }
    }

    private void release(final long passed)
    {
        while (null != later && later.afterBroadcast <= passed)
        {
            final OutputChunk chunk = later;
            later = chunk.next;
            chunk.next = null;
            if (null != unread && unreadLast.takesIn(chunk))
            {
                RETURNED.setOpaque(this, returnedBytes + chunk.capacity);
                chunk.giveBack();
            }
            else
            {
                link(chunk);
            }
        }
    }

    private void link(final OutputChunk chunk)
    {
        if (null == unread)
        {
            unread = chunk;
        }
        else
        {
            unreadLast.next = chunk;
        }
        unreadLast = chunk;
    }

    /** @return true if something was fetched that has not been written. Selector thread. */
    public boolean hasUnread()
    {
        return null != unread;
    }

    /** Accounts for bytes that the socket took and gives empty chunks back. Selector thread. */
    public void onWritten(final long length)
    {
        WRITTEN.setOpaque(this, writtenLength + length);
        while (null != unread && !unread.hasMore())
        {
            final OutputChunk done = unread;
            unread = done.next;
            if (null != done.sample)
            {
                keepTraced(done.sample);
            }
            RETURNED.setOpaque(this, returnedBytes + done.capacity);
            done.giveBack();
        }
        if (null == unread)
        {
            unreadLast = null;
        }
    }

    /** @return output bytes that the socket has taken since the connection opened. */
    public long writtenLength()
    {
        return (long)WRITTEN.getOpaque(this);
    }

    /** Drops everything handed over. Selector thread, after the connection's end. */
    public void drop()
    {
        fetch();
        release(Long.MAX_VALUE);
        OutputChunk chunk = unread;
        while (null != chunk)
        {
            final OutputChunk following = chunk.next;
            chunk.giveBack();
            chunk = following;
        }
        unread = null;
        unreadLast = null;
    }

    private static OutputChunk last(final OutputChunk list)
    {
        OutputChunk chunk = list;
        while (null != chunk.next)
        {
            chunk = chunk.next;
        }
        return chunk;
    }

    private void gate(final long gateSequence)
    {
        OutputChunk chunk = null == committedTail ? first : committedTail;
        while (null != chunk)
        {
            chunk.gateSequence = gateSequence;
            chunk = chunk.next;
        }
    }

    private void appendLong(final long source, final long length)
    {
        long done = 0;
        while (done < length)
        {
            if (address == limit)
            {
                makeRoom(length - done);
            }
            final long piece = Math.min(length - done, limit - address);
            OffHeap.copy(source + done, address, piece);
            address += piece;
            done += piece;
        }
    }

    private void makeRoom(final long wanted)
    {
        if (deferredDepth > 0)
        {
            makeDeferredRoom(wanted);
            return;
        }
        if (OffHeap.NULL_ADDRESS != rewindAddress)
        {
            address = rewindAddress;
            return;
        }
        checkLength();
        startChunk(pool.take(isRefused ? Math.min(wanted, ChunkPool.SMALL_LENGTH) : wanted));
    }

    private void checkLength()
    {
        isRefused |= guard.isTooLong(unwrittenLength() + uncommittedLength());
    }

    private void startChunk(final OutputChunk chunk)
    {
        if (null == tail)
        {
            first = chunk;
        }
        else
        {
            tail.length = (int)(address - tail.address);
            sealedLength += tail.length;
            tail.next = chunk;
        }
        takenBytes += chunk.capacity;
        tail = chunk;
        address = chunk.address;
        rewindAddress = isRefused ? address : OffHeap.NULL_ADDRESS;
        limit = chunk.address + chunk.capacity;
    }

    /** What lies before the mark may still be moved behind a header, so only what follows it is written over. */
    private void makeDeferredRoom(final long wanted)
    {
        final long used = address - deferred.address();
        isRefused |= guard.isTooLong(unwrittenLength() + uncommittedLength() + used);
        if (isRefused && limit - deferred.address() - deferredMark >= wanted)
        {
            address = deferred.address() + deferredMark;
            return;
        }
        deferred.grow(used, wanted);
        address = deferred.address() + used;
        limit = deferred.limit();
    }
}
