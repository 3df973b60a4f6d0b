package io.ringbolt.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The configuration file on disk. It is replaced as a whole: at every moment, and after every crash, there is either
 * the old text or the new one.
 */
public final class ConfigFile
{
    private ConfigFile()
    {
    }

    /**
     * Does what CONFIG REWRITE asks for; blocks on the disk.
     *
     * @param config     a configuration that came from a file.
     * @param userLines  see {@link ConfigRewriter#rewrite}.
     * @param isComplete whether to write down defaults too.
     * @throws ConfigException with the reply's text after {@code ERR}, if there is no file or it cannot be replaced.
     */
    public static void rewrite(
        final ServerConfig config, final List<String> userLines, final boolean isComplete)
    {
        final Path file = config.file();
        if (file == null)
        {
            throw new ConfigException("The server is running without a config file");
        }
        try
        {
            replace(file, ConfigRewriter.rewrite(read(file), config, userLines, isComplete));
        }
        catch (final IOException e)
        {
            throw new ConfigException("Rewriting config file: " + FileErrors.reason(file, e));
        }
    }

    /** Byte text of the file; empty if it does not exist. */
    static String read(final Path file) throws IOException
    {
        try
        {
            return ByteText.of(Files.readAllBytes(file));
        }
        catch (final NoSuchFileException e)
        {
            return "";
        }
    }

    /** Writes a new file beside the old one, forces it to disk, and gives it the old one's name. */
    static void replace(final Path file, final String byteText) throws IOException
    {
        final Path directory = file.toAbsolutePath().getParent();
        final Path draft = directory.resolve(file.getFileName() + "." + Long.toUnsignedString(
            ThreadLocalRandom.current().nextLong(), Character.MAX_RADIX));
        try
        {
            write(draft, ByteBuffer.wrap(ByteText.bytes(byteText)));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force(directory);
        }
        finally
        {
            Files.deleteIfExists(draft);
        }
    }

    private static void write(final Path draft, final ByteBuffer bytes) throws IOException
    {
        try (FileChannel channel =
            FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))
        {
            while (bytes.hasRemaining())
            {
                channel.write(bytes);
            }
            channel.force(true);
        }
        final Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(draft);
        permissions.remove(PosixFilePermission.GROUP_WRITE);
        permissions.remove(PosixFilePermission.OTHERS_WRITE);
        Files.setPosixFilePermissions(draft, permissions);
    }

    private static void force(final Path directory) throws IOException
    {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ))
        {
            channel.force(true);
        }
    }
}
