package io.ringbolt.engine.index;

import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;

import java.nio.charset.StandardCharsets;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * A small arena and a place for arguments, which tests close to see that nothing has been left behind.
 */
public final class ArenaFixture implements AutoCloseable
{
    private static final long CHUNK_BYTES = 4L << 20;
    private static final int ARGUMENT_LENGTH = 1 << 20;

    private final OffHeapAllocator allocator = new OffHeapAllocator();
    private final Arena arena = new Arena(CHUNK_BYTES);
    private final long argument = allocator.allocate(ARGUMENT_LENGTH);
    private int argumentLength;

    public Arena arena()
    {
        return arena;
    }

    /** Puts text where {@link #address()} points. */
    public long put(final String text)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        argumentLength = bytes.length;
        OffHeap.copyIn(bytes, 0, argument, bytes.length);
        return argument;
    }

    public long address()
    {
        return argument;
    }

    public int length()
    {
        return argumentLength;
    }

    public static String text(final long address, final int length)
    {
        final byte[] bytes = new byte[length];
        OffHeap.copyOut(address, bytes, 0, length);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close()
    {
        allocator.free(argument, ARGUMENT_LENGTH);
        final long live = arena.liveBytes();
        arena.close();
        assertEquals(0, live, "live bytes at the end");
    }
}
