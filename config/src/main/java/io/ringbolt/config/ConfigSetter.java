package io.ringbolt.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

        final Map<ConfigParameter<?>, String> values = lookUp(namesAndValues);
        if (error != null)
        {
            throw hasLoadingConflict ? ConfigSetException.loading() : error;
        }
        return apply(namesAndValues, values);
    }

    /** The first name that is refused decides the error; an unknown one counts most, as in Redis. */
    private Map<ConfigParameter<?>, String> lookUp(final List<String> namesAndValues)
    {
        final Map<ConfigParameter<?>, String> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.size() && error == null; i += 2)
        {
            final String name = namesAndValues.get(i);
            final ConfigParameter<?> parameter = ConfigParameters.find(name);
            if (parameter == null || parameter.isFileOnly())
            {
                error = ConfigSetException.unknown(name);
                return values;
            }
            refuse(parameter, name, values.containsKey(parameter));
            values.put(parameter, namesAndValues.get(i + 1));
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

    private ConfigChange apply(final List<String> namesAndValues, final Map<ConfigParameter<?>, String> values)
    {
        final ServerConfigBuilder next = current.toBuilder();
        int index = 0;
        for (final Map.Entry<ConfigParameter<?>, String> entry : values.entrySet())
        {
            final ConfigParameter<?> parameter = entry.getKey();
            final String givenName = ByteText.toLowerCase(namesAndValues.get(2 * index++));
            try
            {
                next.parse(parameter, arguments(parameter, entry.getValue()), ValueSource.CONFIG_SET);
            }
            catch (final InvalidValueException e)
            {
                throw ConfigSetException.failed(givenName, e.getMessage());
            }
        }

        final ServerConfig config = next.build();
        final List<ConfigParameter<?>> changed = new ArrayList<>();
        for (final ConfigParameter<?> parameter : values.keySet())
        {
            if (parameter.isVolatile() || !config.get(parameter).equals(current.get(parameter)))
            {
                changed.add(parameter);
            }
        }
        return new ConfigChange(config, changed);
    }

    /** Unlike in a file, a value of several arguments is cut at every single blank, without any quoting. */
    private static List<String> arguments(final ConfigParameter<?> parameter, final String value)
    {
        return parameter.takesManyArguments() ? Arrays.asList(value.split(" ", -1)) : List.of(value);
    }
}
