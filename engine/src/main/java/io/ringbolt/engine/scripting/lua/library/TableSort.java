package io.ringbolt.engine.scripting.lua.library;

import io.ringbolt.engine.scripting.lua.LuaState;

/**
 * {@code table.sort}: the quicksort of Lua 5.1, comparison by comparison, because scripts with inconsistent order functions
 * see its steps.
 */
final class TableSort
{
    private static final int TABLE = 1;
    private static final int ORDER = 2;

    private TableSort()
    {
    }

    static int sort(final LuaState lua)
    {
        final int count = lua.checkTable(TABLE).length();
        if (!lua.isNoneOrNil(ORDER))
        {
            lua.checkFunction(ORDER);
        }
        lua.setTop(2);
        sort(lua, 1, count);
        return 0;
    }

    private static void sort(final LuaState lua, final int from, final int to)
    {
        int low = from;
        int high = to;
        while (low < high)
        {
            orderEnds(lua, low, high);
            if (high - low == 1)
            {
                break;
            }
            final int middle = (int)(((long)low + high) / 2);
            orderMiddle(lua, low, middle, high);
            if (high - low == 2)
            {
                break;
            }
            final int pivot = partition(lua, low, middle, high);
            if (pivot - low < high - pivot)
            {
                sort(lua, low, pivot - 1);
                low = pivot + 1;
            }
            else
            {
                sort(lua, pivot + 1, high);
                high = pivot - 1;
            }
        }
    }

    private static void orderEnds(final LuaState lua, final int low, final int high)
    {
        lua.rawGetInt(TABLE, low);
        lua.rawGetInt(TABLE, high);
        if (isLess(lua, -1, -2))
        {
            store(lua, low, high);
        }
        else
        {
            lua.pop(2);
        }
    }

    private static void orderMiddle(final LuaState lua, final int low, final int middle, final int high)
    {
        lua.rawGetInt(TABLE, middle);
        lua.rawGetInt(TABLE, low);
        if (isLess(lua, -2, -1))
        {
            store(lua, middle, low);
            return;
        }
        lua.pop(1);
        lua.rawGetInt(TABLE, high);
        if (isLess(lua, -1, -2))
        {
            store(lua, middle, high);
        }
        else
        {
            lua.pop(2);
        }
    }

    /** Splits around the middle element. @return where it ends up. */
    private static int partition(final LuaState lua, final int low, final int middle, final int high)
    {
        lua.rawGetInt(TABLE, middle);
        lua.pushValue(-1);
        lua.rawGetInt(TABLE, high - 1);
        store(lua, middle, high - 1);
        int i = low;
        int j = high - 1;
        while (true)
        {
            lua.rawGetInt(TABLE, ++i);
            while (isLess(lua, -1, -2))
            {
                checkOrder(lua, i <= high);
                lua.pop(1);
                lua.rawGetInt(TABLE, ++i);
            }
            lua.rawGetInt(TABLE, --j);
            while (isLess(lua, -3, -1))
            {
                checkOrder(lua, j >= low);
                lua.pop(1);
                lua.rawGetInt(TABLE, --j);
            }
            if (j < i)
            {
                lua.pop(3);
                break;
            }
            store(lua, i, j);
        }
        lua.rawGetInt(TABLE, high - 1);
        lua.rawGetInt(TABLE, i);
        store(lua, high - 1, i);
        return i;
    }

    private static void checkOrder(final LuaState lua, final boolean isInside)
    {
        if (!isInside)
        {
            throw lua.error("invalid order function for sorting");
        }
    }

    /** Stores the topmost value at one index and the one below at another. */
    private static void store(final LuaState lua, final int top, final int below)
    {
        lua.rawSetInt(TABLE, top);
        lua.rawSetInt(TABLE, below);
    }

    private static boolean isLess(final LuaState lua, final int left, final int right)
    {
        lua.vm().spend(1);
        if (lua.isNil(ORDER))
        {
            return lua.lessThan(left, right);
        }
        lua.pushValue(ORDER);
        lua.pushValue(left - 1);
        lua.pushValue(right - 2);
        lua.call(2, 1);
        final boolean isLess = lua.toBoolean(-1);
        lua.pop(1);
        return isLess;
    }
}
