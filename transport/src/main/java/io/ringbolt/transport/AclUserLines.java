package io.ringbolt.transport;

import io.ringbolt.config.ByteText;
import io.ringbolt.config.SecurityParameters;
import io.ringbolt.config.ServerConfig;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The users as CONFIG REWRITE writes them down: the default user, whom {@code requirepass} gives a password.
 */
final class AclUserLines
{
    private AclUserLines()
    {
    }

    static List<String> of(final ServerConfig config)
    {
        final String password = config.get(SecurityParameters.REQUIREPASS);
        final String secret = password.isEmpty() ? "nopass" : '#' + hash(password);
        return List.of("default on " + secret + " sanitize-payload ~* &* +@all");
    }

    private static String hash(final String password)
    {
        try
        {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(ByteText.bytes(password)));
        }
        catch (final NoSuchAlgorithmException impossible)
        {
            throw new IllegalStateException("every JVM has SHA-256", impossible);
        }
    }
}
