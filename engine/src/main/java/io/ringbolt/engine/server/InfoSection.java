package io.ringbolt.engine.server;

import java.util.Locale;

/**
 * A chapter of INFO.
 *
 * @param title     the heading; in lower case it is what clients ask for.
 * @param isDefault whether INFO without arguments shows it.
 * @param writer    writes the lines under the heading.
 */
record InfoSection(String title, boolean isDefault, Writer writer)
{
    /** Writes a section's lines. */
    @FunctionalInterface
    interface Writer
    {
        void write(InfoText out);
    }

    String key()
    {
        return title.toLowerCase(Locale.ROOT);
    }
}
