package io.ringbolt.engine.scripting;

import io.ringbolt.config.Quoting;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The first line of a script, {@code #!lua flags=no-writes,allow-oom}, or its absence.
 *
 * @param isDeclared false for a script without such a line: its flags follow from the command that runs it.
 * @param flags      bits of {@link ScriptFlag}.
 * @param length     bytes of the line without its end; the code begins there, so that its lines keep their numbers.
 */
record ScriptHeader(boolean isDeclared, int flags, int length)
{
    private static final ScriptHeader NONE = new ScriptHeader(false, 0, 0);
    private static final String ENGINE = "#!lua";
    private static final String FLAGS = "flags=";

    /** @throws ScriptException if there is such a line but it makes no sense. */
    static ScriptHeader of(final byte[] body) throws ScriptException
    {
        if (body.length < 2 || '#' != body[0] || '!' != body[1])
        {
            return NONE;
        }
        final int length = lineLength(body);
        if (length < 0)
        {
            throw new ScriptException("ERR Invalid script shebang");
        }
        final List<String> parts = Quoting.split(new String(body, 0, length, StandardCharsets.ISO_8859_1));
        if (null == parts || parts.isEmpty())
        {
            throw new ScriptException("ERR Invalid engine in script shebang");
        }
        if (!ENGINE.equals(parts.get(0)))
        {
            throw new ScriptException("ERR Unexpected engine in script shebang: " + parts.get(0));
        }
        int flags = 0;
        for (final String part : parts.subList(1, parts.size()))
        {
            if (!part.startsWith(FLAGS))
            {
                throw new ScriptException("ERR Unknown lua shebang option: " + part);
            }
            flags |= flags(part.substring(FLAGS.length()));
        }
        return new ScriptHeader(true, flags, length);
    }

    /** @return bytes before the first line's end; -1 if there is none, or a NUL before it. */
    static int lineLength(final byte[] body)
    {
        for (int i = 0; i < body.length && 0 != body[i]; i++)
        {
            if ('\n' == body[i])
            {
                return i;
            }
        }
        return -1;
    }

    private static int flags(final String list) throws ScriptException
    {
        int flags = 0;
        if (list.isEmpty())
        {
            return flags;
        }
        for (final String name : list.split(",", -1))
        {
            final ScriptFlag flag = ScriptFlag.of(name, false);
            if (null == flag)
            {
                throw new ScriptException("ERR Unexpected flag in script shebang: " + name);
            }
            flags |= flag.bit();
        }
        return flags;
    }
}
