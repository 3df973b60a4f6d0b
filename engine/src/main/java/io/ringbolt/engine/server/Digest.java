package io.ringbolt.engine.server;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Twenty bytes that stand for a content, in Redis's way: {@link #mix} depends on the order of what goes in,
 * {@link #xor} does not.
 */
final class Digest
{
    private static final int LENGTH = 20;

    private final MessageDigest sha1;
    private byte[] bytes = new byte[LENGTH];

    Digest()
    {
        try
        {
            sha1 = MessageDigest.getInstance("SHA-1");
        }
        catch (final NoSuchAlgorithmException impossible)
        {
            throw new IllegalStateException("every JDK has SHA-1", impossible);
        }
    }

    void xor(final byte[] content)
    {
        final byte[] hash = sha1.digest(content);
        for (int i = 0; i < LENGTH; i++)
        {
            bytes[i] ^= hash[i];
        }
    }

    void mix(final byte[] content)
    {
        xor(content);
        bytes = sha1.digest(bytes);
    }

    /** Mixes a number in, as four bytes in network order. */
    void mix(final int number)
    {
        mix(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }

    /** @return the bytes themselves; not to be changed. */
    byte[] bytes()
    {
        return bytes;
    }

    /** @return 40 hexadecimal digits. */
    @Override
    public String toString()
    {
        final StringBuilder text = new StringBuilder(2 * LENGTH);
        for (final byte value : bytes)
        {
            text.append(Character.forDigit(value >> 4 & 0xf, 16)).append(Character.forDigit(value & 0xf, 16));
        }
        return text.toString();
    }
}
