package io.ringbolt.engine.scripting;

import io.ringbolt.config.Quoting;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * The first line of a function library, {@code #!lua name=mylib}.
 *
 * @param engine the language.
 * @param length bytes of the line without its end.
 */
record LibraryHeader(String engine, String name, int length)
{
    private static final String NAME = "name=";

    /** @throws ScriptException if the code has no such line. */
    static LibraryHeader of(final byte[] code) throws ScriptException
    {
        if (code.length < 2 || '#' != code[0] || '!' != code[1])
        {
            throw new ScriptException("ERR Missing library metadata");
        }
        final int length = ScriptHeader.lineLength(code);
        final List<String> parts =
            length < 0 ? null : Quoting.split(new String(code, 0, length, StandardCharsets.ISO_8859_1));
        if (null == parts || parts.isEmpty())
        {
            throw new ScriptException("ERR Invalid library metadata");
        }
        String name = null;
        for (final String part : parts.subList(1, parts.size()))
        {
            if (!part.toLowerCase(Locale.ROOT).startsWith(NAME))
            {
                throw new ScriptException("ERR Invalid metadata value given: " + part);
            }
            if (null != name)
            {
                throw new ScriptException("ERR Invalid metadata value, name argument was given multiple times");
            }
            name = part.substring(NAME.length());
        }
        if (null == name)
        {
            throw new ScriptException("ERR Library name was not given");
        }
        return new LibraryHeader(parts.get(0).substring(2), name, length);
    }

    /** @return true for letters, digits and underscores, at least one. */
    static boolean isName(final String name)
    {
        return name.chars().allMatch(
            c -> c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || '_' == c) && !name.isEmpty();
    }
}
