package io.ringbolt.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * Seeds that nobody outside can guess, so that keys can't be chosen to collide. Java's own source of them costs a
 * tenth of the start.
 */
final class Seeds
{
    private static final Path SYSTEM_SOURCE = Path.of("/dev/urandom");

    private Seeds()
    {
    }

    static long next()
    {
        try (InputStream source = Files.newInputStream(SYSTEM_SOURCE))
        {
            final byte[] bytes = source.readNBytes(Long.BYTES);
            return ByteBuffer.wrap(bytes).getLong();
        }
        catch (final IOException | RuntimeException missing)
        {
            return new SecureRandom().nextLong();
        }
    }
}
