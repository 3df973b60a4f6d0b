package io.ringbolt.engine.effect;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class EffectsTest
{
    private final OffHeapAllocator allocator = new OffHeapAllocator();
    private final EffectLog log = new EffectLog(allocator, EffectLog.DEFAULT_SEGMENT_LENGTH);
    private final Effects effects = new Effects(allocator, log);
    private EffectReader reader;
    private long position;

    @BeforeEach
    void open()
    {
        reader = log.openReader();
        position = reader.position();
    }

    @AfterEach
    void shouldReturnAllMemory()
    {
        effects.close();
        log.close();
        assertEquals(0, allocator.liveBytes());
    }

    @Test
    void shouldWriteASingleCommandBare()
    {
        effects.command(2, 3).argument(bytes("SET")).argument(bytes("k")).argument(-17);
        assertTrue(effects.commit(9, 1000));

        final EffectRecord record = next();
        assertEquals("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$3\r\n-17\r\n", text(record));
        assertEquals(2, record.firstDatabase());
        assertEquals(2, record.lastDatabase());
        assertEquals(9, record.sequence());
        assertEquals(1000, record.timeMs());
    }

    @Test
    void shouldWrapSeveralCommandsInATransaction()
    {
        effects.command(0, 2).argument(bytes("DEL")).argument(bytes("a"));
        effects.command(0, 2).argument(bytes("DEL")).argument(bytes("b"));
        effects.commit(1, 1);

        assertEquals(
            "*1\r\n$5\r\nMULTI\r\n*2\r\n$3\r\nDEL\r\n$1\r\na\r\n*2\r\n$3\r\nDEL\r\n$1\r\nb\r\n*1\r\n$4\r\nEXEC\r\n",
            text(next()));
    }

    @Test
    void shouldSelectWhenTheDatabaseChangesWithinAUnit()
    {
        effects.command(0, 2).argument(bytes("DEL")).argument(bytes("a"));
        effects.command(12, 2).argument(bytes("DEL")).argument(bytes("a"));
        effects.commit(1, 1);

        final EffectRecord record = next();
        assertTrue(text(record).contains("a\r\n*2\r\n$6\r\nSELECT\r\n$2\r\n12\r\n*2\r\n$3\r\nDEL\r\n"), text(record));
        assertEquals(0, record.firstDatabase());
        assertEquals(12, record.lastDatabase());
    }

    @Test
    void shouldWriteNothingForAnEmptyOrDroppedUnit()
    {
        assertFalse(effects.commit(1, 1));
        effects.command(0, 1).argument(bytes("FLUSHALL"));
        effects.rollback();
        assertFalse(effects.commit(2, 1));
        assertEquals(position, log.committedPosition());
    }

    @Test
    void shouldGatherNothingWhileNobodyReads()
    {
        log.closeReader(reader);
        effects.command(0, 1).argument(bytes("FLUSHALL"));
        assertFalse(effects.commit(1, 1));
    }

    @Test
    void shouldMarkAUnitThatIsForTheAofOrForReplicasOnly()
    {
        effects.streaming(true);
        effects.targets(Effects.JOURNAL);
        effects.command(0, 1).argument(bytes("A"));
        effects.commit(1, 1);
        effects.targets(Effects.REPLICAS);
        effects.command(0, 1).argument(bytes("B"));
        effects.commit(2, 1);

        assertEquals(EffectRecord.JOURNAL_ONLY, next().flags());
        assertEquals(EffectRecord.STREAM_ONLY, next().flags());
    }

    @Test
    void shouldMakeTwoRecordsOfAUnitWhoseCommandsAreForDifferentReaders()
    {
        effects.streaming(true);
        effects.command(0, 1).argument(bytes("ALL"));
        effects.targets(Effects.REPLICAS);
        effects.command(0, 1).argument(bytes("STREAM"));
        effects.targets(Effects.NOBODY);
        effects.command(0, 1).argument(bytes("NONE"));
        effects.targets(Effects.JOURNAL);
        effects.command(0, 1).argument(bytes("JOURNAL"));
        effects.targets(Effects.EVERYBODY);
        effects.command(0, 1).argument(bytes("END"));
        effects.commit(1, 1);

        final EffectRecord journal = next();
        assertEquals(EffectRecord.JOURNAL_ONLY, journal.flags());
        assertEquals("*1\r\n$5\r\nMULTI\r\n*1\r\n$3\r\nALL\r\n*1\r\n$7\r\nJOURNAL\r\n*1\r\n$3\r\nEND\r\n" +
            "*1\r\n$4\r\nEXEC\r\n", text(journal));
        final EffectRecord stream = next();
        assertEquals(EffectRecord.STREAM_ONLY, stream.flags());
        assertEquals("*1\r\n$5\r\nMULTI\r\n*1\r\n$3\r\nALL\r\n*1\r\n$6\r\nSTREAM\r\n*1\r\n$3\r\nEND\r\n" +
            "*1\r\n$4\r\nEXEC\r\n", text(stream));
    }

    @Test
    void shouldGatherNothingForReplicasWhereThereIsNoStream()
    {
        effects.targets(Effects.REPLICAS);
        effects.command(0, 1).argument(bytes("PUBLISH"));
        assertFalse(effects.commit(1, 1));
    }

    private EffectRecord next()
    {
        final EffectRecord record = new EffectRecord().wrap(log, position);
        position = record.nextPosition();
        return record;
    }

    private String text(final EffectRecord record)
    {
        return new String(
            OffHeap.toBytes(log.address(record.payloadPosition()), (int)record.payloadLength()),
            StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(final String text)
    {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
