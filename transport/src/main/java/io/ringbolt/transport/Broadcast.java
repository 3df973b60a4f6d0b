package io.ringbolt.transport;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One message on its way to many clients: its bytes, encoded once, and how many lists of recipients still need them.
 * Made by the engine thread; read and released by selectors.
 */
final class Broadcast
{
    private final OffHeapAllocator allocator;
    private final AtomicLong pendingBytes;
    private final AtomicInteger holders = new AtomicInteger(1);
    private final long number;
    private final long address;
    private final int length;

    /** @param pendingBytes is raised by the message's length while anybody holds it. */
    Broadcast(
        final OffHeapAllocator allocator, final AtomicLong pendingBytes, final long number, final long source,
        final int length)
    {
        this.allocator = allocator;
        this.pendingBytes = pendingBytes;
        this.number = number;
        this.length = length;
        this.address = allocator.allocate(length);
        OffHeap.copy(source, address, length);
        pendingBytes.addAndGet(length);
    }

    /** @return ascending in the server. */
    long number()
    {
        return number;
    }

    long address()
    {
        return address;
    }

    int length()
    {
        return length;
    }

    void retain()
    {
        holders.incrementAndGet();
    }

    /** Frees the bytes when the last holder lets go. Any thread. */
    void release()
    {
        if (0 == holders.decrementAndGet())
        {
            pendingBytes.addAndGet(-length);
            allocator.free(address, length);
        }
    }
}
