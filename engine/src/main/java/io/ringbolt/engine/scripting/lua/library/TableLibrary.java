package io.ringbolt.engine.scripting.lua.library;

import io.ringbolt.engine.scripting.lua.LuaState;
import io.ringbolt.engine.scripting.lua.LuaString;
import io.ringbolt.engine.scripting.lua.LuaTable;
import io.ringbolt.engine.scripting.lua.LuaType;
import io.ringbolt.engine.scripting.lua.LuaVm;

import static io.ringbolt.engine.scripting.lua.LuaState.register;

/** The {@code table} table. */
public final class TableLibrary
{
    private TableLibrary()
    {
    }

    public static void open(final LuaVm vm)
    {
        final LuaTable table = vm.newTable(0, 9);
        register(table, "concat", TableLibrary::concat);
        register(table, "foreach", TableLibrary::forEach);
        register(table, "foreachi", TableLibrary::forEachIndex);
        register(table, "getn", TableLibrary::getSize);
        register(table, "maxn", TableLibrary::greatestKey);
        register(table, "insert", TableLibrary::insert);
        register(table, "remove", TableLibrary::remove);
        register(table, "setn", TableLibrary::setSize);
        register(table, "sort", TableSort::sort);
        vm.globals().put("table", table);
    }

    private static int forEachIndex(final LuaState lua)
    {
        final int count = lua.checkTable(1).length();
        lua.checkFunction(2);
        for (int i = 1; i <= count; i++)
        {
            lua.pushValue(2);
            lua.pushNumber(i);
            lua.rawGetInt(1, i);
            lua.call(2, 1);
            if (!lua.isNil(-1))
            {
                return 1;
            }
            lua.pop(1);
            lua.vm().spend(1);
        }
        return 0;
    }

    private static int forEach(final LuaState lua)
    {
        lua.checkTable(1);
        lua.checkFunction(2);
        lua.pushNil();
        while (lua.next(1))
        {
            lua.pushValue(2);
            lua.pushValue(-3);
            lua.pushValue(-3);
            lua.call(2, 1);
            if (!lua.isNil(-1))
            {
                return 1;
            }
            lua.pop(2);
            lua.vm().spend(1);
        }
        return 0;
    }

    private static int greatestKey(final LuaState lua)
    {
        lua.checkTable(1);
        double greatest = 0;
        lua.pushNil();
        while (lua.next(1))
        {
            lua.pop(1);
            if (lua.type(-1) == LuaType.NUMBER)
            {
                greatest = Math.max(greatest, lua.toNumber(-1));
            }
            lua.vm().spend(1);
        }
        lua.pushNumber(greatest);
        return 1;
    }

    private static int getSize(final LuaState lua)
    {
        lua.pushNumber(lua.checkTable(1).length());
        return 1;
    }

    private static int setSize(final LuaState lua)
    {
        lua.checkTable(1);
        throw lua.error("'setn' is obsolete");
    }

    private static int insert(final LuaState lua)
    {
        int end = lua.checkTable(1).length() + 1;
        int position = end;
        switch (lua.top())
        {
            case 2:
                break;
            case 3:
                position = lua.checkInt(2);
                end = Math.max(end, position);
                lua.vm().spend(Math.max(end - position, 0));
                for (int i = end; i > position; i--)
                {
                    lua.rawGetInt(1, i - 1);
                    lua.rawSetInt(1, i);
                    lua.vm().spend(1);
                }
                break;
            default:
                throw lua.error("wrong number of arguments to 'insert'");
        }
        lua.rawSetInt(1, position);
        return 0;
    }

    private static int remove(final LuaState lua)
    {
        final int end = lua.checkTable(1).length();
        final int position = lua.optionalInt(2, end);
        if (position < 1 || position > end)
        {
            return 0;
        }
        lua.rawGetInt(1, position);
        for (int i = position; i < end; i++)
        {
            lua.rawGetInt(1, i + 1);
            lua.rawSetInt(1, i);
            lua.vm().spend(1);
        }
        lua.pushNil();
        lua.rawSetInt(1, end);
        return 1;
    }

    private static int concat(final LuaState lua)
    {
        final LuaString separator = lua.optionalString(2, LuaString.EMPTY);
        final LuaTable table = lua.checkTable(1);
        final int first = lua.optionalInt(3, 1);
        final int last = lua.isNoneOrNil(4) ? table.length() : lua.checkInt(4);
        final ByteBuilder bytes = new ByteBuilder(lua);
        for (long i = first; i <= last; i++)
        {
            lua.rawGetInt(1, (int)i);
            if (!lua.isString(-1))
            {
                throw lua.error("invalid value (" + lua.type(-1).luaName() + ") at index " + i +
                    " in table for 'concat'");
            }
            bytes.append(lua.toLuaString(-1));
            lua.pop(1);
            if (i < last)
            {
                bytes.append(separator);
            }
        }
        bytes.push();
        return 1;
    }
}
