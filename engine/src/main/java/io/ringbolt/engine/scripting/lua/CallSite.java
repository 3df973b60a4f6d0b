package io.ringbolt.engine.scripting.lua;

/**
 * Where a call stands.
 *
 * @param source the chunk's name as it was given, "=[C]" for a native function.
 * @param shortSource the same as messages show it.
 * @param line the running line, -1 where there is none.
 */
public record CallSite(String source, String shortSource, int line)
{
    static final CallSite TAIL_CALL = new CallSite("=(tail call)", "(tail call)", -1);
    static final CallSite NATIVE = new CallSite("=[C]", "[C]", -1);
}
