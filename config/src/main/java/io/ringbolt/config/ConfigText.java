package io.ringbolt.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Some text of a configuration and where it stands.
 *
 * @param source shown in errors; null where it says nothing.
 * @param text   byte text.
 */
record ConfigText(String source, String text)
{
    static ConfigText read(final Path file)
    {
        try
        {
            return new ConfigText(file.toString(), ByteText.of(Files.readAllBytes(file)));
        }
        catch (final IOException e)
        {
            throw new ConfigException(
                "Fatal error, can't open config file '" + file + "': " + FileErrors.reason(file, e));
        }
    }
}
