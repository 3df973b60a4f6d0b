package io.ringbolt.persistence.aof;

import io.ringbolt.engine.effect.EffectLog;
import io.ringbolt.engine.effect.EffectReader;
import io.ringbolt.engine.effect.EffectRecord;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.persistence.disk.SimulatedDisk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What is damaged is found, and told from what was never complete. */
class AofDamageTest
{
    private static final int UNITS = 40;
    private static final int UNITS_PER_FORCE = 4;
    private static final Path FILE = Path.of("/data/aof/a.1.incr.aof");

    private final SimulatedDisk disk = new SimulatedDisk(1);
    private final OffHeapAllocator allocator = new OffHeapAllocator();
    private byte[] whole;
    private long forcesCounted;

    @BeforeEach
    void write() throws IOException
    {
        final EffectLog log = new EffectLog(allocator, 1 << 12);
        final EffectReader reader = log.openReader();
        final AofJournal journal = new AofJournal(
            new AofFolder(disk, Path.of("/data"), "aof", "a"), AofManifest.EMPTY, () -> 1_700_000_000_000L, 4096, 1024);
        journal.open(0, 0);
        final long before = disk.forceCount();
        final EffectRecord record = new EffectRecord();
        for (int i = 0; i < UNITS; i++)
        {
            final byte[] command =
                ("*2\r\n$4\r\nINCR\r\n$2\r\nk" + i % 10 + "\r\n").getBytes(StandardCharsets.US_ASCII);
            final long address = allocator.allocate(command.length);
            OffHeap.copyIn(command, 0, address, command.length);
            final long position = log.committedPosition();
            log.append(i, 1_700_000_000_000L + i / 2, 0, 0, address, command.length);
            allocator.free(address, command.length);
            journal.append(log, record.wrap(log, position));
            if (0 == (i + 1) % UNITS_PER_FORCE)
            {
                journal.flush();
                journal.force();
            }
        }
        forcesCounted = disk.forceCount() - before;
        journal.close();
        log.closeReader(reader);
        log.close();
        whole = disk.bytes(FILE);
    }

    @Test
    void shouldForceOncePerRequest()
    {
        assertEquals(UNITS / UNITS_PER_FORCE, forcesCounted);
        assertEquals(0, allocator.liveBytes());
    }

    @Test
    void shouldFindEveryFlippedByte() throws IOException
    {
        assertTrue(survey().isWhole());
        assertEquals(UNITS, survey().nextSequence());
        final int lastLine = whole.length - BatchHeader.LENGTH;
        for (int position = 0; position < whole.length; position++)
        {
            disk.put(FILE, whole);
            disk.flip(FILE, position);
            final AofSurvey survey = survey();
            final int flipped = position;
            assertFalse(survey.isWhole(), () -> "position=" + flipped);
            assertTrue(survey.validEnd() <= position, () -> "position=" + flipped + " " + survey);
            assertEquals(position < lastLine ? AofDamage.Kind.ROT : AofDamage.Kind.TORN_END, survey.damage().kind(),
                () -> "position=" + flipped + " " + survey);
        }
    }

    @Test
    void shouldTakeEveryPrefixAsATornEndAtABatch() throws IOException
    {
        for (int length = 0; length < whole.length; length++)
        {
            disk.put(FILE, Arrays.copyOf(whole, length));
            final AofSurvey survey = survey();
            assertTrue(survey.isWhole() || AofDamage.Kind.TORN_END == survey.damage().kind(), survey::toString);
            assertTrue(survey.validEnd() <= length);
            assertTrue(survey.nextSequence() <= UNITS);
        }
    }

    @Test
    void shouldRefuseDoctoredManifests()
    {
        for (final String text : new String[]{
            "", "file a seq 1", "file a seq 0 type b\n", "file ../a seq 1 type i\n", "file a seq 1 type q\n",
            "file a seq 2 type i\nfile b seq 1 type i\n", "file a seq 1 type b\nfile b seq 2 type b\n",
            "file a seq 1 type b", "nonsense\n"})
        {
            assertThrows(AofException.class, () -> AofManifest.parse(text.getBytes(StandardCharsets.US_ASCII)), text);
        }
    }

    @Test
    void shouldNameATypeThatItDoesNotKnow()
    {
        final AofException refused = assertThrows(AofException.class,
            () -> AofManifest.parse("file a seq 1 type x\n".getBytes(StandardCharsets.US_ASCII)));
        assertEquals("Unknown AOF file type", refused.getMessage());
    }

    @Test
    void shouldFindATimeInWhatAnotherServerHasWrittenAroundOurBatches() throws IOException
    {
        final String unit = "*2\r\n$4\r\nINCR\r\n$1\r\nk\r\n";
        final String before = "#TS:1000\r\n" + unit;
        final String later = "#TS:2000\r\n" + unit;
        final String after = "#TS:1800000000\r\n*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n" + unit;
        disk.put(FILE, ascii(before + later + new String(whole, StandardCharsets.ISO_8859_1) + after));
        final long firstOfOurs = AofSurveyor.survey(disk, FILE, 0, 0, true).batches().stream()
            .filter(batch -> batch.unitCount() > 0).findFirst().orElseThrow().offset();
        assertEquals(before.length(), endOf(1_500_000));
        assertEquals(firstOfOurs, endOf(2_500_000));
        assertEquals(before.length() + later.length() + whole.length, endOf(1_750_000_000_000L));
        assertEquals(-1, endOf(1_800_000_000_000L));
    }

    private long endOf(final long timeMs) throws IOException
    {
        return AofTimeline.endOf(disk, FILE, 0, AofSurveyor.survey(disk, FILE, 0, 0, true), timeMs);
    }

    private static byte[] ascii(final String text)
    {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void shouldReadBackTheManifestItWrites() throws IOException
    {
        final AofManifest manifest = AofManifest.EMPTY
            .withIncrement(new AofPart("a b.1.incr.aof", 1, AofPart.Type.INCREMENT))
            .withIncrement(new AofPart("a b.2.incr.aof", 2, AofPart.Type.INCREMENT))
            .withBase(new AofPart("a b.1.base.rdb", 1, AofPart.Type.BASE, 77), 2);
        assertEquals(manifest, AofManifest.parse(manifest.encode()));
        assertEquals(1, manifest.history().size());
        assertEquals(3, manifest.nextIncrementNumber());
        assertEquals(2, manifest.nextBaseNumber());
    }

    private AofSurvey survey() throws IOException
    {
        return AofSurveyor.survey(disk, FILE, 0, 0, false);
    }
}
