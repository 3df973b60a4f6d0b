package io.ringbolt.engine.acl;

/**
 * Keys that a user may read, write, or both.
 */
record KeyPattern(AclPattern pattern, int permissions)
{
    static final int READ = 1;
    static final int WRITE = 2;
    static final int ALL = READ | WRITE;

    /** @return the rule that says so. */
    String rule()
    {
        return switch (permissions)
        {
            case ALL -> "~" + pattern.text();
            case READ -> "%R~" + pattern.text();
            case WRITE -> "%W~" + pattern.text();
            default -> throw new IllegalStateException("no such permissions: " + permissions);
        };
    }
}
