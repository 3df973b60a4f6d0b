package io.ringbolt.config;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The annotated default configuration says of every row what the row says of itself. */
class RingboltConfTest
{
    private static final Path FILE = Path.of("ringbolt.conf");

    @Test
    void shouldReadAsTheDefaults()
    {
        final ServerConfig config = ConfigLoader.load(FILE);
        final List<Executable> checks = new ArrayList<>();
        for (final ConfigParameter<?> parameter : ConfigParameters.all())
        {
            if (GeneralParameters.DIR != parameter)
            {
                checks.add(() -> assertEquals(parameter.defaultValue(), config.get(parameter), parameter.name()));
            }
        }
        assertAll(checks);
        assertEquals(Path.of("").toAbsolutePath().toString(), config.get(GeneralParameters.DIR));
    }

    @Test
    void shouldNameEveryVisibleRow() throws IOException
    {
        final String text = Files.readString(FILE);
        final List<Executable> checks = new ArrayList<>();
        for (final ConfigParameter<?> parameter : ConfigParameters.all())
        {
            final String name = parameter.name();
            checks.add(() -> assertTrue(parameter.isHidden() || isNamed(text, parameter), name));
        }
        assertAll(checks);
    }

    private static boolean isNamed(final String text, final ConfigParameter<?> parameter)
    {
        return text.contains("\n" + (parameter.isFileOnly() ? "# " : "") + parameter.name() + " ");
    }
}
