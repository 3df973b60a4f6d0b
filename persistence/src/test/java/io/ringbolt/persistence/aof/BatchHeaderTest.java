package io.ringbolt.persistence.aof;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class BatchHeaderTest
{
    private static final long SEQUENCE = 0x2a;
    private static final long TIME_MS = 0x18c3b1f2a40L;
    private static final long FORCED_OFFSET = 0x200;
    private static final int CHECKSUM = 0xf00dbeef;

    private final ByteBuffer buffer = ByteBuffer.allocate(BatchHeader.LENGTH);
    private final BatchHeader header = new BatchHeader();

    @Test
    void shouldBeALineOfFixedWidths()
    {
        encode(3, 0x8d);
        assertEquals("#RB:00000000002a,00003,18c3b1f2a40,00000000200,0000008d,f00dbeef\r\n", text());
        assertTrue(BatchHeader.hasForm(buffer, 0));
    }

    @Test
    void shouldTellLengthsBeyondFourGibibytesInPlaceOfTheCount()
    {
        encode(1, 0x1_2345_6789L);
        assertEquals("#RB:00000000002a,L0001,18c3b1f2a40,00000000200,23456789,f00dbeef\r\n", text());
        assertTrue(BatchHeader.hasForm(buffer, 0));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 0xFFFF_FFFFL, 0x1_0000_0000L, 0x1_FFFF_FFFFL, 0xFFFF_FFFF_FFFFL})
    void shouldReadWhatItHasWritten(final long payloadLength)
    {
        encode(1, payloadLength);

        assertTrue(header.decode(buffer, 0, BatchHeader.LENGTH));
        assertEquals(SEQUENCE, header.sequence());
        assertEquals(1, header.unitCount());
        assertEquals(TIME_MS, header.timeMs());
        assertEquals(FORCED_OFFSET, header.forcedOffset());
        assertEquals(payloadLength, header.payloadLength());
        assertEquals(CHECKSUM, header.checksum());
    }

    @Test
    void shouldRefuseALineWithALetterThatIsNoDigit()
    {
        encode(1, 0x1_2345_6789L);
        for (int i = 0; i < BatchHeader.LENGTH; i++)
        {
            final byte before = buffer.get(i);
            buffer.put(i, (byte)'x');
            assertFalse(header.decode(buffer, 0, BatchHeader.LENGTH), "offset=" + i);
            buffer.put(i, before);
        }
    }

    private void encode(final int unitCount, final long payloadLength)
    {
        BatchHeader.encode(buffer, 0, SEQUENCE, unitCount, TIME_MS, FORCED_OFFSET, payloadLength);
        BatchHeader.encodeChecksum(buffer, 0, CHECKSUM);
    }

    private String text()
    {
        return new String(buffer.array(), StandardCharsets.ISO_8859_1);
    }
}
