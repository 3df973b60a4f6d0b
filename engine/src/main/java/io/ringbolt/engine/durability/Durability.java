package io.ringbolt.engine.durability;

import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.Engine;
import org.agrona.concurrent.NanoClock;

/**
 * What the engine knows of the disk: whether it is healthy, what is loaded from it and saved to it, and what else than
 * keys must survive. Owned by the engine thread.
 */
public final class Durability
{
    private final DiskHealth health = new DiskHealth();
    private final Loading loading = new Loading();
    private final Saving saving;
    private AppendOnly appendOnly;
    private FunctionLibraries libraries = FunctionLibraries.none();

    /** @param clock times work for the figures only. */
    public Durability(final Engine engine, final NanoClock clock)
    {
        this.saving = new Saving(engine, health, clock);
    }

    /** Takes the settings it needs. */
    public void onConfig(final ServerConfig config)
    {
        saving.onConfig(config);
    }

    /** @return the faults for which writes are refused. */
    public DiskHealth health()
    {
        return health;
    }

    /** @return the state in which data are being loaded. */
    public Loading loading()
    {
        return loading;
    }

    /** @return when snapshots are saved, and how it went. */
    public Saving saving()
    {
        return saving;
    }

    /** @return the append-only file; null where there is no place for one. */
    public AppendOnly appendOnly()
    {
        return appendOnly;
    }

    /** Takes over the append-only file. To be called before the first entry. */
    public void appendOnly(final AppendOnly file)
    {
        this.appendOnly = file;
    }

    /** @return whether changes are journaled. */
    public boolean isJournaling()
    {
        return null != appendOnly && appendOnly.isOn();
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

    /** Ends what is under way, because the server does. */
    public void close()
    {
        loading.end();
    }
}
