package io.ringbolt.engine.scripting;

import io.ringbolt.engine.scripting.lua.LuaFunction;

import java.nio.charset.StandardCharsets;

/**
 * A script that EVAL or SCRIPT LOAD has brought, compiled and kept by its SHA-1.
 */
final class Script
{
    final byte[] sha;
    final String name;
    final byte[] body;
    final long bodyHash;
    final ScriptHeader header;
    final LuaFunction function;
    /** True if only EVAL has brought it: such a script may be forgotten when there are many. */
    boolean isEvictable;
    Script older;
    Script newer;

    Script(
        final byte[] sha,
        final byte[] body,
        final long bodyHash,
        final ScriptHeader header,
        final LuaFunction function)
    {
        this.sha = sha;
        this.name = new String(sha, StandardCharsets.US_ASCII);
        this.body = body;
        this.bodyHash = bodyHash;
        this.header = header;
        this.function = function;
    }
}
