package io.ringbolt.transport;

import io.ringbolt.config.ServerConfig;
import io.ringbolt.persistence.aof.AofCatalogue;
import io.ringbolt.persistence.disk.FileSystemDisk;

import java.io.IOException;
import java.io.PrintStream;

/**
 * Prints to which points the append-only file of a configuration can be recovered.
 */
final class RecoveryListing
{
    private RecoveryListing()
    {
    }

    /** @return the exit status. */
    static int print(final ServerConfig config, final PrintStream out)
    {
        try
        {
            AofCatalogue.print(new FileSystemDisk(), config, out);
            return 0;
        }
        catch (final IOException failure)
        {
            System.err.println(failure.getMessage());
            return 1;
        }
    }
}
