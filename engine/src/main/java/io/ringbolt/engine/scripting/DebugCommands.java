package io.ringbolt.engine.scripting;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.scripting.lua.CallSite;
import io.ringbolt.engine.scripting.lua.LuaError;
import io.ringbolt.engine.scripting.lua.LuaState;
import io.ringbolt.engine.scripting.lua.LuaString;
import io.ringbolt.engine.scripting.lua.LuaTable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the debugger of scripts does when it is told to. Owned by the engine thread.
 */
final class DebugCommands
{
    private static final LuaString EVAL_NAME = LuaString.of("@ldb_eval");
    private static final LuaString REDIS = LuaString.of("redis");
    private static final LuaString CALL = LuaString.of("call");
    private static final int CONTEXT_LINES = 5;
    private static final int LEAST_LENGTH = 60;
    private static final Pattern LEADING_NUMBER = Pattern.compile("\\s*([-+]?[0-9]{1,9})");
    private static final List<String> HELP = List.of(
        "Redis Lua debugger help:",
        "[h]elp               Show this help.",
        "[s]tep               Run current line and stop again.",
        "[n]ext               Alias for step.",
        "[c]ontinue           Run till next breakpoint.",
        "[l]ist               List source code around current line.",
        "[l]ist [line]        List source code around [line].",
        "                     line = 0 means: current position.",
        "[l]ist [line] [ctx]  In this form [ctx] specifies how many lines",
        "                     to show before/after [line].",
        "[w]hole              List all source code. Alias for 'list 1 1000000'.",
        "[p]rint              Show all the local variables.",
        "[p]rint <var>        Show the value of the specified variable.",
        "                     Can also show global vars KEYS and ARGV.",
        "[b]reak              Show all breakpoints.",
        "[b]reak <line>       Add a breakpoint to the specified line.",
        "[b]reak -<line>      Remove breakpoint from the specified line.",
        "[b]reak 0            Remove all breakpoints.",
        "[t]race              Show a backtrace.",
        "[e]val <code>        Execute some Lua code (in a different callframe).",
        "[r]edis <cmd>        Execute a Redis command.",
        "[m]axlen [len]       Trim logged Redis replies and Lua var dumps to len.",
        "                     Specifying zero as <len> means unlimited.",
        "[a]bort              Stop the execution of the script. In sync",
        "                     mode dataset changes will be retained.",
        "",
        "Debugger functions you can call from Lua scripts:",
        "redis.debug()        Produce logs in the debugger console.",
        "redis.breakpoint()   Stop execution like if there was a breakpoint in the",
        "                     next line of code.");

    private final ScriptDebugger debugger;
    private final SourceListing source;

    DebugCommands(final ScriptDebugger debugger, final SourceListing source)
    {
        this.debugger = debugger;
        this.source = source;
    }

    static String argument(final RingEntry entry, final int index)
    {
        return new String(
            OffHeap.toBytes(entry.argumentAddress(index), entry.argumentLength(index)), StandardCharsets.ISO_8859_1);
    }

    /**
     * @param words the first in lower case.
     * @return true if the script shall go on.
     * @throws LuaError if it shall end.
     */
    boolean execute(final LuaState lua, final String[] words)
    {
        switch (words[0])
        {
            case "s", "step", "n", "next" ->
            {
                debugger.stepping(true);
                return true;
            }
            case "c", "continue" ->
            {
                return true;
            }
            case "a", "abort" -> throw RedisLibrary.failure(lua, "script aborted for user request");
            case "h", "help" -> HELP.forEach(debugger::show);
            case "t", "trace" -> trace(lua);
            case "m", "maxlen" -> limitLength(words);
            case "b", "break" -> changeBreakpoints(words);
            case "e", "eval" -> eval(lua, words);
            case "p", "print" -> print(lua, words);
            case "l", "list" -> list(words);
            case "w", "whole" -> list(1, source.lineCount());
            case "r", "redis" -> call(lua, words);
            default -> refuse();
        }
        return false;
    }

    private void refuse()
    {
        debugger.show("<error> Unknown Redis Lua debugger command or wrong number of arguments.");
    }

    private void trace(final LuaState lua)
    {
        CallSite site = lua.callSite(0);
        for (int level = 0; null != site; site = lua.callSite(++level))
        {
            if (site.shortSource().contains("user_script"))
            {
                final String name = lua.calledName(level);
                debugger.show((0 == level ? "In " : "From ") + (null == name ? "top level" : name) + ":");
                debugger.show(source.line(site.line(), debugger.currentLine()));
            }
        }
    }

    private void limitLength(final String[] words)
    {
        if (2 == words.length)
        {
            final int length = leadingNumber(words[1]);
            debugger.longest(0 != length && length <= LEAST_LENGTH ? LEAST_LENGTH : length);
        }
        debugger.show(0 == debugger.longest() ? "<value> replies are unlimited." :
            "<value> replies are truncated at " + debugger.longest() + " bytes.");
    }

    private void changeBreakpoints(final String[] words)
    {
        if (1 < words.length)
        {
            for (int i = 1; i < words.length; i++)
            {
                changeBreakpoint(words[i]);
            }
        }
        else if (source.hasBreakpoints())
        {
            debugger.show(source.breakpoints().size() + " breakpoints set:");
            source.breakpoints().forEach(line -> debugger.show(source.line(line, debugger.currentLine())));
        }
        else
        {
            debugger.show("No breakpoints set. Use 'b <line>' to add one.");
        }
    }

    private void changeBreakpoint(final String word)
    {
        if (!word.matches("0|-?[1-9][0-9]{0,17}"))
        {
            debugger.show("Invalid argument:'" + word + "'");
            return;
        }
        final long line = Long.parseLong(word);
        if (0 == line)
        {
            source.removeBreakpoints();
            debugger.show("All breakpoints removed.");
        }
        else if (line < 0)
        {
            debugger.show(source.removeBreakpoint(-line) ?
                "Breakpoint removed." : "No breakpoint in the specified line.");
        }
        else if (source.isFull())
        {
            debugger.show("Too many breakpoints set.");
        }
        else if (source.addBreakpoint(line))
        {
            list((int)line, 1);
        }
        else
        {
            debugger.show("Wrong line number.");
        }
    }

    private void list(final String[] words)
    {
        final int asked = words.length > 1 ? leadingNumber(words[1]) : 0;
        list(asked > 0 ? asked : debugger.currentLine(), words.length > 2 ? leadingNumber(words[2]) : CONTEXT_LINES);
    }

    private void list(final int around, final int context)
    {
        for (int i = 1; i <= source.lineCount(); i++)
        {
            if (0 == around || Math.abs((long)around - i) <= context)
            {
                debugger.show(source.line(i, debugger.currentLine()));
            }
        }
    }

    private void print(final LuaState lua, final String[] words)
    {
        if (2 == words.length)
        {
            printVariable(lua, words[1]);
            return;
        }
        int count = 0;
        for (String name = lua.pushLocal(0, 1); null != name; name = lua.pushLocal(0, count + 1))
        {
            count++;
            debugger.showTrimmed("<value> " + name + " = " + DebugText.value(lua));
            lua.pop(1);
        }
        if (0 == count)
        {
            debugger.show("No local variables in the current context.");
        }
    }

    /** Shows the variable of the innermost call that has one of that name; of two in one call, the first. */
    private void printVariable(final LuaState lua, final String wanted)
    {
        for (int level = 0; null != lua.callSite(level); level++)
        {
            String name = lua.pushLocal(level, 1);
            for (int number = 2; null != name; name = lua.pushLocal(level, number++))
            {
                if (name.equals(wanted))
                {
                    debugger.showTrimmed("<value> " + DebugText.value(lua));
                    lua.pop(1);
                    return;
                }
                lua.pop(1);
            }
        }
        if (!"KEYS".equals(wanted) && !"ARGV".equals(wanted))
        {
            debugger.show("No such variable.");
            return;
        }
        lua.pushObject(lua.vm().globals().get(wanted));
        debugger.showTrimmed("<value> " + DebugText.value(lua));
        lua.pop(1);
    }

    /** Runs what the client has typed, as an expression if it is one. */
    private void eval(final LuaState lua, final String[] words)
    {
        final String code = String.join(" ", Arrays.copyOfRange(words, 1, words.length));
        if (!load(lua, "return " + code, false) && !load(lua, code, true))
        {
            return;
        }
        if (null == lua.protectedCall(0, 1, 0))
        {
            debugger.showTrimmed("<retval> " + DebugText.value(lua));
        }
        else
        {
            debugger.show("<error> " + messageOf(lua.toObject(-1)));
        }
        lua.pop(1);
    }

    private boolean load(final LuaState lua, final String code, final boolean tellsError)
    {
        try
        {
            lua.load(code.getBytes(StandardCharsets.ISO_8859_1), EVAL_NAME);
            return true;
        }
        catch (final LuaError error)
        {
            if (tellsError)
            {
                debugger.show("<error> " + messageOf(error.value()));
            }
            return false;
        }
    }

    private static String messageOf(final Object error)
    {
        return error instanceof LuaTable table ? String.valueOf(table.get(ReplyTags.ERR)) : String.valueOf(error);
    }

    /** Has redis.call execute a command; what it does is shown as if the script were stepped through. */
    private void call(final LuaState lua, final String[] words)
    {
        if (1 == words.length)
        {
            refuse();
            return;
        }
        final LuaTable redis = (LuaTable)lua.vm().globals().get(REDIS.toString());
        lua.pushObject(redis.get(CALL));
        for (int i = 1; i < words.length; i++)
        {
            lua.pushBytes(words[i].getBytes(StandardCharsets.ISO_8859_1));
        }
        debugger.stepping(true);
        lua.protectedCall(words.length - 1, 1, 0);
        debugger.stepping(false);
        lua.pop(1);
    }

    /** As C's atoi. */
    private static int leadingNumber(final String word)
    {
        final Matcher digits = LEADING_NUMBER.matcher(word);
        return digits.lookingAt() ? Integer.parseInt(digits.group(1)) : 0;
    }
}
