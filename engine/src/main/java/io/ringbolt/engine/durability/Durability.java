package io.ringbolt.engine.durability;

/**
 * What the engine knows of the disk: whether it is healthy, and what else than keys must survive. Owned by the
 * engine thread.
 */
public final class Durability
{
    private final DiskHealth health = new DiskHealth();
    private FunctionLibraries libraries = FunctionLibraries.none();

    /** @return the faults for which writes are refused. */
    public DiskHealth health()
    {
        return health;
    }

    public FunctionLibraries libraries()
    {
        return libraries;
    }

    /** Takes over the libraries that snapshots hold. To be called before the server starts. */
    public void libraries(final FunctionLibraries functionLibraries)
    {
        this.libraries = functionLibraries;
    }
}
