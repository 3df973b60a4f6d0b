package io.ringbolt.engine.acl;

/**
 * Something that was denied, once or several times within a minute.
 */
final class AclLogEntry
{
    private static final long GROUPING_MS = 60_000;

    final long id;
    final AclVerdict reason;
    final AclContext context;
    final String object;
    final String userName;
    final long createdMs;
    long updatedMs;
    long count = 1;
    String clientInfo;

    AclLogEntry(
        final long id,
        final AclVerdict reason,
        final AclContext context,
        final String object,
        final String userName,
        final String clientInfo,
        final long nowMs)
    {
        this.id = id;
        this.reason = reason;
        this.context = context;
        this.object = object;
        this.userName = userName;
        this.clientInfo = clientInfo;
        this.createdMs = nowMs;
        this.updatedMs = nowMs;
    }

    /** @return true if another denial is near enough in kind and time to be counted here. */
    boolean matches(final AclLogEntry other)
    {
        return reason == other.reason && context == other.context &&
            Math.abs(updatedMs - other.updatedMs) <= GROUPING_MS &&
            object.equals(other.object) && userName.equals(other.userName);
    }
}
