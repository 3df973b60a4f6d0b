package io.ringbolt.engine.scripting.lua;

import java.util.Arrays;

/**
 * Calls on a stack: entering and leaving functions, catching errors.
 */
/*
 * Calls between Lua functions take a frame of the stack's array and no Java stack; the interpreter recurses only where
 * a native function or a metamethod calls back, at most 200 deep.
 *
 * The depth limits are those of the original, including how the array's size, which is the limit, doubles.
 */
public abstract sealed class LuaCalls extends LuaErrors permits LuaCoroutine
{
    static final int MAX_NATIVE_CALLS = 200;
    /** What a call through Java counts for: unwinding many of them after an error takes as long as a whole loop. */
    private static final int NATIVE_CALL_TURNS = 32;
    /** What an error counts for, once for each call that it ends. */
    private static final int UNWINDING_TURNS = 16;
    /** Thousands of values, as of {@code unpack} or {@code ...}, take as long as many turns. */
    static final int VALUES_PER_TURN_SHIFT = 2;
    static final int ALL_RESULTS = -1;
    static final int ENTERED = 0;
    static final int COMPLETED = 1;
    static final int SUSPENDED = 2;
    /** What compiled code says of a tail call, and of instructions that it leaves to the interpreter. */
    static final int REPLACED = 3;
    static final int LEFT = 4;

    private static final int MAX_FRAMES = 20_000;

    /** The reference that the last {@link #metaHandler} found. */
    Object handlerRef;
    /** Calls in progress that take Java stack. */
    int nativeCalls;
    /** As many of them as there were when this coroutine was last resumed. */
    int nativeCallsAtResume;
    private int frameLimit = FIRST_FRAMES;

    LuaCalls(final LuaVm vm, final LuaTable globals)
    {
        super(vm, globals);
    }

    /**
     * Calls the function below the arguments, and replaces both by the results.
     *
     * @param argumentCount how many values on top are arguments; the function is under them.
     * @param resultCount how many results are wanted, or -1 for all.
     * @throws LuaError if the function raises one.
     */
    public final void call(final int argumentCount, final int resultCount)
    {
        callAt(top - argumentCount - 1, resultCount);
    }

    /**
     * Calls as {@link #call} does, and catches errors: the error's value then replaces function and arguments.
     *
     * @param handler index of a function that sees the error's value where it happens and may replace it; 0 for none.
     * @return the error, or null.
     */
    public final LuaError protectedCall(final int argumentCount, final int resultCount, final int handler)
    {
        final int functionIndex = top - argumentCount - 1;
        final int outerHandler = handlerIndex;
        final int outerDepth = depth;
        final int outerNativeCalls = nativeCalls;
        final int outerNestedCalls = vm.nestedCalls;
        handlerIndex = handler == 0 ? NO_HANDLER : at(handler);
        try
        {
            callAt(functionIndex, resultCount);
            return null;
        }
        catch (final LuaError e)
        {
            recover(e, functionIndex, outerDepth, outerNativeCalls, outerNestedCalls);
            return e;
        }
        catch (final StackOverflowError e)
        {
            final LuaError error = new LuaError(LuaString.of("stack overflow"), LuaError.Kind.RUNTIME);
            recover(error, functionIndex, outerDepth, outerNativeCalls, outerNestedCalls);
            return error;
        }
        finally
        {
            handlerIndex = outerHandler;
        }
    }

    private void recover(
        final LuaError error,
        final int at,
        final int outerDepth,
        final int outerNativeCalls,
        final int outerNestedCalls)
    {
        vm.turnsLeft -= (1 + depth - outerDepth) * UNWINDING_TURNS;
        final int end = liveEnd();
        closeUpValues(at);
        top = at;
        pushObject(error.value());
        for (int i = top; i < end; i++)
        {
            bits[i] = Tags.NIL;
        }
        nativeCalls = outerNativeCalls;
        vm.nestedCalls = outerNestedCalls;
        depth = outerDepth;
        base = frames[depth].base;
        if (frameLimit > MAX_FRAMES && depth + 1 < MAX_FRAMES)
        {
            frameLimit = MAX_FRAMES;
        }
    }

    /** Forgets all calls in progress: the host's way back after a {@link LuaInterrupt}. */
    public final void reset()
    {
        closeUpValues(0);
        depth = 0;
        base = frames[0].base;
        top = base;
        nativeCalls = 0;
        nativeCallsAtResume = 0;
        vm.nestedCalls = 0;
        handlerIndex = NO_HANDLER;
        frameLimit = Math.min(frameLimit, MAX_FRAMES);
    }

    @Override
    final void callAt(final int functionIndex, final int resultCount)
    {
        if (++nativeCalls >= MAX_NATIVE_CALLS)
        {
            if (nativeCalls == MAX_NATIVE_CALLS)
            {
                throw runtimeError("C stack overflow");
            }
            if (nativeCalls >= MAX_NATIVE_CALLS + (MAX_NATIVE_CALLS >> 3))
            {
                throw errorInHandler();
            }
        }
        vm.spend(NATIVE_CALL_TURNS);
        if (enter(functionIndex, resultCount) == ENTERED)
        {
            Interpreter.run(self(), 1);
        }
        nativeCalls--;
    }

    /**
     * Begins a call whose arguments reach to the top.
     *
     * @return {@link #ENTERED} for a Lua function, which the interpreter then runs; {@link #COMPLETED} for a native
     * one, or {@link #SUSPENDED} if that one yielded.
     */
    final int enter(final int index, final int resultCount)
    {
        if (bits[index] != Tags.FUNCTION)
        {
            useCallHandler(index);
        }
        final LuaFunction function = (LuaFunction)refs[index];
        final Prototype prototype = function.prototype;
        if (prototype == null)
        {
            return enterNative(function, index, resultCount);
        }
        ensure(prototype.registerCount + prototype.parameterCount);
        int newBase = index + 1;
        int given = Math.min(top, newBase + prototype.parameterCount);
        if (prototype.varargFlags != 0)
        {
            newBase = spreadVarargs(prototype, top - newBase);
            given = top;                              // with the table arg, if it is made
        }
        final CallInfo frame = push();
        if (frame.function != function)
        {
            frame.function = function;
        }
        frame.functionIndex = index;
        frame.base = newBase;
        frame.wantedResults = resultCount;
        frame.tailCalls = 0;
        frame.pc = 0;
        final int end = newBase + prototype.registerCount;
        frame.top = end;
        base = newBase;
        if (given < newBase + prototype.firstRegisters)
        {
            clear(given, newBase + prototype.firstRegisters);
        }
        top = end;
        return ENTERED;
    }

    private void clear(final int from, final int to)
    {
        for (int i = from; i < to; i++)
        {
            bits[i] = Tags.NIL;
        }
    }

    private int enterNative(final LuaFunction function, final int index, final int resultCount)
    {
        ensure(NATIVE_ROOM);
        final CallInfo frame = push();
        frame.function = function;
        frame.functionIndex = index;
        frame.base = index + 1;
        frame.top = top + NATIVE_ROOM;
        frame.wantedResults = resultCount;
        frame.tailCalls = 0;
        base = index + 1;
        final int count = function.nativeFunction.call(self());
        if (count < 0)
        {
            return SUSPENDED;
        }
        vm.turnsLeft -= count >> VALUES_PER_TURN_SHIFT;
        leave(top - count);
        return COMPLETED;
    }

    /** Ends a call whose results begin at an index and reach to the top. @return whether all results were wanted. */
    final boolean leave(final int firstResult)
    {
        final CallInfo frame = frames[depth--];
        base = frames[depth].base;
        final int wanted = frame.wantedResults;
        final int to = frame.functionIndex;
        if (wanted != 1 || firstResult >= top)
        {
            giveResults(firstResult, to, wanted);
            return wanted == ALL_RESULTS;
        }
        final long value = bits[firstResult];
        bits[to] = value;
        if (value >= Tags.STRING)
        {
            refs[to] = refs[firstResult];
        }
        top = to + 1;
        return false;
    }

    private void giveResults(final int firstResult, final int firstTo, final int wanted)
    {
        final long[] slots = bits;
        final int end = top;
        int to = firstTo;
        int from = firstResult;
        int remaining = wanted;
        for (; remaining != 0 && from < end; remaining--, from++, to++)
        {
            final long value = slots[from];
            slots[to] = value;
            if (value >= Tags.STRING)
            {
                refs[to] = refs[from];
            }
        }
        for (; remaining > 0; remaining--)
        {
            slots[to++] = Tags.NIL;
        }
        top = to;
    }

    private CallInfo push()
    {
        if (depth == frameLimit - 1)
        {
            growFrames();
        }
        if (depth + 1 == frames.length)
        {
            makeFrames();
        }
        return frames[++depth];
    }

    private void makeFrames()
    {
        final CallInfo[] larger = Arrays.copyOf(frames, frames.length * 2);
        for (int i = frames.length; i < larger.length; i++)
        {
            larger[i] = new CallInfo();
        }
        frames = larger;
    }

    private void growFrames()
    {
        if (frameLimit > MAX_FRAMES)
        {
            throw errorInHandler();
        }
        frameLimit *= 2;
        if (frameLimit > MAX_FRAMES)
        {
            throw runtimeError("stack overflow");
        }
    }

    private void useCallHandler(final int index)
    {
        final long handlerBits = metaHandler(bits[index], refs[index], MetaEvents.CALL);
        if (handlerBits != Tags.FUNCTION)
        {
            throw typeError(index, "call");
        }
        final Object handler = handlerRef;
        ensure(1);
        move(index, index + 1, top - index);
        top++;
        setSlot(index, Tags.FUNCTION, handler);
    }

    /** Moves fixed parameters above the variable ones. @return the new base. */
    private int spreadVarargs(final Prototype prototype, final int given)
    {
        final int fixed = prototype.parameterCount;
        int actual = given;
        ensure(prototype.registerCount + fixed * 2 + 1);
        for (; actual < fixed; actual++)
        {
            bits[top++] = Tags.NIL;
        }
        LuaTable arg = null;
        if ((prototype.varargFlags & Prototype.NEEDS_ARG) != 0)
        {
            arg = collectArg(actual - fixed);
        }
        final int first = top - actual;
        final int newBase = top;
        for (int i = 0; i < fixed; i++)
        {
            copy(first + i, top++);
            bits[first + i] = Tags.NIL;
        }
        if (arg != null)
        {
            setSlot(top++, Tags.TABLE, arg);
        }
        return newBase;
    }

    private LuaTable collectArg(final int count)
    {
        final LuaTable arg = vm.newTable(count, 1);
        for (int i = 0; i < count; i++)
        {
            arg.setInt(i + 1, bits[top - count + i], refs[top - count + i]);
        }
        arg.put("n", (double)count);
        return arg;
    }

    /** A value's metatable, or null. */
    final LuaTable metatableOf(final long valueBits, final Object ref)
    {
        if (valueBits == Tags.TABLE)
        {
            return ((LuaTable)ref).metatable;
        }
        if (valueBits == Tags.STRING)
        {
            return vm.stringMetatable();
        }
        return valueBits == Tags.USERDATA ? ((LuaUserdata)ref).metatable : null;
    }

    /** The bits of a value's handler of an event, nil if it has none; the reference is in {@link #handlerRef}. */
    final long metaHandler(final long valueBits, final Object ref, final int event)
    {
        final LuaTable metatable = metatableOf(valueBits, ref);
        final int slot = vm.events.find(metatable, event);
        if (slot < 0)
        {
            return Tags.NIL;
        }
        handlerRef = metatable.refAt(slot);
        return metatable.bitsAt(slot);
    }
}
