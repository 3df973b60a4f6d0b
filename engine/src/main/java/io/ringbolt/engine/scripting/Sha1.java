package io.ringbolt.engine.scripting;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-1 in lower-case hexadecimal digits, the names of scripts. Owned by one thread.
 */
final class Sha1
{
    /** Digits of a name. */
    static final int LENGTH = 40;

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
        return HexFormat.of().formatHex(digest.digest(text)).getBytes(StandardCharsets.US_ASCII);
    }
}
