package io.ringbolt.engine.scripting.lua;

import party.iroiro.luajava.Lua;
import party.iroiro.luajava.LuaException;
import party.iroiro.luajava.lua51.Lua51;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * PUC Lua 5.1 itself, in this process, with globals guarded as Redis guards them.
 * <p>
 * Redis has changed its Lua: a read-only table is a flag of its own there. Here the globals are an empty table in front
 * of the real one, so what scripts see by {@code pairs(_G)} differs.
 */
final class OriginalLua
{
    private static final String GUARD = String.join("\n",
        "local real = {}",
        "for k, v in pairs(_G) do real[k] = v end",
        "for _, k in ipairs({'java', 'luajava', 'io', 'os', 'debug', 'package', 'require', 'module', 'getfenv',",
        "  'dofile', 'loadfile', 'print', 'newproxy', 'collectgarbage'}) do real[k] = nil end",
        "local error, loadstring, setfenv, setmetatable, rawequal = error, loadstring, setfenv, setmetatable, rawequal",
        "local front = {}",
        "real._G = front",
        "setmetatable(front, {",
        "  __index = function(_, k)",
        "    local v = real[k]",
        "    if v == nil then",
        "      error(\"Script attempted to access nonexistent global variable '\" .. tostring(k) .. \"'\", 2)",
        "    end",
        "    return v",
        "  end,",
        "  __newindex = function() error('Attempt to modify a readonly table', 2) end})",
        "real.loadstring = function(text, name)",
        "  if type(text) == 'string' and text:byte(1) == 27 then text = ' ' .. text end",
        "  local f, e = loadstring(text, name)",
        "  return f and setfenv(f, front) or nil, e",
        "end",
        "function run(f)",
        "  setfenv(f, front)",
        "  local ok, result = pcall(f)",
        "  return (ok and '' or 'ERR:') .. tostring(result)",
        "end");

    /** A program without what Redis has changed: it hashes all bytes of long strings, so that their order differs. */
    static String comparable(final String program)
    {
        return program.replace("a longer key that has more than thirty-two bytes", "a short key");
    }

    /** The script's result as text, or "ERR:" and the error's. @throws IllegalStateException if the guard fails. */
    String run(final String script)
    {
        try (Lua lua = new Lua51())
        {
            lua.openLibraries();
            lua.load(buffer(GUARD), "guard");
            lua.pCall(0, 0);
            lua.getGlobal("run");
            try
            {
                lua.load(buffer(script), "@user_script");
            }
            catch (final LuaException e)
            {
                return "ERR:" + e.getMessage();
            }
            lua.pCall(1, 1);
            final ByteBuffer result = lua.toBuffer(-1);
            final byte[] bytes = new byte[result.remaining()];
            result.get(bytes);
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
        catch (final LuaException e)
        {
            throw new IllegalStateException("lua51 refuses the guard: " + e.getMessage(), e);
        }
    }

    private static ByteBuffer buffer(final String text)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        final ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length);
        buffer.put(bytes).flip();
        return buffer;
    }
}
