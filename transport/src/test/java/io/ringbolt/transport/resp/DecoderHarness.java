package io.ringbolt.transport.resp;

import com.lmax.disruptor.EventPoller;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.ring.CommandRing;
import io.ringbolt.engine.ring.EntryKind;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.session.Session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A decoder with a ring behind it: it is fed bytes in pieces, as a connection would feed it, and tells what came out.
 */
final class DecoderHarness implements AutoCloseable
{
    static final long MAX_BULK_LENGTH = 512L << 20;

    final OffHeapAllocator allocator = new OffHeapAllocator();
    final List<String> decoded = new ArrayList<>();
    final Session session = new Session(1, null, 0);
    final CommandPublisher publisher;
    int outcome;

    private final CommandRing ring;
    private final EventPoller<RingEntry> poller;
    private final RespDecoder decoder;
    private byte[] kept = new byte[0];

    DecoderHarness(final int ringSize)
    {
        ring = new CommandRing(allocator, ringSize, 128, true);
        poller = ring.newPoller();
        ring.gate(poller.getSequence());
        final CommandTable table = new CommandTable();
        table.command("GET", 2);
        table.command("SET", -3);
        publisher = new CommandPublisher(ring, table, () -> false);
        publisher.limits(MAX_BULK_LENGTH, false);
        decoder = new RespDecoder(session, publisher);
    }

    /** Feeds bytes; drains the ring whenever it is full. */
    void feed(final byte[] bytes)
    {
        byte[] input = concat(kept, bytes);
        do
        {
            final long address = allocator.allocate(input.length + 1);
            OffHeap.copyIn(input, 0, address, input.length);
            outcome = decoder.decode(address, input.length);
            allocator.free(address, input.length + 1);
            kept = new byte[input.length - decoder.consumed()];
            System.arraycopy(input, decoder.consumed(), kept, 0, kept.length);
            input = kept;
            drain();
        }
        while (RespDecoder.RING_FULL == outcome);
    }

    int keptLength()
    {
        return kept.length;
    }

    private void drain()
    {
        try
        {
            poller.poll((entry, sequence, isEndOfBatch) ->
            {
                decoded.add(text(entry));
                entry.release();
                return true;
            });
        }
        catch (final Exception broken)
        {
            throw new IllegalStateException(broken);
        }
    }

    private static String text(final RingEntry entry)
    {
        if (EntryKind.PROTOCOL_ERROR == entry.kind())
        {
            return "!" + entry.reason();
        }
        final List<String> arguments = new ArrayList<>();
        for (int i = 0; i < entry.argumentCount(); i++)
        {
            final byte[] bytes = OffHeap.toBytes(entry.argumentAddress(i), entry.argumentLength(i));
            arguments.add(new String(bytes, StandardCharsets.ISO_8859_1));
        }
        return (null == entry.command() ? "?" : entry.command().name()) + arguments;
    }

    static byte[] bytes(final String text)
    {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] concat(final byte[] a, final byte[] b)
    {
        final byte[] both = new byte[a.length + b.length];
        System.arraycopy(a, 0, both, 0, a.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    @Override
    public void close()
    {
        decoder.close();
        ring.close();
        if (0 != allocator.liveBytes())
        {
            throw new AssertionError("leaked off-heap bytes: " + allocator.liveBytes());
        }
    }
}
