package io.ringbolt.perf.json;

import java.util.Locale;

/**
 * Writes JSON, with commas and quotes where they belong. What is not a finite number becomes null.
 */
public final class JsonWriter
{
    private final StringBuilder out = new StringBuilder();
    private boolean isFirst = true;

    public JsonWriter beginObject()
    {
        return begin('{');
    }

    public JsonWriter endObject()
    {
        return end('}');
    }

    public JsonWriter beginArray()
    {
        return begin('[');
    }

    public JsonWriter endArray()
    {
        return end(']');
    }

    /** Before a member's value. */
    public JsonWriter name(final String name)
    {
        separate();
        quote(name);
        out.append(':');
        isFirst = true;
        return this;
    }

    public JsonWriter value(final String text)
    {
        separate();
        if (text == null)
        {
            out.append("null");
        }
        else
        {
            quote(text);
        }
        return this;
    }

    public JsonWriter value(final long number)
    {
        separate();
        out.append(number);
        return this;
    }

    public JsonWriter value(final double number)
    {
        separate();
        if (number == Math.rint(number) && Math.abs(number) < 1e15)
        {
            out.append((long)number);
        }
        else
        {
            out.append(Double.isFinite(number) ? String.format(Locale.ROOT, "%.6g", number) : "null");
        }
        return this;
    }

    @Override
    public String toString()
    {
        return out.toString();
    }

    private JsonWriter begin(final char bracket)
    {
        separate();
        out.append(bracket);
        isFirst = true;
        return this;
    }

    private JsonWriter end(final char bracket)
    {
        out.append(bracket);
        isFirst = false;
        return this;
    }

    private void separate()
    {
        if (!isFirst)
        {
            out.append(',');
        }
        isFirst = false;
    }

    private void quote(final String text)
    {
        out.append('"');
        for (int i = 0; i < text.length(); i++)
        {
            final char c = text.charAt(i);
            if (c == '"' || c == '\\')
            {
                out.append('\\').append(c);
            }
            else if (c < ' ' || c == '<')
            {
                out.append(String.format("\\u%04x", (int)c));
            }
            else
            {
                out.append(c);
            }
        }
        out.append('"');
    }
}
