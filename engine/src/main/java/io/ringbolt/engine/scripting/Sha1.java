package io.ringbolt.engine.scripting;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-1 in lower-case hexadecimal digits, the names of scripts. Owned by one thread.
 */
final class Sha1
{
    /** Digits of a name. */
    static final int LENGTH = 40;

    private static final byte[] DIGITS = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private final MessageDigest digest;

    Sha1()
    {
        try
        {
            digest = MessageDigest.getInstance("SHA-1");
        }
        catch (final NoSuchAlgorithmException impossible)
        {
            throw new IllegalStateException("every Java platform has SHA-1", impossible);
        }
    }

    byte[] hex(final byte[] text)
    {
        final byte[] hash = digest.digest(text);
        final byte[] hex = new byte[LENGTH];
        for (int i = 0; i < hash.length; i++)
        {
            hex[2 * i] = DIGITS[hash[i] >> 4 & 15];
            hex[2 * i + 1] = DIGITS[hash[i] & 15];
        }
        return hex;
    }
}
