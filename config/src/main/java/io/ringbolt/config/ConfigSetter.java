package io.ringbolt.config;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One CONFIG SET: first every name is looked at, then every value, and only then is there a new configuration.
 */
final class ConfigSetter
{
    private final ServerConfig current;
    private final ConfigSetCaller caller;
    private boolean hasLoadingConflict;
    private ConfigSetException error;

    ConfigSetter(final ServerConfig current, final ConfigSetCaller caller)
    {
        this.current = current;
        this.caller = caller;
    }

    ConfigChange set(final List<String> namesAndValues)
    {
        if (namesAndValues.size() % 2 != 0)
        {
            throw ConfigSetException.syntax();
        }

        final Map<String, String> values = lookUp(namesAndValues);
        if (error != null)
        {
            throw hasLoadingConflict ? ConfigSetException.loading() : error;
        }
        return apply(values);
    }

    /**
     * The values by name in lower case. The first name that is refused decides the error. An alias is a name of its
     * own: given beside the name it stands for, the later one wins.
     */
    private Map<String, String> lookUp(final List<String> namesAndValues)
    {
        final Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.size() && error == null; i += 2)
        {
            final String name = namesAndValues.get(i);
            final ConfigParameter<?> parameter = ConfigParameters.find(name);
            if (parameter == null || parameter.isFileOnly())
            {
                error = ConfigSetException.unknown(name);
                return values;
            }
            refuse(parameter, name, values.containsKey(ByteText.toLowerCase(name)));
            values.put(ByteText.toLowerCase(name), namesAndValues.get(i + 1));
        }
        return values;
    }

    private void refuse(final ConfigParameter<?> parameter, final String name, final boolean isDuplicate)
    {
        if (!parameter.isMutable())
        {
            error = ConfigSetException.failed(name, "can't set immutable config");
        }
        else if (parameter.isProtected() && !mayChangeProtected())
        {
            error = ConfigSetException.failed(name, "can't set protected config");
        }
        else if (caller.isLoading() && parameter.isDeniedWhileLoading())
        {
            hasLoadingConflict = true;
            error = ConfigSetException.loading();
        }
        else if (isDuplicate)
        {
            error = ConfigSetException.failed(name, "duplicate parameter");
        }
    }

    private boolean mayChangeProtected()
    {
        final GuardedAccess access = current.get(SecurityParameters.ENABLE_PROTECTED_CONFIGS);
        return GuardedAccess.YES == access || GuardedAccess.LOCAL == access && caller.isLocal();
    }

    private ConfigChange apply(final Map<String, String> values)
    {
        final ServerConfigBuilder builder = current.toBuilder();
        values.forEach((name, value) -> parse(builder, name, value));
        final ServerConfig next = builder.build();

        final Set<ConfigParameter<?>> changed = new LinkedHashSet<>();
        for (final String name : values.keySet())
        {
            final ConfigParameter<?> parameter = ConfigParameters.find(name);
            if (parameter.isVolatile() || !next.get(parameter).equals(current.get(parameter)))
            {
                changed.add(parameter);
            }
        }
        return new ConfigChange(next, List.copyOf(changed));
    }

    private static void parse(final ServerConfigBuilder builder, final String name, final String value)
    {
        final ConfigParameter<?> parameter = ConfigParameters.find(name);
        try
        {
            builder.parse(parameter, arguments(parameter, value), ValueSource.CONFIG_SET);
        }
        catch (final InvalidValueException e)
        {
            throw ConfigSetException.failed(name, e.getMessage());
        }
    }

    /** Unlike in a file, a value of several arguments is cut at every single blank, without any quoting. */
    private static List<String> arguments(final ConfigParameter<?> parameter, final String value)
    {
        if (!parameter.takesManyArguments())
        {
            return List.of(value);
        }
        return value.isEmpty() ? List.of() : Arrays.asList(value.split(" ", -1));
    }
}
