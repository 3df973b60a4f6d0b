package io.ringbolt.persistence.rdb;

import io.ringbolt.config.RedisCompatibility;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.SnapshotParameters;

/**
 * How an RDB stream is written.
 *
 * @param version       of the format, 9 to 12; a stream with hashes whose fields expire is of version 12 at least.
 * @param isCompressing whether strings are compressed where that makes them shorter.
 * @param hasChecksum   whether it ends with a checksum; with 0 otherwise, which readers do not check.
 * @param isAofBase     whether it is the base of an append-only file, whose keys must not expire when it is loaded.
 * @param origin        what a replica needs in order to go on from here; null if the stream is not for one.
 */
public record RdbSettings(
    int version, boolean isCompressing, boolean hasChecksum, boolean isAofBase, ReplicationOrigin origin)
{
    /** What the server says of its version, so that readers can tell which forms to expect. */
    static final String SERVER_VERSION = RedisCompatibility.VERSION;

    /** The place in a history of changes at which a stream was made. */
    public record ReplicationOrigin(int database, String replicationId, long offset)
    {
    }

    /** Settings for a file that is a snapshot. */
    public static RdbSettings of(final ServerConfig config)
    {
        return new RdbSettings(
            config.get(SnapshotParameters.RDB_VERSION),
            config.get(SnapshotParameters.RDBCOMPRESSION),
            config.get(SnapshotParameters.RDBCHECKSUM),
            false,
            null);
    }

    /** The same for the base of an append-only file. */
    public RdbSettings asAofBase()
    {
        return new RdbSettings(version, isCompressing, hasChecksum, true, origin);
    }

    /** The same for a replica. */
    public RdbSettings from(final ReplicationOrigin newOrigin)
    {
        return new RdbSettings(version, isCompressing, hasChecksum, isAofBase, newOrigin);
    }
}
