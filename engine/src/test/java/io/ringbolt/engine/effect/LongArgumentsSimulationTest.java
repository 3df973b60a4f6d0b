package io.ringbolt.engine.effect;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.ring.CommandRing;
import io.ringbolt.engine.ring.RingEntry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Units with arguments of up to several segments, beside a twin that copies every byte. */
class LongArgumentsSimulationTest
{
    private static final int SEGMENT_LENGTH = 4096;
    private static final int STEPS = Integer.getInteger("ringbolt.effects.steps", 3000);
    private static final int SHORT = 40;
    private static final int MAX_LENGTH = 5 * SEGMENT_LENGTH;

    private final OffHeapAllocator whole = new OffHeapAllocator();
    private final OffHeapAllocator share = whole.share();
    private final List<long[]> released = new ArrayList<>();
    private final EffectLog log =
        new EffectLog(whole, (address, length) -> released.add(new long[]{address, length}), SEGMENT_LENGTH);
    private final Effects effects = new Effects(share, log);
    private final CommandRing ring = new CommandRing(share, 4, 64, true);
    private final ArrayDeque<byte[]> expected = new ArrayDeque<>();
    private final List<byte[]> gathered = new ArrayList<>();
    private final EffectRecord record = new EffectRecord();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldHoldWhatATwinHoldsThatCopies(final long seed)
    {
        final Random random = new Random(seed);
        final EffectReader reader = log.openReader();
        for (int step = 0; step < STEPS; step++)
        {
            switch (random.nextInt(8))
            {
                case 0 -> read(reader, random.nextInt(10), "seed=" + seed + " step=" + step);
                case 1 -> rollback();
                case 2, 3 -> commit();
                default -> execute(random);
            }
            returnReleased();
        }
        commit();
        read(reader, Integer.MAX_VALUE, "seed=" + seed);
        assertEquals(log.committedPosition(), reader.position());
        log.closeReader(reader);
        close();
    }

    private void execute(final Random random)
    {
        final byte[][] arguments = new byte[1 + random.nextInt(4)][];
        int total = 0;
        for (int i = 0; i < arguments.length; i++)
        {
            arguments[i] = new byte[random.nextBoolean() ? random.nextInt(SHORT) : random.nextInt(MAX_LENGTH)];
            random.nextBytes(arguments[i]);
            total += arguments[i].length;
        }
        final long sequence = ring.tryNext();
        final RingEntry entry = ring.get(sequence);
        entry.beginCommand(null, arguments.length, total, 5);
        for (int i = 0; i < arguments.length; i++)
        {
            fill(entry, i, arguments[i]);
        }
        effects.verbatim(0, entry);
        entry.release();
        ring.publish(sequence);
        gathered.add(command(arguments));
    }

    private void fill(final RingEntry entry, final int index, final byte[] argument)
    {
        final long source = whole.allocate(argument.length + 1);
        OffHeap.copyIn(argument, 0, source, argument.length);
        entry.argument(index, source, argument.length);
        whole.free(source, argument.length + 1);
    }

    private void rollback()
    {
        effects.rollback();
        gathered.clear();
    }

    private void commit()
    {
        assertEquals(!gathered.isEmpty(), effects.commit(1, 1));
        if (!gathered.isEmpty())
        {
            final ByteArrayOutputStream unit = new ByteArrayOutputStream();
            final boolean isWrapped = gathered.size() > 1;
            unit.writeBytes(isWrapped ? command(new byte[][]{ascii("MULTI")}) : new byte[0]);
            gathered.forEach(unit::writeBytes);
            unit.writeBytes(isWrapped ? command(new byte[][]{ascii("EXEC")}) : new byte[0]);
            expected.add(unit.toByteArray());
            gathered.clear();
        }
    }

    private void read(final EffectReader reader, final int limit, final String where)
    {
        long position = reader.position();
        for (int i = 0; i < limit && position < log.committedPosition(); i++)
        {
            record.wrap(log, position);
            assertArrayEquals(expected.poll(), payload(), where);
            position = record.nextPosition();
            reader.position(position);
        }
    }

    private byte[] payload()
    {
        final byte[] bytes = new byte[(int)record.payloadLength()];
        int done = 0;
        while (done < bytes.length)
        {
            final long position = record.payloadPosition() + done;
            final int piece = Math.min(bytes.length - done, log.contiguousLength(position));
            System.arraycopy(OffHeap.toBytes(log.address(position), piece), 0, bytes, done, piece);
            done += piece;
        }
        return bytes;
    }

    /** What was given back is overwritten, so that whoever still reads it notices. */
    private void returnReleased()
    {
        for (final long[] region : released)
        {
            OffHeap.set(region[0], region[1], (byte)'!');
            whole.free(region[0], region[1]);
        }
        released.clear();
    }

    private void close()
    {
        effects.close();
        log.close();
        ring.close();
        returnReleased();
        assertEquals(0, share.liveBytes());
        assertEquals(0, whole.liveBytes());
    }

    private static byte[] command(final byte[][] arguments)
    {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ascii("*" + arguments.length + "\r\n"));
        for (final byte[] argument : arguments)
        {
            bytes.writeBytes(ascii("$" + argument.length + "\r\n"));
            bytes.writeBytes(argument);
            bytes.writeBytes(ascii("\r\n"));
        }
        return bytes.toByteArray();
    }

    private static byte[] ascii(final String text)
    {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
