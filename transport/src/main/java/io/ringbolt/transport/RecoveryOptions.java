package io.ringbolt.transport;

import io.ringbolt.persistence.aof.RecoveryPoint;

import java.util.ArrayList;
import java.util.List;

/**
 * The options of the program that concern recovery from an append-only file: {@code --recover-to POINT} and
 * {@code --recover-list}. They are no directives, for they hold for one start.
 *
 * @param text           the point as given; null for the end.
 * @param isListing      whether the points are to be listed instead of a server started.
 * @param otherArguments what is left of the command line.
 */
record RecoveryOptions(String text, boolean isListing, String[] otherArguments)
{
    private static final String TO = "--recover-to";
    private static final String LIST = "--recover-list";

    static RecoveryOptions of(final String[] arguments)
    {
        final List<String> others = new ArrayList<>();
        String text = null;
        boolean isListing = false;
        for (int i = 0; i < arguments.length; i++)
        {
            if (TO.equals(arguments[i]))
            {
                text = i + 1 < arguments.length ? arguments[++i] : "";
            }
            else if (LIST.equals(arguments[i]))
            {
                isListing = true;
            }
            else
            {
                others.add(arguments[i]);
            }
        }
        return new RecoveryOptions(text, isListing, others.toArray(new String[0]));
    }

    /** @throws IllegalArgumentException if it is none. */
    RecoveryPoint point()
    {
        return null == text ? RecoveryPoint.END : RecoveryPoint.parse(text);
    }
}
