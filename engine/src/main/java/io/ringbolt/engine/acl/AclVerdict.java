package io.ringbolt.engine.acl;

import java.util.Locale;

/**
 * What a user's rules say to a command, or to an attempt to log in.
 * Of several denials the later here is the one to be told.
 */
public enum AclVerdict
{
    ALLOWED, COMMAND, KEY, AUTH, CHANNEL, TLS_CERT;

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** @return the reason as ACL LOG shows it. */
    String label()
    {
        return label;
    }
}
