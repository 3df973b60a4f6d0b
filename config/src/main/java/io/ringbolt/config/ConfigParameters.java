package io.ringbolt.config;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every row of the configuration, found by name. A row is the constant that declares it and nothing else, so a new
 * directive is written in one place: the classes below are searched for constants of its type once, at start.
 */
public final class ConfigParameters
{
    private static final List<Class<?>> GROUPS = List.of(
        NetworkParameters.class,
        TlsParameters.class,
        GeneralParameters.class,
        LoggingParameters.class,
        MemoryParameters.class,
        SnapshotParameters.class,
        AppendOnlyParameters.class,
        ReplicationParameters.class,
        ClusterParameters.class,
        SecurityParameters.class,
        EncodingParameters.class,
        ThreadParameters.class,
        SystemParameters.class,
        FileParameters.class);

    private static final Map<String, ConfigParameter<?>> BY_NAME = byName();
    private static final List<ConfigParameter<?>> ALL =
        BY_NAME.entrySet().stream().filter(e -> e.getKey().equals(e.getValue().name()))
            .<ConfigParameter<?>>map(Map.Entry::getValue).toList();

    private ConfigParameters()
    {
    }

    /** All rows, in the order of their names. */
    public static List<ConfigParameter<?>> all()
    {
        return ALL;
    }

    /**
     * The row of a directive.
     *
     * @param name its name or one of its aliases, in any case.
     * @return null if there is no such directive.
     */
    public static ConfigParameter<?> find(final String name)
    {
        return BY_NAME.get(ByteText.toLowerCase(name));
    }

    /** Every name, aliases included, in alphabetical order. */
    static Collection<String> names()
    {
        return BY_NAME.keySet();
    }

    private static Map<String, ConfigParameter<?>> byName()
    {
        final Map<String, ConfigParameter<?>> rows = new TreeMap<>();
        for (final Class<?> group : GROUPS)
        {
            for (final Field field : group.getDeclaredFields())
            {
                if (field.getType() == ConfigParameter.class && Modifier.isPublic(field.getModifiers()))
                {
                    add(rows, row(field));
                }
            }
        }
        return Collections.unmodifiableMap(rows);
    }

    private static ConfigParameter<?> row(final Field field)
    {
        try
        {
            return (ConfigParameter<?>)field.get(null);
        }
        catch (final IllegalAccessException e)
        {
            throw new IllegalStateException("Row cannot be read: " + field, e);
        }
    }

    private static void add(final Map<String, ConfigParameter<?>> rows, final ConfigParameter<?> row)
    {
        add(rows, row.name(), row);
        for (final String alias : row.aliases())
        {
            add(rows, alias, row);
        }
    }

    private static void add(final Map<String, ConfigParameter<?>> rows, final String name, final ConfigParameter<?> row)
    {
        if (rows.put(name, row) != null)
        {
            throw new IllegalStateException("Two rows have the name " + name);
        }
    }
}
