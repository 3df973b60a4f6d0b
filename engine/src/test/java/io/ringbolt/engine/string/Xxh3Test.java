package io.ringbolt.engine.string;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class Xxh3Test
{
    /** Digests that the reference implementation, xxHash 0.8, gives for bytes of the series 131 i + 7. */
    @ParameterizedTest
    @CsvSource({
        "0, 2d06800538d394c2", "1, 4c5cca45d0f4811f", "2, 29c60963cbfa4e6e", "3, 6e3e2670e61106ac",
        "4, 5c4c63133443d03f", "5, 49f5eb3111280b63", "8, f9fd4dd0b04d78f5", "9, 7c20df9712c26edf",
        "16, 86abf6baccea0858", "17, b58bf5dc5022d071", "32, e3712ed84c04a66e", "33, a4dee99b093e1f73",
        "64, 1291d2d4042330dd", "65, 97c6bf83217e5ec9", "96, 81296929fc063365", "97, f145a45b658ab9dd",
        "128, 10d17f72c0ccba41", "129, 1648bdc3db49d1a2", "144, b46dbfc6d9e31aba", "160, 655c8dc33b4b4c4a",
        "239, f0d154819adb16cd", "240, b6cfaf343fab81e6", "241, 956cae592c67279e", "256, b15e550733c5dfac",
        "512, a0e9790eb93990d7", "1023, a94ffcd2254368e4", "1024, 70bd377d9574f4bb", "1025, 66c4487c41e127a7",
        "1088, f43dc77e28a9acbc", "1089, 313bc7ee32bbfa2e", "2048, 8b46caa67dab3a30", "5000, e4007929540f095c"
    })
    void shouldDigestAsTheReferenceDoes(final int length, final String digest)
    {
        final OffHeapAllocator allocator = new OffHeapAllocator();
        final long address = allocator.allocate(length + 1L);
        for (int i = 0; i < length; i++)
        {
            OffHeap.putByte(address + i, (byte)(131 * i + 7));
        }
        assertEquals(Long.parseUnsignedLong(digest, 16), Xxh3.hash(address, length), "length=" + length);
        allocator.free(address, length + 1L);
    }
}
