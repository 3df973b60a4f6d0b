package io.ringbolt.persistence.rdb;

import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.SnapshotParameters;

/**
 * How an RDB stream is loaded.
 *
 * @param isAofBase      whether commands follow that were made for exactly these keys; expired ones then
 *                       are loaded too.
 * @param isReplacing    whether keys and libraries may take the place of those that are there; otherwise that
 *                       is a fault.
 * @param checksChecksum whether a wrong checksum at the end is a fault.
 */
public record RdbLoadOptions(boolean isAofBase, boolean isReplacing, boolean checksChecksum)
{
    /** Options for a file that is all there is. */
    public static RdbLoadOptions of(final ServerConfig config)
    {
        return new RdbLoadOptions(false, false, config.get(SnapshotParameters.RDBCHECKSUM));
    }

    /** The same for the base of an append-only file. */
    public RdbLoadOptions asAofBase()
    {
        return new RdbLoadOptions(true, isReplacing, checksChecksum);
    }

    /** Options for a master's data, which will also say when the expired keys go. */
    public static RdbLoadOptions ofMaster(final ServerConfig config)
    {
        return of(config).asAofBase();
    }

    /** The same for a file that is loaded over what is there. */
    public RdbLoadOptions replacing(final boolean replacing)
    {
        return new RdbLoadOptions(isAofBase, replacing, checksChecksum);
    }

    /** The same without looking at the checksum. */
    public RdbLoadOptions withoutChecksum()
    {
        return new RdbLoadOptions(isAofBase, isReplacing, false);
    }
}
