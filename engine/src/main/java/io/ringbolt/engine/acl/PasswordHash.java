package io.ringbolt.engine.acl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The form in which passwords are kept: SHA-256 in lower-case hexadecimal digits.
 */
final class PasswordHash
{
    private static final int LENGTH = 64;

    private PasswordHash()
    {
    }

    /** @param password one char a byte. */
    static String of(final String password)
    {
        return of(password.getBytes(StandardCharsets.ISO_8859_1));
    }

    static String of(final byte[] password)
    {
        try
        {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(password));
        }
        catch (final NoSuchAlgorithmException impossible)
        {
            throw new IllegalStateException("every JVM has SHA-256", impossible);
        }
    }

    static boolean isValid(final String hash)
    {
        return LENGTH == hash.length() &&
            hash.chars().allMatch(letter -> '0' <= letter && letter <= '9' || 'a' <= letter && letter <= 'f');
    }

    /** Takes as long whatever the first difference. */
    static boolean areEqual(final String first, final String second)
    {
        return MessageDigest.isEqual(
            first.getBytes(StandardCharsets.US_ASCII), second.getBytes(StandardCharsets.US_ASCII));
    }
}
