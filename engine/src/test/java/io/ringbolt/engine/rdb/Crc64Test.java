package io.ringbolt.engine.rdb;

import io.ringbolt.engine.index.ArenaFixture;
import org.junit.jupiter.api.Test;

import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;

class Crc64Test
{
    private static final long SEED = 11;

    @Test
    void shouldGiveTheKnownChecksum()
    {
        try (ArenaFixture fixture = new ArenaFixture())
        {
            fixture.put("123456789");
            assertEquals(0xe9c6d914c4b8d9caL, Crc64.update(0, fixture.address(), fixture.length()));
        }
    }

    @Test
    void shouldGiveTheSameChecksumInPieces()
    {
        final Random random = new Random(SEED);
        try (ArenaFixture fixture = new ArenaFixture())
        {
            for (int round = 0; round < 2_000; round++)
            {
                final StringBuilder text = new StringBuilder();
                for (int i = random.nextInt(100); i >= 0; i--)
                {
                    text.append((char)random.nextInt(256));
                }
                fixture.put(text.toString());
                final int cut = random.nextInt(fixture.length() + 1);
                final long first = Crc64.update(0, fixture.address(), cut);
                final long inPieces = Crc64.update(first, fixture.address() + cut, fixture.length() - cut);
                assertEquals(byBit(text), inPieces, "seed=" + SEED + " round=" + round);
            }
        }
    }

    private static long byBit(final CharSequence text)
    {
        long crc = 0;
        for (int i = 0; i < text.length(); i++)
        {
            crc ^= text.charAt(i);
            for (int bit = 0; bit < 8; bit++)
            {
                crc = 0 == (crc & 1) ? crc >>> 1 : crc >>> 1 ^ Long.reverse(0xad93d23594c935a9L);
            }
        }
        return crc;
    }
}
