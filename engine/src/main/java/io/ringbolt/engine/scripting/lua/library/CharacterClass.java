package io.ringbolt.engine.scripting.lua.library;

/** Classes of characters in the C locale, as patterns name them by a letter. */
final class CharacterClass
{
    private CharacterClass()
    {
    }

    /** Whether a character is of a class; an upper-case letter is the class of all others, any other sign is itself. */
    static boolean matches(final int c, final int letter)
    {
        final boolean isMember;
        switch (letter | 0x20)
        {
            case 'a' -> isMember = isLetter(c);
            case 'c' -> isMember = c < ' ' || c == 127;
            case 'd' -> isMember = isDigit(c);
            case 'l' -> isMember = c >= 'a' && c <= 'z';
            case 'p' -> isMember = c > ' ' && c < 127 && !isLetter(c) && !isDigit(c);
            case 's' -> isMember = c == ' ' || c >= '\t' && c <= '\r';
            case 'u' -> isMember = c >= 'A' && c <= 'Z';
            case 'w' -> isMember = isLetter(c) || isDigit(c);
            case 'x' -> isMember = isDigit(c) || (c | 0x20) >= 'a' && (c | 0x20) <= 'f';
            case 'z' -> isMember = c == 0;
            default ->
            {
                return letter == c;
            }
        }
        if (!isLetter(letter))
        {
            return letter == c;
        }
        return letter >= 'a' ? isMember : !isMember;
    }

    private static boolean isLetter(final int c)
    {
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z' && c < 127;
    }

    static boolean isDigit(final int c)
    {
        return c >= '0' && c <= '9';
    }
}
