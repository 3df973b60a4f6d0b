package io.ringbolt.engine.observe;

import java.util.List;

/**
 * One command that took longer than {@code slowlog-log-slower-than}, as SLOWLOG GET shows it.
 *
 * @param id         ascending, never used twice in a server's life.
 * @param timeS      when it ended, seconds since the epoch.
 * @param durationUs time on the engine thread.
 * @param arguments  abridged, secrets replaced.
 * @param address    the client's address.
 * @param clientName what CLIENT SETNAME gave, or empty.
 */
public record SlowLogEntry(
    long id, long timeS, long durationUs, List<byte[]> arguments, String address, String clientName)
{
}
