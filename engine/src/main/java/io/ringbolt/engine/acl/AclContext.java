package io.ringbolt.engine.acl;

import io.ringbolt.engine.session.Session;

import java.util.Locale;

/**
 * Where a command came from that was denied, as ACL LOG shows it.
 */
public enum AclContext
{
    TOPLEVEL, MULTI, LUA, MODULE;

    private final String label = name().toLowerCase(Locale.ROOT);

    String label()
    {
        return label;
    }

    /** @return the context of what the client itself sends. */
    public static AclContext of(final Session session)
    {
        return null != session.transaction() && session.transaction().isOpen() ? MULTI : TOPLEVEL;
    }
}
