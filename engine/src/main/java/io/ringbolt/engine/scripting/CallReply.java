package io.ringbolt.engine.scripting;

import io.ringbolt.engine.command.Doubles;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.scripting.lua.LuaError;
import io.ringbolt.engine.scripting.lua.LuaState;
import io.ringbolt.engine.scripting.lua.LuaString;
import io.ringbolt.engine.scripting.lua.LuaTable;
import io.ringbolt.engine.scripting.lua.LuaVm;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The reply of a command that a script calls, made of Lua values as the command writes it: no protocol lies between.
 * Owned by the engine thread.
 */
/*
 * Aggregates that are being written stand on a stack. One that has all its elements is an element of the one below. How
 * values look to a script depends on the protocol that it has chosen by redis.setresp, for the client that asks sees
 * RESP2 or RESP3: status and error are tables with one field; null is false, or nil in RESP3, where map, set, double,
 * big number and verbatim string are tables that say what they are.
 */
final class CallReply implements ReplyWriter, AutoCloseable
{
    private static final int RESP3 = 3;
    private static final int INITIAL_DEPTH = 8;
    private static final int UNKNOWN = -1;
    /** Elements for which a frame keeps room. */
    private static final int RETAINED_ELEMENTS = 1024;
    private static final LuaString OK_TEXT = LuaString.of("OK");

    private final OffHeapAllocator allocator;
    private final long digits;
    private LuaVm vm;
    private Frame[] frames = new Frame[INITIAL_DEPTH];
    private int depth;
    private Object result;
    /** The reply, if it is a number and nothing around it. */
    private double number;
    private boolean isNumber;
    private boolean isError;
    private boolean isTooLarge;
    /** Whether the first frame holds the reply's elements, and what they are. */
    private boolean isWaiting;
    private Kind waitingKind;
    private int protocol = 2;
    private long errorCount;
    private byte[] lastError;

    CallReply(final OffHeapAllocator allocator)
    {
        this.allocator = allocator;
        this.digits = allocator.allocate(Doubles.MAX_LENGTH);
    }

    /** Begins a reply. @param machine whose values it is made of. */
    void begin(final LuaVm machine)
    {
        vm = machine;
        depth = 0;
        result = null;
        isNumber = false;
        isError = false;
        isTooLarge = false;
        isWaiting = false;
        machine.memory().beginBuilding();
        machine.hold();
    }

    /** Lets go of the last reply and its machine. */
    void forget()
    {
        if (null != vm)
        {
            vm.release();
        }
        vm = null;
        result = null;
    }

    /**
     * Ends the reply and pushes it as a Lua value. The command has been executed in any case.
     *
     * @throws LuaError if it takes more memory than scripts may hold.
     */
    void pushTo(final LuaState lua)
    {
        vm.release();
        try
        {
            if (isNumber)
            {
                lua.pushNumber(number);
            }
            else
            {
                lua.pushObject(isWaiting ? frames[0].end(waitingKind) : result);
            }
        }
        finally
        {
            isWaiting = false;
            vm.memory().endBuilding();
        }
        if (isTooLarge)
        {
            throw vm.memory().notEnough();
        }
    }

    /** @return true if the reply is an error. */
    boolean isError()
    {
        return isError;
    }

    void protocol(final int version)
    {
        this.protocol = version;
    }

    @Override
    public int protocol()
    {
        return protocol;
    }

    @Override
    public void ok()
    {
        status(OK_TEXT);
    }

    @Override
    public void simple(final byte[] text)
    {
        status(LuaString.copyOf(text, 0, text.length));
    }

    @Override
    public void simple(final String text)
    {
        status(LuaString.of(text));
    }

    private void status(final LuaString text)
    {
        add(tagged(ReplyTags.OK, text));
    }

    @Override
    public void error(final byte[] text)
    {
        errorCount++;
        lastError = text;
        isError = 0 == depth;
        add(countedError(vm, LuaString.copyOf(text, 0, text.length)));
    }

    @Override
    public void error(final String text)
    {
        error(text.replace('\r', ' ').replace('\n', ' ').getBytes(StandardCharsets.ISO_8859_1));
    }

    /** @return an error as scripts see it. @param text with its code. */
    static LuaTable error(final LuaVm vm, final LuaString text)
    {
        final LuaTable table = vm.newTable(0, 1);
        table.put(ReplyTags.ERR, text);
        return table;
    }

    /** @return an error that INFO's figures have already, although the script may make it its own. */
    static LuaTable countedError(final LuaVm vm, final LuaString text)
    {
        final LuaTable table = error(vm, text);
        table.put(ReplyTags.IS_COUNTED, Boolean.TRUE);
        return table;
    }

    @Override
    public void integer(final long value)
    {
        if (0 == depth)
        {
            number = value;
            isNumber = true;
            return;
        }
        add((double)value);
    }

    @Override
    public void bulk(final long address, final int length)
    {
        isTooLarge = isTooLarge || !vm.memory().hasRoom(length);
        add(isTooLarge ? null : LuaString.wrap(OffHeap.toBytes(address, length), vm));
    }

    @Override
    public void bulk(final byte[] bytes)
    {
        add(LuaString.copyOf(bytes, 0, bytes.length));
    }

    @Override
    public void bulk(final String text)
    {
        add(LuaString.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void bulkLong(final long value)
    {
        add(LuaString.of(Long.toString(value)));
    }

    @Override
    public void doubleValue(final double value)
    {
        if (RESP3 == protocol)
        {
            add(tagged(ReplyTags.DOUBLE, value));
            return;
        }
        bulk(digits, Doubles.write(value, digits));
    }

    @Override
    public void bool(final boolean value)
    {
        if (RESP3 == protocol)
        {
            add(value);
            return;
        }
        integer(value ? 1 : 0);
    }

    @Override
    public void nullValue()
    {
        add(RESP3 == protocol ? null : Boolean.FALSE);
    }

    @Override
    public void nullArray()
    {
        nullValue();
    }

    @Override
    public void verbatim(final String format, final String text)
    {
        verbatim(format, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void verbatim(final String format, final byte[] text)
    {
        if (RESP3 != protocol)
        {
            bulk(text);
            return;
        }
        final LuaTable inner = vm.newTable();
        inner.put(ReplyTags.FORMAT, LuaString.of(format));
        inner.put(ReplyTags.STRING, LuaString.copyOf(text, 0, text.length));
        add(tagged(ReplyTags.VERBATIM, inner));
    }

    @Override
    public void bigNumber(final String number)
    {
        if (RESP3 != protocol)
        {
            bulk(number);
            return;
        }
        add(tagged(ReplyTags.BIG_NUMBER, LuaString.of(number)));
    }

    @Override
    public void array(final int count)
    {
        open(Kind.ARRAY, count);
    }

    @Override
    public void map(final int pairs)
    {
        open(RESP3 == protocol ? Kind.MAP : Kind.ARRAY, 2 * pairs);
    }

    @Override
    public void set(final int count)
    {
        open(RESP3 == protocol ? Kind.SET : Kind.ARRAY, count);
    }

    @Override
    public void push(final int count)
    {
        open(Kind.ARRAY, count);
    }

    @Override
    public long deferAggregate()
    {
        open(Kind.ARRAY, UNKNOWN);
        return depth;
    }

    @Override
    public void completeArray(final long handle, final int count)
    {
        complete(handle, Kind.ARRAY);
    }

    @Override
    public void completeMap(final long handle, final int pairs)
    {
        complete(handle, RESP3 == protocol ? Kind.MAP : Kind.ARRAY);
    }

    @Override
    public void completeSet(final long handle, final int count)
    {
        complete(handle, RESP3 == protocol ? Kind.SET : Kind.ARRAY);
    }

    private void complete(final long handle, final Kind kind)
    {
        if (1 == handle && 1 == depth)
        {
            await(kind);
            return;
        }
        add(close(handle, kind));
    }

    /** Numbers, strings and attributes only: what handlers encode themselves. Scripts don't see attributes. */
    @Override
    public void raw(final long address, final int length)
    {
        final long end = address + length;
        long at = address;
        while (at < end)
        {
            at = rawValue(at);
        }
    }

    /** @return where the value after the one at {@code at} begins. */
    private long rawValue(final long at)
    {
        final long end = lineEnd(at);
        switch (OffHeap.getByte(at))
        {
            case ':' -> integer(wholeNumber(at + 1, end));
            case ',' -> add(tagged(ReplyTags.DOUBLE, doubleOf(line(at + 1, end).toString())));
            case '+' -> status(line(at + 1, end));
            case '$' ->
            {
                final int length = (int)wholeNumber(at + 1, end);
                bulk(end + 2, length);
                return end + 2 + length + 2;
            }
            case '|' ->
            {
                return past(at);
            }
            default -> throw new IllegalStateException("not a number or string: type=" + (char)OffHeap.getByte(at));
        }
        return end + 2;
    }

    /** Where a value that is passed over ends, with all that is in it. */
    private static long past(final long at)
    {
        final long end = lineEnd(at);
        final byte type = OffHeap.getByte(at);
        switch (type)
        {
            case '$':
                return end + 2 + wholeNumber(at + 1, end) + 2;
            case '*', '|':
                long next = end + 2;
                for (long left = wholeNumber(at + 1, end) * ('|' == type ? 2 : 1); left > 0; left--)
                {
                    next = past(next);
                }
                return next;
            default:
                return end + 2;
        }
    }

    private static LuaString line(final long from, final long to)
    {
        return LuaString.wrap(OffHeap.toBytes(from, (int)(to - from)));
    }

    private static long lineEnd(final long from)
    {
        long end = from;
        while ('\r' != OffHeap.getByte(end))
        {
            end++;
        }
        return end;
    }

    /** Our own encoder's digits, so they fit; counted down from zero, for the least number has no positive. */
    private static long wholeNumber(final long from, final long to)
    {
        final boolean isNegative = '-' == OffHeap.getByte(from);
        long value = 0;
        for (long at = isNegative ? from + 1 : from; at < to; at++)
        {
            value = value * 10 - (OffHeap.getByte(at) - '0');
        }
        return isNegative ? value : -value;
    }

    private static double doubleOf(final String text)
    {
        return switch (text)
        {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    @Override
    public long errorCount()
    {
        return errorCount;
    }

    @Override
    public byte[] lastError()
    {
        return lastError;
    }

    @Override
    public void close()
    {
        allocator.free(digits, Doubles.MAX_LENGTH);
    }

    private LuaTable tagged(final LuaString tag, final Object value)
    {
        final LuaTable table = vm.newTable(0, 1);
        table.put(tag, value);
        return table;
    }

    private void open(final Kind kind, final int count)
    {
        if (depth == frames.length)
        {
            frames = Arrays.copyOf(frames, 2 * depth);
        }
        if (null == frames[depth])
        {
            frames[depth] = new Frame();
        }
        frames[depth++].begin(kind, count);
        if (0 == count)
        {
            add(close(depth, kind));
        }
    }

    /** An element is complete: it joins the aggregate on top, which may be complete then itself. */
    private void add(final Object value)
    {
        isTooLarge = isTooLarge || !vm.memory().takeElement(value instanceof LuaString text ? text.length() : 0);
        Object element = isTooLarge ? null : value;
        while (depth > 0)
        {
            final Frame frame = frames[depth - 1];
            frame.add(element);
            if (frame.count != frame.wanted)
            {
                return;
            }
            if (1 == depth)
            {
                await(frame.kind);
                return;
            }
            element = close(depth, frame.kind);
        }
        result = element;
    }

    /** The outermost aggregate is made once the command has ended, for then the script may be ended meanwhile. */
    private void await(final Kind kind)
    {
        depth = 0;
        isWaiting = true;
        waitingKind = kind;
    }

    private Object close(final long handle, final Kind kind)
    {
        if (handle != depth)
        {
            throw new IllegalStateException("aggregates end in another order: handle=" + handle + " depth=" + depth);
        }
        return frames[--depth].end(kind);
    }

    private enum Kind
    {
        ARRAY, MAP, SET
    }

    /** An aggregate that is being written; reused by the next at its depth. */
    private final class Frame
    {
        private Kind kind;
        private int wanted;
        private int count;
        private Object[] elements = {};

        void begin(final Kind newKind, final int newWanted)
        {
            kind = newKind;
            wanted = newWanted;
            count = 0;
        }

        void add(final Object element)
        {
            if (count == elements.length)
            {
                elements = Arrays.copyOf(elements, Math.max(16, 2 * count));
            }
            elements[count++] = element;
        }

        /** @return the aggregate; null if the reply is too large for it. */
        LuaTable end(final Kind as)
        {
            try
            {
                return isTooLarge ? null : toTable(as);
            }
            finally
            {
                clear();
            }
        }

        private void clear()
        {
            if (elements.length > RETAINED_ELEMENTS)
            {
                elements = new Object[0];
            }
            else
            {
                Arrays.fill(elements, 0, count, null);
            }
        }

        private LuaTable toTable(final Kind as)
        {
            return switch (as)
            {
                case ARRAY -> toArray();
                case MAP -> tagged(ReplyTags.MAP, toMap());
                case SET -> tagged(ReplyTags.SET, toSet());
            };
        }

        private LuaTable toArray()
        {
            final LuaTable array = vm.newTable(count, 0);
            for (int i = 0; i < count; i++)
            {
                array.putElement(i + 1, elements[i]);
                vm.spend(1);
            }
            return array;
        }

        private LuaTable toMap()
        {
            final LuaTable map = vm.newTable();
            for (int i = 0; i < count; i += 2)
            {
                if (null != elements[i])
                {
                    map.put(elements[i], elements[i + 1]);
                }
                vm.spend(1);
            }
            return map;
        }

        private LuaTable toSet()
        {
            final LuaTable set = vm.newTable();
            for (int i = 0; i < count; i++)
            {
                if (null != elements[i])
                {
                    set.put(elements[i], Boolean.TRUE);
                }
                vm.spend(1);
            }
            return set;
        }
    }
}
