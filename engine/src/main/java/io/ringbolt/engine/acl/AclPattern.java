package io.ringbolt.engine.acl;

import io.ringbolt.engine.generic.GlobMatcher;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.Scratch;

import java.nio.charset.StandardCharsets;

/**
 * A glob pattern of keys or channels in a user's rules. Most are a name or the beginning of names, which are compared
 * byte by byte; others are shown to the {@link GlobMatcher}.
 */
final class AclPattern
{
    private static final String SPECIAL = "*?[\\";

    private final String text;
    private final byte[] bytes;
    private final int fixedLength;
    private final boolean isPrefix;
    private final boolean isLiteral;

    /** @param text one char a byte. */
    AclPattern(final String text)
    {
        this.text = text;
        this.bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        this.fixedLength = fixedLength(text);
        this.isLiteral = fixedLength == bytes.length;
        this.isPrefix = fixedLength == bytes.length - 1 && '*' == text.charAt(fixedLength);
    }

    /** Tells whether a name matches. @param scratch holds the pattern while the matcher looks at it. */
    boolean matches(final long address, final int length, final GlobMatcher glob, final Scratch scratch)
    {
        if (isLiteral)
        {
            return length == bytes.length && beginsWithFixed(address);
        }
        if (isPrefix && 0 != length)
        {
            return length >= fixedLength && beginsWithFixed(address);
        }
        final long copy = scratch.reserve(bytes.length);
        OffHeap.copyIn(bytes, 0, copy, bytes.length);
        return glob.matches(copy, bytes.length, address, length);
    }

    /** @return true if a pattern that a client gives is this one, letter by letter. */
    boolean is(final long address, final int length)
    {
        if (length != bytes.length)
        {
            return false;
        }
        for (int i = 0; i < length; i++)
        {
            if (bytes[i] != OffHeap.getByte(address + i))
            {
                return false;
            }
        }
        return true;
    }

    /** @return true if every name matches. */
    boolean isAny()
    {
        return "*".equals(text);
    }

    String text()
    {
        return text;
    }

    private boolean beginsWithFixed(final long address)
    {
        for (int i = 0; i < fixedLength; i++)
        {
            if (bytes[i] != OffHeap.getByte(address + i))
            {
                return false;
            }
        }
        return true;
    }

    private static int fixedLength(final String text)
    {
        int length = 0;
        while (length < text.length() && SPECIAL.indexOf(text.charAt(length)) < 0)
        {
            length++;
        }
        return length;
    }

    @Override
    public String toString()
    {
        return "AclPattern{" + text + '}';
    }
}
