package io.ringbolt.persistence.snapshot;

import io.ringbolt.engine.AccessStamp;
import io.ringbolt.engine.keyspace.KeyspaceView;

import java.util.List;

/**
 * All data as they were at one moment, and where that moment lies in the ring and in the log of effects.
 * <p>
 * Opened and closed by the engine thread, read by one other. The moment lies between two units of execution: every
 * effect below {@code effectPosition} is in the view, none at or above it is.
 *
 * @param view           all keys; every read of it may throw a ViewOverflowException.
 * @param sequence of the ring entry that was being executed. Entries before it are in the view; of this one, what it
 *                       does after the snapshot was opened is not.
 * @param effectPosition in the {@link io.ringbolt.engine.effect.EffectLog}.
 * @param timeMs         of the entry.
 * @param accessStamp    the clock by which keys remember their use.
 * @param libraries      sources of the function libraries.
 * @param usedMemory     bytes that the data took.
 */
public record Snapshot(
    KeyspaceView view,
    long sequence,
    long effectPosition,
    long timeMs,
    AccessStamp accessStamp,
    List<byte[]> libraries,
    long usedMemory)
{
    /** @return the same without function libraries. */
    public Snapshot withoutLibraries()
    {
        return new Snapshot(view, sequence, effectPosition, timeMs, accessStamp, List.of(), usedMemory);
    }
}
