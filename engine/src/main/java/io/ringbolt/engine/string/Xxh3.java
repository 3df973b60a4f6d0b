package io.ringbolt.engine.string;

import io.ringbolt.engine.memory.OffHeap;
import org.agrona.BufferUtil;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * XXH3 in its 64-bit form with seed 0: the digest that DIGEST, IFDEQ and IFDNE compare values by. It is Yann Collet's
 * xxHash, after its public specification.
 */
final class Xxh3
{
    private static final long PRIME32_1 = 0x9E3779B1L;
    private static final long PRIME32_2 = 0x85EBCA77L;
    private static final long PRIME32_3 = 0xC2B2AE3DL;
    private static final long PRIME64_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME64_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME64_3 = 0x165667B19E3779F9L;
    private static final long PRIME64_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME64_5 = 0x27D4EB2F165667C5L;
    private static final long PRIME_MX1 = 0x165667919E3779F9L;
    private static final long PRIME_MX2 = 0x9FB21C651E98DF25L;
    private static final long LOW_32_BITS = 0xFFFFFFFFL;

    private static final int LANE_COUNT = 8;
    private static final int STRIPE_LENGTH = LANE_COUNT * Long.BYTES;
    private static final int STRIPES_PER_BLOCK = 16;
    private static final int BLOCK_LENGTH = STRIPE_LENGTH * STRIPES_PER_BLOCK;
    private static final int SECRET_LENGTH = 192;
    private static final int LAST_STRIPE_SECRET = SECRET_LENGTH - STRIPE_LENGTH - 7;
    private static final int MERGE_SECRET = 11;
    private static final int MID_LENGTH = 240;
    private static final ByteBuffer SECRET_BYTES = secret();
    private static final long SECRET = BufferUtil.address(SECRET_BYTES);

    private Xxh3()
    {
    }

    static long hash(final long address, final int length)
    {
        if (length > MID_LENGTH)
        {
            return hashLong(address, length);
        }
        if (length > 128)
        {
            return hashMid(address, length);
        }
        return length > 16 ? hashShort(address, length) : hashTiny(address, length);
    }

    private static long hashTiny(final long address, final int length)
    {
        if (length > 8)
        {
            final long low = OffHeap.getLong(address) ^ secret64(24) ^ secret64(32);
            final long high = OffHeap.getLong(address + length - 8) ^ secret64(40) ^ secret64(48);
            return avalanche(length + Long.reverseBytes(low) + high + foldedProduct(low, high));
        }
        if (length >= 4)
        {
            final long first = OffHeap.getInt(address) & LOW_32_BITS;
            final long last = OffHeap.getInt(address + length - 4) & LOW_32_BITS;
            final long keyed = last + (first << 32) ^ secret64(8) ^ secret64(16);
            long hash = (keyed ^ Long.rotateLeft(keyed, 49) ^ Long.rotateLeft(keyed, 24)) * PRIME_MX2;
            hash = (hash ^ (hash >>> 35) + length) * PRIME_MX2;
            return hash ^ hash >>> 28;
        }
        if (length > 0)
        {
            final long combined = (long)OffHeap.getUnsignedByte(address) << 16 |
                (long)OffHeap.getUnsignedByte(address + (length >> 1)) << 24 |
                OffHeap.getUnsignedByte(address + length - 1) | (long)length << 8;
            final long flip = (OffHeap.getInt(SECRET) ^ OffHeap.getInt(SECRET + 4)) & LOW_32_BITS;
            return avalanche64(combined ^ flip);
        }
        return avalanche64(secret64(56) ^ secret64(64));
    }

    private static long hashShort(final long address, final int length)
    {
        long sum = length * PRIME64_1;
        for (int pair = (length - 1) / 32; pair >= 0; pair--)
        {
            sum += mix16(address + 16L * pair, 32L * pair);
            sum += mix16(address + length - 16L * (pair + 1), 32L * pair + 16);
        }
        return avalanche(sum);
    }

    private static long hashMid(final long address, final int length)
    {
        long sum = length * PRIME64_1;
        for (int i = 0; i < 8; i++)
        {
            sum += mix16(address + 16L * i, 16L * i);
        }
        sum = avalanche(sum);
        for (int i = 8; i < length / 16; i++)
        {
            sum += mix16(address + 16L * i, 16L * (i - 8) + 3);
        }
        return avalanche(sum + mix16(address + length - 16, 136 - 17));
    }

    private static long hashLong(final long address, final int length)
    {
        final long[] lanes =
        {
            PRIME32_3, PRIME64_1, PRIME64_2, PRIME64_3, PRIME64_4, PRIME32_2, PRIME64_5, PRIME32_1
        };
        final int blockCount = (length - 1) / BLOCK_LENGTH;
        long at = address;
        for (int block = 0; block < blockCount; block++)
        {
            accumulate(lanes, at, STRIPES_PER_BLOCK);
            scramble(lanes);
            at += BLOCK_LENGTH;
        }
        accumulate(lanes, at, (length - 1 - blockCount * BLOCK_LENGTH) / STRIPE_LENGTH);
        accumulateStripe(lanes, address + length - STRIPE_LENGTH, LAST_STRIPE_SECRET);
        return merge(lanes, length * PRIME64_1);
    }

    private static void accumulate(final long[] lanes, final long address, final int stripeCount)
    {
        for (int stripe = 0; stripe < stripeCount; stripe++)
        {
            accumulateStripe(lanes, address + (long)stripe * STRIPE_LENGTH, stripe * Long.BYTES);
        }
    }

    private static void accumulateStripe(final long[] lanes, final long address, final int secretOffset)
    {
        for (int i = 0; i < LANE_COUNT; i++)
        {
            final long data = OffHeap.getLong(address + (long)i * Long.BYTES);
            final long keyed = data ^ secret64(secretOffset + i * Long.BYTES);
            lanes[i ^ 1] += data;
            lanes[i] += (keyed & LOW_32_BITS) * (keyed >>> 32);
        }
    }

    private static void scramble(final long[] lanes)
    {
        for (int i = 0; i < LANE_COUNT; i++)
        {
            final long lane = lanes[i];
            lanes[i] = (lane ^ lane >>> 47 ^ secret64(SECRET_LENGTH - STRIPE_LENGTH + i * Long.BYTES)) * PRIME32_1;
        }
    }

    private static long merge(final long[] lanes, final long start)
    {
        long sum = start;
        for (int i = 0; i < LANE_COUNT; i += 2)
        {
            final int secretOffset = MERGE_SECRET + i * Long.BYTES;
            sum += foldedProduct(lanes[i] ^ secret64(secretOffset), lanes[i + 1] ^ secret64(secretOffset + Long.BYTES));
        }
        return avalanche(sum);
    }

    private static long mix16(final long address, final long secretOffset)
    {
        return foldedProduct(
            OffHeap.getLong(address) ^ secret64(secretOffset),
            OffHeap.getLong(address + 8) ^ secret64(secretOffset + 8));
    }

    private static long secret64(final long offset)
    {
        return OffHeap.getLong(SECRET + offset);
    }

    /** The two halves of the unsigned 128-bit product, folded by exclusive or. */
    private static long foldedProduct(final long a, final long b)
    {
        final long high = Math.multiplyHigh(a, b) + (a >> 63 & b) + (b >> 63 & a);
        return a * b ^ high;
    }

    private static long avalanche(final long value)
    {
        final long mixed = (value ^ value >>> 37) * PRIME_MX1;
        return mixed ^ mixed >>> 32;
    }

    private static long avalanche64(final long value)
    {
        long mixed = (value ^ value >>> 33) * PRIME64_2;
        mixed = (mixed ^ mixed >>> 29) * PRIME64_3;
        return mixed ^ mixed >>> 32;
    }

    private static ByteBuffer secret()
    {
        final byte[] bytes = HexFormat.of().parseHex(
            "b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671fcb79e64eccc0e578825ad07dccff7221" +
            "b8084674f743248ee03590e6813a264c3c2852bb91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8" +
            "a8fa763fe39c343ff9dcbbc7c70b4f1d8a51e04bcdb45931c89f7ec9d9787364eac5ac8334d3ebc3c581a0fffa1363eb" +
            "170ddd51b7f0da49d316552629d4689e2b16be587d47a1fc8ff8b8d17ad031ce45cb3a8f95160428afd7fbcabb4b407e");
        final ByteBuffer buffer = ByteBuffer.allocateDirect(SECRET_LENGTH);
        buffer.put(bytes);
        return buffer;
    }
}
