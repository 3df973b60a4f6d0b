package io.ringbolt.config;

/**
 * What of a TLS client's certificate names the ACL user that the client becomes.
 */
public enum TlsClientUser implements ConfigChoice
{
    /** Nothing: the client begins as the default user. */
    OFF("off"),
    /** The common name of its subject. */
    CN("CN"),
    /** The first URI among its subject's alternative names that is an enabled user's name. */
    URI("URI");

    private final String label;

    TlsClientUser(final String label)
    {
        this.label = label;
    }

    @Override
    public String label()
    {
        return label;
    }
}
