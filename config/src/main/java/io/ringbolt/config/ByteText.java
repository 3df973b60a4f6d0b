package io.ringbolt.config;

import java.nio.charset.StandardCharsets;

/**
 * Text as bytes: configuration values carry one character from 0 to 255 per byte, so that a password of any bytes
 * survives the way from the file to CONFIG GET and back into the file. Names of files and people are UTF-8 within it.
 */
public final class ByteText
{
    private ByteText()
    {
    }

    /** Byte text of the UTF-8 encoding of ordinary Java text; ASCII stays as it is. */
    public static String of(final String text)
    {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    public static String of(final byte[] bytes)
    {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    public static byte[] bytes(final String byteText)
    {
        return byteText.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Ordinary Java text of byte text that holds UTF-8. */
    public static String decode(final String byteText)
    {
        return new String(bytes(byteText), StandardCharsets.UTF_8);
    }

    /** Lower case for ASCII letters only, whatever the locale. */
    static String toLowerCase(final String byteText)
    {
        final StringBuilder lower = new StringBuilder(byteText);
        for (int i = 0; i < lower.length(); i++)
        {
            lower.setCharAt(i, toLowerCase(lower.charAt(i)));
        }
        return lower.toString();
    }

    static char toLowerCase(final char character)
    {
        return character >= 'A' && character <= 'Z' ? (char)(character - 'A' + 'a') : character;
    }

    /** What C calls a space: blank, tab, line feed, vertical tab, form feed, carriage return. */
    static boolean isSpace(final char character)
    {
        return ' ' == character || character >= '\t' && character <= '\r';
    }
}
