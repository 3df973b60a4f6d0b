package io.ringbolt.engine.connection;

/**
 * What a client may call itself and its library: printable ASCII without spaces, so that CLIENT LIST can be parsed.
 */
final class ClientNames
{
    private static final char FIRST_ALLOWED = '!';
    private static final char LAST_ALLOWED = '~';

    private ClientNames()
    {
    }

    static boolean isValid(final String name)
    {
        for (int i = 0; i < name.length(); i++)
        {
            if (name.charAt(i) < FIRST_ALLOWED || name.charAt(i) > LAST_ALLOWED)
            {
                return false;
            }
        }
        return true;
    }
}
