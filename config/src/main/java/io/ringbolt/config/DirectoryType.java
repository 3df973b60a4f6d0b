package io.ringbolt.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The directory against which relative file names are resolved, kept absolute. A relative value starts from the
 * current one, as a change of directory would; the process itself, which may hold several servers, stays where it is.
 */
final class DirectoryType implements ConfigType<String>
{
    @Override
    public String parse(final List<String> arguments, final String current, final ValueSource source)
        throws InvalidValueException
    {
        final Path path = Path.of(ByteText.decode(current)).resolve(ByteText.decode(arguments.get(0)));
        if (arguments.get(0).isEmpty() || !Files.exists(path))
        {
            throw new InvalidValueException("No such file or directory");
        }
        if (!Files.isDirectory(path))
        {
            throw new InvalidValueException("Not a directory");
        }
        if (!Files.isExecutable(path))
        {
            throw new InvalidValueException("Permission denied");
        }
        try
        {
            return ByteText.of(path.toRealPath().toString());
        }
        catch (final IOException e)
        {
            throw new InvalidValueException("No such file or directory");
        }
    }

    @Override
    public String format(final String value)
    {
        return value;
    }

    @Override
    public void rewrite(final String value, final String defaultValue, final RewriteLines lines)
    {
        lines.line(Quoting.quote(value), true);
    }
}
