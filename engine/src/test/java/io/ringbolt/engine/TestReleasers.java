package io.ringbolt.engine;

import io.ringbolt.engine.keyspace.ValueReleaser;

/**
 * The engine's way to free values of all types, for tests that work without an engine.
 */
public final class TestReleasers
{
    private TestReleasers()
    {
    }

    public static ValueReleaser create()
    {
        return CommandFamilies.releaser();
    }
}
