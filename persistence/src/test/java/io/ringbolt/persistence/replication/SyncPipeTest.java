package io.ringbolt.persistence.replication;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.replication.SyncSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(60)
class SyncPipeTest
{
    private static final long SEED = Long.getLong("seed", 11);

    private final OffHeapAllocator allocator = new OffHeapAllocator();
    private volatile boolean isCancelled;
    private final SyncPipe pipe = new SyncPipe(allocator, this::check, () -> { });

    @AfterEach
    void shouldReturnAllMemory()
    {
        assertEquals(0, allocator.liveBytes());
    }

    private void check()
    {
        if (isCancelled)
        {
            throw new CancellationException();
        }
    }

    @Test
    void shouldGiveEveryReaderEverythingAtItsOwnPace() throws Exception
    {
        final byte[] content = new byte[9 << 20];
        new Random(SEED).nextBytes(content);
        final SyncSource first = pipe.open(() -> { });
        final SyncSource second = pipe.open(() -> { });
        final ByteArrayOutputStream[] read = {new ByteArrayOutputStream(), new ByteArrayOutputStream()};
        final Thread[] readers = {
            new Thread(() -> read(first, read[0], 1)), new Thread(() -> read(second, read[1], 2))};
        readers[0].start();
        readers[1].start();
        int done = 0;
        while (done < content.length)
        {
            if (pipe.hasRoom())
            {
                final int piece = Math.min(content.length - done, 100_000);
                write(content, done, piece);
                done += piece;
            }
            else
            {
                LockSupport.parkNanos(100_000);
            }
        }
        pipe.end(true);
        readers[0].join();
        readers[1].join();

        assertArrayEquals(content, read[0].toByteArray());
        assertArrayEquals(content, read[1].toByteArray());
    }

    @Test
    void shouldHaveNoRoomWhileTheSlowestReaderLags()
    {
        final SyncSource slow = pipe.open(() -> { });
        final byte[] piece = new byte[1 << 20];
        for (int i = 0; i < 4; i++)
        {
            assertTrue(pipe.hasRoom());
            write(piece, 0, piece.length);
        }
        assertFalse(pipe.hasRoom());
        slow.close();
        assertTrue(pipe.hasRoom());
        pipe.end(true);
    }

    @Test
    void shouldLetAWriterGoThatIsCancelledWhileItWaits()
    {
        final SyncSource stuck = pipe.open(() -> { });
        final byte[] piece = new byte[1 << 20];
        for (int i = 0; i < 64; i++)
        {
            write(piece, 0, piece.length);            // one value may go beyond what there is room for, up to here
        }
        isCancelled = true;
        assertThrows(CancellationException.class, () -> write(piece, 0, 1));
        pipe.end(false);
        final long buffer = allocator.allocate(8);
        assertThrows(IOException.class, () -> stuck.copy(buffer, 8));
        allocator.free(buffer, 8);
        assertTrue(stuck.hasBytes());
        assertFalse(stuck.isDone());
        stuck.close();
    }

    private void write(final byte[] content, final int offset, final int length)
    {
        final long address = allocator.allocate(length);
        try
        {
            OffHeap.copyIn(content, offset, address, length);
            pipe.write(address, length);
        }
        finally
        {
            allocator.free(address, length);
        }
    }

    private void read(final SyncSource source, final ByteArrayOutputStream out, final long seed)
    {
        final Random random = new Random(SEED + seed);
        final int capacity = 300_000;
        final long buffer = allocator.allocate(capacity);
        try
        {
            while (!source.isDone())
            {
                final int length = source.copy(buffer, 1 + random.nextInt(capacity));
                final int taken = 0 == length ? 0 : random.nextInt(length) + 1;
                out.writeBytes(OffHeap.toBytes(buffer, taken));
                source.advance(taken);
            }
        }
        catch (final IOException failed)
        {
            throw new IllegalStateException(failed);
        }
        finally
        {
            allocator.free(buffer, capacity);
            source.close();
        }
    }
}
