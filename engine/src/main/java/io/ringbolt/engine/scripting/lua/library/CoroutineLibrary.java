package io.ringbolt.engine.scripting.lua.library;

import io.ringbolt.engine.scripting.lua.LuaError;
import io.ringbolt.engine.scripting.lua.LuaFunction;
import io.ringbolt.engine.scripting.lua.LuaState;
import io.ringbolt.engine.scripting.lua.LuaTable;
import io.ringbolt.engine.scripting.lua.LuaVm;

import static io.ringbolt.engine.scripting.lua.LuaState.register;

/** The {@code coroutine} table. */
public final class CoroutineLibrary
{
    private static final int FAILED = -1;
    /** What a new coroutine counts for: it takes as long as some dozens of instructions. */
    private static final int CREATION_TURNS = 64;

    private CoroutineLibrary()
    {
    }

    public static void open(final LuaVm vm)
    {
        final LuaTable table = vm.newTable(0, 6);
        register(table, "create", CoroutineLibrary::create);
        register(table, "resume", CoroutineLibrary::resume);
        register(table, "running", CoroutineLibrary::running);
        register(table, "status", CoroutineLibrary::status);
        register(table, "wrap", CoroutineLibrary::wrap);
        register(table, "yield", lua -> lua.yield(lua.top()));
        vm.globals().put("coroutine", table);
    }

    private static LuaState newCoroutine(final LuaState lua)
    {
        final LuaFunction function = lua.toFunction(1);
        lua.checkArgument(function != null && !function.isNative(), 1, "Lua function expected");
        lua.vm().spend(CREATION_TURNS);
        lua.pushValue(1);
        return lua.newCoroutine();
    }

    private static int create(final LuaState lua)
    {
        lua.pushThread(newCoroutine(lua));
        return 1;
    }

    private static int wrap(final LuaState lua)
    {
        final LuaState coroutine = newCoroutine(lua);
        lua.pushThread(coroutine);
        lua.pushFunction(lua.vm().newFunction(coroutine, caller -> resumeWrapped(caller, coroutine)));
        return 1;
    }

    private static int resume(final LuaState lua)
    {
        final LuaState coroutine = checkCoroutine(lua);
        final int count = resume(lua, coroutine, lua.top() - 1);
        lua.pushBoolean(count != FAILED);
        final int results = count == FAILED ? 1 : count;
        lua.insert(-results - 1);
        return results + 1;
    }

    private static int resumeWrapped(final LuaState lua, final LuaState coroutine)
    {
        final int count = resume(lua, coroutine, lua.top());
        if (count == FAILED)
        {
            if (lua.isString(-1))
            {
                lua.pushString(lua.where(1));
                lua.insert(-2);
                lua.concat(2);
            }
            throw lua.raise(lua.toObject(-1));
        }
        return count;
    }

    /** @return how many results are on the stack, or {@link #FAILED} with the error there. */
    private static int resume(final LuaState lua, final LuaState coroutine, final int argumentCount)
    {
        final String status = lua.statusOf(coroutine);
        if (!coroutine.hasRoomFor(argumentCount))
        {
            throw lua.error("too many arguments to resume");
        }
        if (!"suspended".equals(status))
        {
            lua.pushString("cannot resume " + status + " coroutine");
            return FAILED;
        }
        final LuaError error = lua.resume(coroutine, argumentCount);
        if (error != null)
        {
            coroutine.moveTo(lua, 1);
            return FAILED;
        }
        final int count = coroutine.top();
        if (!lua.hasRoomFor(count + 1))
        {
            throw lua.error("too many results to resume");
        }
        coroutine.moveTo(lua, count);
        return count;
    }

    private static LuaState checkCoroutine(final LuaState lua)
    {
        final LuaState coroutine = lua.toThread(1);
        lua.checkArgument(coroutine != null, 1, "coroutine expected");
        return coroutine;
    }

    private static int status(final LuaState lua)
    {
        lua.pushString(lua.statusOf(checkCoroutine(lua)));
        return 1;
    }

    private static int running(final LuaState lua)
    {
        if (lua == lua.vm().mainState())
        {
            lua.pushNil();
        }
        else
        {
            lua.pushThread(lua);
        }
        return 1;
    }
}
