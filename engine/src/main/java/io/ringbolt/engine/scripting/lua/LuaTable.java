package io.ringbolt.engine.scripting.lua;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Lua's one data structure: an array part for the keys 1 to n, and nodes for all other keys.
 */
/*
 * The nodes are a chained scatter table with Brent's variation, as in PUC Lua 5.1: a colliding key that is not at its
 * main position is moved out of the way. Hashes, sizes, free positions and the moment of growth are the same as there,
 * because they decide the order in which pairs() walks, and scripts depend on it. A removed key stays in its node,
 * with a nil value, until the next rehash, so a traversal may remove what it passes.
 *
 * nodeBits and nodeRefs hold key and value alternately. A slot is an index over both parts: array first, then nodes.
 */
public final class LuaTable extends LuaObject
{
    static final int MAX_BITS = 26;
    static final int ABSENT = -1;

    /** Bits of keys that are moved, and elements that are filled, between two tellings of turns. */
    private static final int MOVED_AT_ONCE = 256;
    private static final int FILLED_AT_ONCE = 1 << 12;
    private static final int FILLED_PER_TURN_SHIFT = 3;
    private static final int MAX_ARRAY_SIZE = 1 << MAX_BITS;
    private static final long[] NO_BITS = new long[0];
    private static final Object[] NO_REFS = new Object[0];
    private static final long[] EMPTY_NODE_BITS = {Tags.NIL, Tags.NIL};
    private static final Object[] EMPTY_NODE_REFS = {null, null};
    private static final int[] EMPTY_NODE_NEXT = {-1};

    long[] arrayBits = NO_BITS;
    Object[] arrayRefs = NO_REFS;
    /** Bits of key and value of each node; a table without nodes shares one empty node. */
    long[] nodeBits = EMPTY_NODE_BITS;
    Object[] nodeRefs = EMPTY_NODE_REFS;
    int[] nodeNext = EMPTY_NODE_NEXT;
    /** All nodes from here on are taken. */
    int lastFree;
    LuaTable metatable;
    boolean isReadOnly;
    /** A bit for each event that this table, as a metatable, is known to lack. */
    int absentEvents;

    LuaTable(final LuaVm vm, final int arraySize, final int nodeCount)
    {
        super(vm);
        vm.memory.allocated(MemoryMeter.TABLE_BYTES);
        if (arraySize > 0)
        {
            resizeArray(arraySize);
        }
        if (nodeCount > 0)
        {
            allocateNodes(nodeCount);
        }
    }

    public LuaTable metatable()
    {
        return metatable;
    }

    public void setMetatable(final LuaTable metatable)
    {
        this.metatable = metatable;
        if (metatable != null)
        {
            vm.memory.noteMetatable(metatable);
        }
    }

    /** Scripts cannot change a read-only table; the host can. */
    public boolean isReadOnly()
    {
        return isReadOnly;
    }

    public void setReadOnly(final boolean isReadOnly)
    {
        this.isReadOnly = isReadOnly;
    }

    /** A value without metamethods, boxed as {@link LuaState#toObject} boxes. */
    public Object get(final Object key)
    {
        final int slot = find(Tags.ofObject(key), key);
        return slot < 0 ? null : Tags.toObject(bitsAt(slot), refAt(slot));
    }

    public Object get(final String key)
    {
        return get(LuaString.of(key));
    }

    /** Sets a value without metamethods and whether or not the table is read-only. */
    public void put(final Object key, final Object value)
    {
        if (key == null || key instanceof Double number && number.isNaN())
        {
            throw new IllegalArgumentException("table index is " + (key == null ? "nil" : "NaN"));
        }
        final long keyBits = key instanceof Double number ? Tags.number(number) : Tags.ofObject(key);
        set(keyBits, key, Tags.ofObject(value), value);
    }

    public void put(final String key, final Object value)
    {
        put(vm.intern(LuaString.of(key)), value);
    }

    /** Sets an element to a string as {@link #put} does, without boxing its index. */
    public void putString(final int index, final LuaString value)
    {
        setInt(index, Tags.STRING, value);
    }

    /** Sets an element as {@link #put} does, without boxing its index. */
    public void putElement(final int index, final Object value)
    {
        setInt(index, Tags.ofObject(value), value);
    }

    /** Hands over every value, boxed as {@link LuaState#toObject} boxes. */
    public void forEachValue(final Consumer<Object> visitor)
    {
        for (int slot = nextSlot(ABSENT); slot >= 0; slot = nextSlot(slot))
        {
            visitor.accept(Tags.toObject(bitsAt(slot), refAt(slot)));
        }
    }

    /** Hands over every key that has a value, boxed as {@link LuaState#toObject} boxes. */
    public void forEachKey(final Consumer<Object> visitor)
    {
        for (int slot = nextSlot(ABSENT); slot >= 0; slot = nextSlot(slot))
        {
            visitor.accept(Tags.toObject(keyBitsAt(slot), keyRefAt(slot)));
        }
    }

    /** A border: an index with a value before one without. */
    public int length()
    {
        final int size = arrayBits.length;
        if (size > 0 && arrayBits[size - 1] == Tags.NIL)
        {
            return TableSizes.borderIn(arrayBits);
        }
        return nodeBits == EMPTY_NODE_BITS ? size : TableSizes.borderBeyond(this, size);
    }

    int nodeCount()
    {
        return nodeNext.length;
    }

    boolean hasNodes()
    {
        return nodeBits != EMPTY_NODE_BITS;
    }

    long bitsAt(final int slot)
    {
        final int size = arrayBits.length;
        return slot < size ? arrayBits[slot] : nodeBits[((slot - size) << 1) + 1];
    }

    Object refAt(final int slot)
    {
        final int size = arrayBits.length;
        return slot < size ? arrayRefs[slot] : nodeRefs[((slot - size) << 1) + 1];
    }

    void setAt(final int slot, final long bits, final Object ref)
    {
        final int size = arrayBits.length;
        if (slot < size)
        {
            arrayBits[slot] = bits;
            if (bits >= Tags.STRING)
            {
                arrayRefs[slot] = ref;
            }
        }
        else
        {
            final int position = ((slot - size) << 1) + 1;
            nodeBits[position] = bits;
            if (bits >= Tags.STRING)
            {
                nodeRefs[position] = ref;
            }
        }
    }

    /**
     * Where the nodes' arrays hold the value under a string whose hash has been computed, or {@link #ABSENT}.
     * <p>
     * Names are interned, so a look at the key's main position mostly suffices. Only keys that are strings have strings
     * for references, so bits need not be looked at.
     */
    int valuePosition(final LuaString key)
    {
        final Object[] nodes = nodeRefs;
        final int position = key.hash << 1 & nodes.length - 2;
        return nodes[position] == key ? position + 1 : valuePositionBeyond(key);
    }

    private int valuePositionBeyond(final LuaString key)
    {
        final int node = findString(key);
        return node < 0 ? ABSENT : (node << 1) + 1;
    }

    /** The node of a string key, or {@link #ABSENT}. */
    int findString(final LuaString key)
    {
        final long[] bits = nodeBits;
        final Object[] refs = nodeRefs;
        int node = key.hashCode() & nodeNext.length - 1;
        do
        {
            if (bits[node << 1] == Tags.STRING)
            {
                final LuaString candidate = (LuaString)refs[node << 1];
                if (candidate == key || candidate.equalsHashed(key))
                {
                    return node;
                }
            }
            node = nodeNext[node];
        }
        while (node >= 0);
        return ABSENT;
    }

    /** The slot of an integer key, or {@link #ABSENT}. */
    int findInt(final int key)
    {
        return key - 1 >= 0 && key - 1 < arrayBits.length ? key - 1 : findNumberNode(key);
    }

    private int findNumberNode(final double key)
    {
        int node = numberPosition(key);
        do
        {
            final long candidate = nodeBits[node << 1];
            if (candidate < Tags.NIL && Tags.toDouble(candidate) == key)
            {
                return arrayBits.length + node;
            }
            node = nodeNext[node];
        }
        while (node >= 0);
        return ABSENT;
    }

    /** The slot of any key, or {@link #ABSENT}. */
    int find(final long keyBits, final Object keyRef)
    {
        if (keyBits < Tags.NIL)
        {
            final double key = Tags.toDouble(keyBits);
            final int index = (int)key;
            return index == key ? findInt(index) : findNumberNode(key);
        }
        if (keyBits == Tags.STRING)
        {
            final int node = findString((LuaString)keyRef);
            return node < 0 ? ABSENT : arrayBits.length + node;
        }
        return keyBits == Tags.NIL ? ABSENT : findNode(keyBits, keyRef);
    }

    private int findNode(final long keyBits, final Object keyRef)
    {
        int node = mainPosition(keyBits, keyRef);
        do
        {
            if (nodeBits[node << 1] == keyBits && (keyBits < Tags.STRING || nodeRefs[node << 1] == keyRef))
            {
                return arrayBits.length + node;
            }
            node = nodeNext[node];
        }
        while (node >= 0);
        return ABSENT;
    }

    /** Sets a value by key; the key is neither nil nor NaN. */
    void set(final long keyBits, final Object keyRef, final long bits, final Object ref)
    {
        absentEvents = 0;
        final int slot = find(keyBits, keyRef);
        setAt(slot >= 0 ? slot : insert(keyBits, keyRef), bits, ref);
    }

    void setInt(final int key, final long bits, final Object ref)
    {
        absentEvents = 0;
        final int slot = findInt(key);
        setAt(slot >= 0 ? slot : insert(Tags.number(key), null), bits, ref);
    }

    /** Makes room for a key that is absent. @return its slot. */
    int insert(final long keyBits, final Object keyRef)
    {
        int node = mainPosition(keyBits, keyRef);
        if (nodeBits[(node << 1) + 1] != Tags.NIL || nodeBits == EMPTY_NODE_BITS)
        {
            final int free = takeFreeNode();
            if (free < 0)
            {
                rehash(keyBits);
                final int slot = find(keyBits, keyRef);
                return slot >= 0 ? slot : insert(keyBits, keyRef);
            }
            final int other = mainPosition(nodeBits[node << 1], nodeRefs[node << 1]);
            if (other == node)
            {
                nodeNext[free] = nodeNext[node];
                nodeNext[node] = free;
                node = free;
            }
            else
            {
                moveNode(other, node, free);
            }
        }
        nodeBits[node << 1] = keyBits;
        nodeRefs[node << 1] = Tags.hasReference(keyBits) ? keyRef : null;
        return arrayBits.length + node;
    }

    /** Moves a node of the chain that begins at {@code head} away from a position that is not its own. */
    private void moveNode(final int head, final int from, final int to)
    {
        int previous = head;
        while (nodeNext[previous] != from)
        {
            previous = nodeNext[previous];
        }
        nodeNext[previous] = to;
        nodeBits[to << 1] = nodeBits[from << 1];
        nodeRefs[to << 1] = nodeRefs[from << 1];
        nodeBits[(to << 1) + 1] = nodeBits[(from << 1) + 1];
        nodeRefs[(to << 1) + 1] = nodeRefs[(from << 1) + 1];
        nodeNext[to] = nodeNext[from];
        nodeNext[from] = -1;
        nodeBits[(from << 1) + 1] = Tags.NIL;
    }

    private int takeFreeNode()
    {
        while (lastFree > 0)
        {
            lastFree--;
            if (nodeBits[lastFree << 1] == Tags.NIL)
            {
                return lastFree;
            }
        }
        return ABSENT;
    }

    private int mainPosition(final long keyBits, final Object keyRef)
    {
        if (keyBits < Tags.NIL)
        {
            return numberPosition(Tags.toDouble(keyBits));
        }
        if (keyBits == Tags.STRING)
        {
            return keyRef.hashCode() & nodeNext.length - 1;
        }
        if (keyBits >= Tags.TABLE)
        {
            return Integer.remainderUnsigned(((LuaObject)keyRef).id, nodeNext.length - 1 | 1);
        }
        return (keyBits == Tags.TRUE ? 1 : 0) & nodeNext.length - 1;
    }

    private int numberPosition(final double key)
    {
        if (key == 0)
        {
            return 0;
        }
        final long bits = Double.doubleToRawLongBits(key);
        return Integer.remainderUnsigned((int)bits + (int)(bits >>> 32), nodeNext.length - 1 | 1);
    }

    /** Grows or shrinks to what the present keys and one more need. */
    private void rehash(final long extraKeyBits)
    {
        final TableSizes sizes = vm.tableSizes;
        sizes.measure(this, extraKeyBits);
        resize(sizes.arraySize(), sizes.nodeCount());
    }

    /** Room for so many array elements; the nodes are hashed again, as the original does. */
    void growArray(final int size)
    {
        resize(size, hasNodes() ? nodeCount() : 0);
    }

    private void resize(final int arraySize, final int nodeTotal)
    {
        final long[] oldNodeBits = nodeBits;
        final Object[] oldNodeRefs = nodeRefs;
        final int[] oldNodeNext = nodeNext;
        final int oldLastFree = lastFree;
        final long[] oldArrayBits = arrayBits;
        final Object[] oldArrayRefs = arrayRefs;
        vm.memory.allocated(MemoryMeter.ofTable(arraySize, nodeTotal) -
            MemoryMeter.ofTable(oldArrayBits.length, hasNodes() ? nodeCount() : 0));
        boolean isDone = false;
        try
        {
            if (arraySize != oldArrayBits.length)
            {
                resizeArray(arraySize);
            }
            allocateNodes(nodeTotal);
            moveAll(arraySize, oldArrayBits, oldArrayRefs, oldNodeBits, oldNodeRefs);
            isDone = true;
        }
        finally
        {
            if (!isDone)                              // the script ends; its table is as it was
            {
                arrayBits = oldArrayBits;
                arrayRefs = oldArrayRefs;
                nodeBits = oldNodeBits;
                nodeRefs = oldNodeRefs;
                nodeNext = oldNodeNext;
                lastFree = oldLastFree;
            }
        }
    }

    private void moveAll(
        final int arraySize,
        final long[] oldArrayBits,
        final Object[] oldArrayRefs,
        final long[] oldNodeBits,
        final Object[] oldNodeRefs)
    {
        for (int i = arraySize; i < oldArrayBits.length; i++)
        {
            spendAt(i);
            if (oldArrayBits[i] != Tags.NIL)
            {
                setInt(i + 1, oldArrayBits[i], oldArrayRefs[i]);
            }
        }
        for (int i = oldNodeBits.length - 2; i >= 0; i -= 2)
        {
            spendAt(i);
            if (oldNodeBits[i + 1] != Tags.NIL)
            {
                set(oldNodeBits[i], oldNodeRefs[i], oldNodeBits[i + 1], oldNodeRefs[i + 1]);
            }
        }
    }

    private void spendAt(final int i)
    {
        if ((i & MOVED_AT_ONCE - 2) == 0)
        {
            vm.spend(MOVED_AT_ONCE);
        }
    }

    private void resizeArray(final int size)
    {
        final int kept = Math.min(arrayBits.length, size);
        final long[] newBits = LargeArrays.longs(size, vm);
        for (int from = 0; from < size; from += FILLED_AT_ONCE)
        {
            final int to = from + Math.min(FILLED_AT_ONCE, size - from);
            final int keptTo = Math.max(Math.min(to, kept), from);
            System.arraycopy(arrayBits, from < kept ? from : 0, newBits, from, keptTo - from);
            Arrays.fill(newBits, keptTo, to, Tags.NIL);
            vm.spend(to - from >> FILLED_PER_TURN_SHIFT);
        }
        final Object[] newRefs = LargeArrays.references(size, vm);
        for (int from = 0; from < kept; from += FILLED_AT_ONCE)
        {
            System.arraycopy(arrayRefs, from, newRefs, from, Math.min(FILLED_AT_ONCE, kept - from));
            vm.spend(FILLED_AT_ONCE >> FILLED_PER_TURN_SHIFT);
        }
        arrayBits = newBits;
        arrayRefs = newRefs;
    }

    private void allocateNodes(final int count)
    {
        if (count == 0)
        {
            nodeBits = EMPTY_NODE_BITS;
            nodeRefs = EMPTY_NODE_REFS;
            nodeNext = EMPTY_NODE_NEXT;
            lastFree = 0;
            return;
        }
        if (count > MAX_ARRAY_SIZE)
        {
            throw vm.memory.notEnough();
        }
        final int size = TableSizes.powerOfTwo(count);
        final long[] newBits = LargeArrays.longs(size << 1, vm);
        final Object[] newRefs = LargeArrays.references(size << 1, vm);
        final int[] newNext = LargeArrays.ints(size, vm);
        for (int from = 0; from < size; from += FILLED_AT_ONCE)
        {
            final int to = from + Math.min(FILLED_AT_ONCE, size - from);
            Arrays.fill(newBits, from << 1, to << 1, Tags.NIL);
            Arrays.fill(newNext, from, to, -1);
            vm.spend(to - from >> FILLED_PER_TURN_SHIFT);
        }
        nodeBits = newBits;
        nodeRefs = newRefs;
        nodeNext = newNext;
        lastFree = size;
    }

    /** The slot after {@code slot} that has a value, or {@link #ABSENT}; begins after -1. */
    int nextSlot(final int slot)
    {
        final int arraySize = arrayBits.length;
        int next = slot + 1;
        for (; next < arraySize; next++)
        {
            if (arrayBits[next] != Tags.NIL)
            {
                return next;
            }
            spendWhileSkipping(next);
        }
        for (int node = next - arraySize; node < nodeNext.length; node++)
        {
            if (nodeBits[(node << 1) + 1] != Tags.NIL)
            {
                return arraySize + node;
            }
            spendWhileSkipping(node);
        }
        return ABSENT;
    }

    private void spendWhileSkipping(final int i)
    {
        if ((i & FILLED_AT_ONCE - 1) == FILLED_AT_ONCE - 1)
        {
            vm.spend(FILLED_AT_ONCE >> FILLED_PER_TURN_SHIFT);
        }
    }

    long keyBitsAt(final int slot)
    {
        return slot < arrayBits.length ? Tags.number(slot + 1) : nodeBits[slot - arrayBits.length << 1];
    }

    Object keyRefAt(final int slot)
    {
        return slot < arrayBits.length ? null : nodeRefs[slot - arrayBits.length << 1];
    }
}
