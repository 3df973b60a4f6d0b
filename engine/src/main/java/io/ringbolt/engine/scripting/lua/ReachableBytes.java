package io.ringbolt.engine.scripting.lua;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * One walk over everything that a machine's scripts can still reach: adds up its bytes, drops stale references, and
 * empties weak entries that nothing else reaches.
 */
final class ReachableBytes
{
    private static final int STEPS_AT_ONCE = 256;

    private final LuaVm vm;
    private final boolean hasWeakTables;
    private final int round;
    private final ArrayDeque<Object> pending = new ArrayDeque<>();
    private final List<LuaTable> weakTables = new ArrayList<>();
    private long bytes;
    private int steps;

    ReachableBytes(final LuaVm vm, final boolean hasWeakTables)
    {
        this.vm = vm;
        this.hasWeakTables = hasWeakTables;
        this.round = vm.nextCountingRound();
    }

    long count()
    {
        reach(vm.registry());
        reach(vm.globals());
        reach(vm.mainState());
        if (vm.stringMetatable() != null)
        {
            reach(vm.stringMetatable());
        }
        vm.hostRoots().accept(this::reach);
        while (!pending.isEmpty())
        {
            step();
            visit(pending.poll());
        }
        weakTables.forEach(this::clearWeakEntries);
        return bytes;
    }

    /** A count that is broken off has changed nothing that a script sees. */
    private void step()
    {
        if ((++steps & STEPS_AT_ONCE - 1) == 0)
        {
            vm.spend(STEPS_AT_ONCE);
        }
    }

    private void reach(final long bits, final Object ref)
    {
        if (bits >= Tags.STRING)
        {
            reach(ref);
        }
    }

    private void reach(final Object object)
    {
        if (object instanceof LuaString string)
        {
            if (string.mark != round)
            {
                string.mark = round;
                bytes += MemoryMeter.STRING_BYTES + string.length();
            }
        }
        else if (object instanceof LuaObject luaObject)
        {
            if (luaObject.mark != round)
            {
                luaObject.mark = round;
                pending.add(luaObject);
            }
        }
        else if (object instanceof Prototype prototype && prototype.mark != round)
        {
            prototype.mark = round;
            pending.add(prototype);
        }
    }

    private void visit(final Object object)
    {
        if (object instanceof LuaTable table)
        {
            visitTable(table);
        }
        else if (object instanceof LuaFunction function)
        {
            visitFunction(function);
        }
        else if (object instanceof Prototype prototype)
        {
            visitPrototype(prototype);
        }
        else if (object instanceof LuaState state)
        {
            visitState(state);
        }
        else if (object instanceof LuaUserdata userdata && userdata.metatable != null)
        {
            reach(userdata.metatable);
        }
    }

    private void visitTable(final LuaTable table)
    {
        final int nodeCount = table.hasNodes() ? table.nodeCount() : 0;
        bytes += MemoryMeter.TABLE_BYTES + MemoryMeter.ofTable(table.arrayBits.length, nodeCount);
        boolean hasWeakKeys = false;
        boolean hasWeakValues = false;
        if (table.metatable != null)
        {
            reach(table.metatable);
            if (hasWeakTables && table.metatable.get(vm.events.mode()) instanceof LuaString mode)
            {
                hasWeakKeys = mode.toString().indexOf('k') >= 0;
                hasWeakValues = mode.toString().indexOf('v') >= 0;
                weakTables.add(table);
            }
        }
        if (!hasWeakValues)
        {
            reachAll(table.arrayBits, table.arrayRefs, 0, table.arrayBits.length);
        }
        final long[] nodeBits = table.nodeBits;
        for (int i = 0; table.hasNodes() && i < nodeBits.length; i += 2)
        {
            step();
            if (nodeBits[i + 1] != Tags.NIL)
            {
                reachNode(table, i, hasWeakKeys, hasWeakValues);
            }
        }
    }

    private void reachNode(final LuaTable table, final int i, final boolean hasWeakKeys, final boolean hasWeakValues)
    {
        if (!hasWeakKeys)
        {
            reach(table.nodeBits[i], table.nodeRefs[i]);
        }
        if (!hasWeakValues)
        {
            reach(table.nodeBits[i + 1], table.nodeRefs[i + 1]);
        }
        if (table.nodeBits[i + 1] < Tags.STRING)
        {
            table.nodeRefs[i + 1] = null;
        }
    }

    private void reachAll(final long[] allBits, final Object[] refs, final int from, final int to)
    {
        for (int i = from; i < to; i++)
        {
            step();
            if (allBits[i] >= Tags.STRING)
            {
                reach(refs[i]);
            }
            else
            {
                refs[i] = null;
            }
        }
    }

    private void visitFunction(final LuaFunction function)
    {
        bytes += MemoryMeter.FUNCTION_BYTES + (long)function.upValues.length * Long.BYTES;
        reach(function.environment);
        if (function.kept != null)
        {
            reach(function.kept);
        }
        if (function.prototype != null)
        {
            reach(function.prototype);
        }
        for (final UpValue upValue : function.upValues)
        {
            if (upValue != null && upValue.mark != round)
            {
                upValue.mark = round;
                bytes += MemoryMeter.UP_VALUE_BYTES;
                reach(upValue.bits(), upValue.ref());
            }
        }
    }

    private void visitPrototype(final Prototype prototype)
    {
        bytes += LuaVm.bytesOf(prototype);
        reach(prototype.source);
        reachAll(prototype.constantBits, prototype.constantRefs, 0, prototype.constantBits.length);
        for (final Prototype inner : prototype.inner)
        {
            reach(inner);
        }
    }

    private void visitState(final LuaState state)
    {
        bytes += MemoryMeter.THREAD_BYTES + (long)state.bits.length * MemoryMeter.STACK_SLOT_BYTES;
        reach(state.globals());
        final int end = state.liveEnd();
        reachAll(state.bits, state.refs, 0, end);
        for (int i = end; i < state.refs.length; i++)
        {
            state.refs[i] = null;
            state.bits[i] = Tags.NIL;
        }
    }

    private void clearWeakEntries(final LuaTable table)
    {
        for (int slot = table.nextSlot(-1); slot >= 0; slot = table.nextSlot(slot))
        {
            step();
            if (isLost(table.bitsAt(slot), table.refAt(slot)) || isLost(table.keyBitsAt(slot), table.keyRefAt(slot)))
            {
                table.setAt(slot, Tags.NIL, null);
            }
        }
    }

    /** Strings are values: they never leave a weak table of themselves. */
    private boolean isLost(final long valueBits, final Object ref)
    {
        if (valueBits == Tags.STRING)
        {
            reach(ref);
            return false;
        }
        return valueBits >= Tags.TABLE && ((LuaObject)ref).mark != round;
    }
}
