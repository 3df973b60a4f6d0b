package io.ringbolt.config;

/**
 * A CONFIG SET that is refused; the message is the error reply, with its code and without the leading minus.
 */
public final class ConfigSetException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    ConfigSetException(final String reply)
    {
        super(reply, null, false, false);
    }

    /** A value that the host could not put into effect, such as a port that is taken. */
    public static ConfigSetException failed(final String name, final String reason)
    {
        return new ConfigSetException(
            "ERR CONFIG SET failed (possibly related to argument '" + name + "') - " + reason);
    }

    static ConfigSetException unknown(final String name)
    {
        return new ConfigSetException("ERR Unknown option or number of arguments for CONFIG SET - '" + name + "'");
    }

    static ConfigSetException loading()
    {
        return new ConfigSetException("LOADING Redis is loading the dataset in memory");
    }

    static ConfigSetException syntax()
    {
        return new ConfigSetException("ERR syntax error");
    }
}
