package io.ringbolt.engine.scripting;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A library of functions that FUNCTION LOAD has brought: its code and what it has registered.
 */
final class FunctionLibrary
{
    /** What a library is reckoned to take beside its code. */
    private static final int OVERHEAD_LENGTH = 160;

    final String name;
    final byte[] code;
    final Map<String, Function> functions = new LinkedHashMap<>();

    FunctionLibrary(final String name, final byte[] code)
    {
        this.name = name;
        this.code = code;
    }

    /** @throws ScriptException if the name makes no sense or is taken. */
    void add(final Function function) throws ScriptException
    {
        if (!LibraryHeader.isName(function.name()))
        {
            throw new ScriptException("Library names can only contain letters, numbers, or underscores(_) " +
                "and must be at least one character long");
        }
        if (null != functions.putIfAbsent(function.name(), function))
        {
            throw new ScriptException("Function already exists in the library");
        }
    }

    long memory()
    {
        return OVERHEAD_LENGTH + name.length() + code.length +
            functions.values().stream().mapToLong(Function::memory).sum();
    }
}
