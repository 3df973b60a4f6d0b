package io.ringbolt.engine.scripting;

/**
 * What a script declares about itself, in its first line or when it registers a function. Each is one bit.
 */
enum ScriptFlag
{
    NO_WRITES("no-writes"),
    ALLOW_OOM("allow-oom"),
    ALLOW_STALE("allow-stale"),
    NO_CLUSTER("no-cluster"),
    ALLOW_CROSS_SLOT_KEYS("allow-cross-slot-keys");

    private static final ScriptFlag[] ALL = values();

    private final String label;

    ScriptFlag(final String label)
    {
        this.label = label;
    }

    String label()
    {
        return label;
    }

    int bit()
    {
        return 1 << ordinal();
    }

    boolean in(final int flags)
    {
        return 0 != (flags & bit());
    }

    /** @return the flag of that name, or null. */
    static ScriptFlag of(final String name, final boolean ignoringCase)
    {
        for (final ScriptFlag flag : ALL)
        {
            if (ignoringCase ? flag.label.equalsIgnoreCase(name) : flag.label.equals(name))
            {
                return flag;
            }
        }
        return null;
    }
}
