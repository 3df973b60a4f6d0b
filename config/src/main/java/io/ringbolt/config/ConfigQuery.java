package io.ringbolt.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What CONFIG GET shows.
 */
final class ConfigQuery
{
    private ConfigQuery()
    {
    }

    static List<String> matching(final ServerConfig config, final List<String> patterns)
    {
        final Map<String, ConfigParameter<?>> matches = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (final String pattern : patterns)
        {
            if (isPattern(pattern))
            {
                addMatching(pattern, matches);
            }
            else
            {
                addNamed(pattern, matches);
            }
        }

        final List<String> namesAndValues = new ArrayList<>(2 * matches.size());
        matches.forEach((name, parameter) ->
        {
            namesAndValues.add(name);
            namesAndValues.add(config.format(parameter));
        });
        return namesAndValues;
    }

    private static boolean isPattern(final String text)
    {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0;
    }

    private static void addMatching(final String pattern, final Map<String, ConfigParameter<?>> matches)
    {
        for (final String name : ConfigParameters.names())
        {
            final ConfigParameter<?> parameter = ConfigParameters.find(name);
            if (!parameter.isHidden() && !parameter.isFileOnly() && Glob.matches(pattern, name))
            {
                matches.put(name, parameter);
            }
        }
    }

    /** The reply repeats the name as the client has written it, unless an earlier pattern has matched it. */
    private static void addNamed(final String name, final Map<String, ConfigParameter<?>> matches)
    {
        final ConfigParameter<?> parameter = ConfigParameters.find(name);
        if (parameter != null && !parameter.isFileOnly())
        {
            matches.put(name, parameter);
        }
    }
}
