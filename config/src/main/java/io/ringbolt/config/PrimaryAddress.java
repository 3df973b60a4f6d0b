package io.ringbolt.config;

/**
 * Where a replica finds its primary; {@link #NONE} for a server that replicates nobody.
 */
public record PrimaryAddress(String host, int port)
{
    public static final PrimaryAddress NONE = new PrimaryAddress("", 0);

    public boolean isNone()
    {
        return host.isEmpty();
    }

    @Override
    public String toString()
    {
        return isNone() ? "" : host + " " + port;
    }
}
