package io.ringbolt.engine.scripting;

import io.ringbolt.engine.scripting.lua.LuaFunction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The libraries of functions, and their functions by name. Part of the data set: kept in snapshots, propagated, and not
 * to be changed by halves. Owned by the engine thread.
 */
final class LibrarySet
{
    private final Map<String, FunctionLibrary> libraries;
    private final FunctionName asked = FunctionName.view();
    /** A function is found in any case of letters, a library only in its own. */
    private final Map<FunctionName, Function> functions;

    LibrarySet()
    {
        this.libraries = new LinkedHashMap<>();
        this.functions = new HashMap<>();
    }

    private LibrarySet(final LibrarySet original)
    {
        this.libraries = new LinkedHashMap<>(original.libraries);
        this.functions = new HashMap<>(original.functions);
    }

    Collection<FunctionLibrary> all()
    {
        return libraries.values();
    }

    /** @return the codes of all libraries, in the order in which they came. */
    List<byte[]> codes()
    {
        final List<byte[]> codes = new ArrayList<>(libraries.size());
        libraries.values().forEach(library -> codes.add(library.code));
        return codes;
    }

    int count()
    {
        return libraries.size();
    }

    int functionCount()
    {
        return functions.size();
    }

    long memory()
    {
        return libraries.values().stream().mapToLong(FunctionLibrary::memory).sum();
    }

    /** @return the function, or null. */
    Function find(final long address, final int length)
    {
        return functions.get(asked.wrap(address, length));
    }

    /** Passes on what the functions run, which holds what their libraries keep. */
    void forEachCallback(final Consumer<LuaFunction> action)
    {
        functions.values().forEach(function -> action.accept(function.callback()));
    }

    FunctionLibrary library(final String name)
    {
        return libraries.get(name);
    }

    void remove(final FunctionLibrary library)
    {
        libraries.remove(library.name);
        library.functions.keySet().forEach(function -> functions.remove(FunctionName.of(function)));
    }

    void clear()
    {
        libraries.clear();
        functions.clear();
    }

    /** @return the same libraries, in a set that can be changed by itself. */
    LibrarySet copy()
    {
        return new LibrarySet(this);
    }

    /** Becomes what another set is. */
    void become(final LibrarySet other)
    {
        clear();
        libraries.putAll(other.libraries);
        functions.putAll(other.functions);
    }

    /**
     * Adds a library, in place of one of the same name if that is allowed.
     *
     * @throws ScriptException if its name or one of its functions' names is taken; nothing has changed then.
     */
    void add(final FunctionLibrary library, final boolean replaces) throws ScriptException
    {
        final FunctionLibrary old = libraries.get(library.name);
        if (null != old && !replaces)
        {
            throw new ScriptException("ERR Library '" + library.name + "' already exists");
        }
        for (final String name : library.functions.keySet())
        {
            final Function taken = functions.get(FunctionName.of(name));
            if (null != taken && (null == old || !old.functions.containsValue(taken)))
            {
                throw new ScriptException("ERR Function " + name + " already exists");
            }
        }
        if (null != old)
        {
            remove(old);
        }
        libraries.put(library.name, library);
        library.functions.forEach((name, function) -> functions.put(FunctionName.of(name), function));
    }

    /**
     * Adds all libraries of another set.
     *
     * @throws ScriptException if a name is taken; nothing has changed then.
     */
    void join(final LibrarySet others, final boolean replaces) throws ScriptException
    {
        final LibrarySet joined = copy();
        for (final FunctionLibrary library : others.all())
        {
            final FunctionLibrary old = joined.library(library.name);
            if (null != old && !replaces)
            {
                throw new ScriptException("ERR Library " + library.name + " already exists");
            }
            if (null != old)
            {
                joined.remove(old);
            }
        }
        for (final FunctionLibrary library : others.all())
        {
            joined.add(library, false);
        }
        become(joined);
    }
}
