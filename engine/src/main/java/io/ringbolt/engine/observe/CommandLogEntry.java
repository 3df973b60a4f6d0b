package io.ringbolt.engine.observe;

import java.util.List;

/**
 * One command that was slow or large, as COMMANDLOG GET and SLOWLOG GET show it.
 *
 * @param id         ascending, never used twice in a log's life.
 * @param timeS      when it ended, seconds since the epoch.
 * @param value      time on the engine thread in microseconds, or bytes of the request or the reply.
 * @param arguments  abridged, secrets replaced.
 * @param address    the client's address.
 * @param clientName what CLIENT SETNAME gave, or empty.
 */
public record CommandLogEntry(
    long id, long timeS, long value, List<byte[]> arguments, String address, String clientName)
{
}
