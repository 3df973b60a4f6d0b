package io.ringbolt.engine.connection;

import io.ringbolt.config.SecurityParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.session.Session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Who a client is: the default user, with the password of {@code requirepass} or with none. Owned by the engine thread.
 */
final class Authentication
{
    static final String DEFAULT_USER = "default";

    private byte[] password = {};

    void onConfig(final ServerConfig config)
    {
        password = config.get(SecurityParameters.REQUIREPASS).getBytes(StandardCharsets.ISO_8859_1);
    }

    boolean requiresPassword()
    {
        return 0 != password.length;
    }

    /** @return true if the session may run commands. */
    boolean isAdmitted(final Session session)
    {
        return !requiresPassword() || session.isAuthenticated();
    }

    /**
     * Makes the session the user's if the password is right; otherwise nothing changes. Takes as long for any password.
     */
    boolean authenticate(final Session session, final String user, final byte[] candidate)
    {
        final boolean isRight = !requiresPassword() || MessageDigest.isEqual(password, candidate);
        if (!DEFAULT_USER.equals(user) || !isRight)
        {
            return false;
        }
        session.user(DEFAULT_USER);
        session.authenticated(true);
        return true;
    }
}
