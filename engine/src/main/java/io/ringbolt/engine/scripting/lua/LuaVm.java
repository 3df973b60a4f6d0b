package io.ringbolt.engine.scripting.lua;

import io.ringbolt.engine.scripting.lua.compiler.LuaCompiler;

import java.util.function.Consumer;

/**
 * A Lua machine: globals, registry, main coroutine, memory meter. Used by one thread; shares nothing with others.
 */
public final class LuaVm implements Turns
{
    /** Turns of loops, calls and library steps between two looks at the host. */
    static final int PULSE_INTERVAL = 8191;

    private static final int COUNTED_PROTOTYPE_TURNS = 8;

    final MetaEvents events = new MetaEvents();
    final TableSizes tableSizes = new TableSizes();
    final LuaString notEnoughMemory = LuaString.of("not enough memory");
    final MemoryMeter memory = new MemoryMeter(this);
    final HotCode hot = new HotCode(memory);
    /** Counts down to the next look at the host. */
    int turnsLeft = PULSE_INTERVAL;
    /** What follows a function line by line, or null. */
    LineTrap trap;
    /** Calls in progress by compiled code, each of which takes Java stack. */
    int nestedCalls;

    private final LuaHost host;
    private final Random48 random;
    private final StringCache strings = new StringCache();
    private final LuaTable registry;
    private final LuaTable globals;
    private final LuaState mainState;
    private LuaTable stringMetatable;
    private Consumer<Consumer<LuaFunction>> hostRoots = reach -> { };
    private boolean isHeld;
    private boolean isLookDue;
    private int lastId;
    private int countingRound;

    /** With a generator of its own. */
    public LuaVm(final LuaHost host)
    {
        this(host, new Random48());
    }

    /** @param random behind {@code math.random}; the host's, who may give it to several machines. */
    public LuaVm(final LuaHost host, final Random48 random)
    {
        this.host = host;
        this.random = random;
        this.registry = new LuaTable(this, 0, 0);
        this.globals = new LuaTable(this, 0, 0);
        this.mainState = new LuaState(this, globals);
    }

    /** The coroutine that is none: where the host's own calls begin. */
    public LuaState mainState()
    {
        return mainState;
    }

    public LuaTable globals()
    {
        return globals;
    }

    /** A table that scripts cannot see, for the host's own values. */
    public LuaTable registry()
    {
        return registry;
    }

    public MemoryMeter memory()
    {
        return memory;
    }

    public LuaHost host()
    {
        return host;
    }

    /** The generator behind {@code math.random}. */
    public Random48 random()
    {
        return random;
    }

    /** The metatable of all strings, or null. */
    public LuaTable stringMetatable()
    {
        return stringMetatable;
    }

    public void setStringMetatable(final LuaTable metatable)
    {
        stringMetatable = metatable;
    }

    /**
     * Tells of functions that are held outside of the machine, and with them what their upvalues hold.
     *
     * @param roots passes each of them on; called whenever what can be reached is counted.
     */
    public void hostRoots(final Consumer<Consumer<LuaFunction>> roots)
    {
        hostRoots = roots;
    }

    Consumer<Consumer<LuaFunction>> hostRoots()
    {
        return hostRoots;
    }

    public LuaTable newTable()
    {
        return new LuaTable(this, 0, 0);
    }

    /** A table with room for so many elements and other keys. */
    public LuaTable newTable(final int arraySize, final int nodeCount)
    {
        memory.reserve(MemoryMeter.ofTable(arraySize, nodeCount));
        memory.allocated(MemoryMeter.ofTable(arraySize, nodeCount));
        return new LuaTable(this, arraySize, nodeCount);
    }

    public LuaFunction newFunction(final NativeFunction function)
    {
        memory.allocated(MemoryMeter.FUNCTION_BYTES);
        return new LuaFunction(this, function, globals);
    }

    /** A native function that keeps a value alive, to be counted with it. */
    public LuaFunction newFunction(final LuaObject kept, final NativeFunction function)
    {
        final LuaFunction created = newFunction(function);
        created.kept = kept;
        return created;
    }

    public LuaUserdata newUserdata(final Object payload)
    {
        memory.allocated(MemoryMeter.FUNCTION_BYTES);
        return new LuaUserdata(this, payload, false);
    }

    /** The light userdata of the null pointer, which stands for absent values in other notations. */
    public LuaUserdata newNullUserdata()
    {
        return new LuaUserdata(this, null, true);
    }

    /** @param bytes owned by the string from now on. */
    public LuaString newString(final byte[] bytes)
    {
        memory.allocated(MemoryMeter.STRING_BYTES + (long)bytes.length);
        return LuaString.wrap(bytes, this);
    }

    /**
     * Compiles a chunk.
     *
     * @param chunkName begins with {@code @} or {@code =}; otherwise it is the text itself.
     * @return the chunk as a function of any arguments.
     * @throws LuaError of kind {@link LuaError.Kind#SYNTAX}; a precompiled chunk is read as text, and so refused.
     */
    public LuaFunction load(final byte[] text, final LuaString chunkName)
    {
        return load(text, chunkName, mainState);
    }

    LuaFunction load(final byte[] text, final LuaString chunkName, final LuaState state)
    {
        final int levels = LuaState.MAX_NATIVE_CALLS - state.nativeCalls;
        final Prototype prototype = LuaCompiler.compile(text, chunkName, levels, strings::intern, this);
        memory.allocated(bytesOfAll(prototype) + MemoryMeter.FUNCTION_BYTES);
        hot.noteLoaded(prototype);
        return new LuaFunction(this, prototype, state.globals());
    }

    /** The machine's instance of a string that names something, so that lookups mostly compare references. */
    public LuaString intern(final LuaString string)
    {
        return strings.intern(string);
    }

    /**
     * Has a hook told of each line of a function that has been loaded and not been called yet, and of the functions
     * made in it, for as long as they live. It takes the place of an earlier hook.
     */
    public void trap(final LuaFunction function, final LineHook hook)
    {
        trap = new LineTrap(hook, function.prototype);
    }

    /** The host does something that no look at it may break off, until {@link #release}. */
    public void hold()
    {
        isHeld = true;
    }

    /** Looks that were due meanwhile are made up for at the next turn. */
    public void release()
    {
        isHeld = false;
        turnsLeft = isLookDue ? 0 : turnsLeft;
        isLookDue = false;
    }

    /** One look at the host after so many turns. */
    void pulse()
    {
        turnsLeft = PULSE_INTERVAL;
        isLookDue = isHeld;
        if (isHeld)
        {
            return;
        }
        if (trap != null)
        {
            trap.close();
        }
        host.onPulse();
    }

    /** One look at the host by the interpreter, in a function that is about to run an instruction. */
    void pulseIn(final CallInfo frame, final int pc)
    {
        frame.pc = pc;
        pulse();
        if (trap == null)
        {
            hot.noteRunning(frame.function.prototype, pc);
        }
    }

    /** Long library loops tell their steps, so that the host is looked at as often as in loops of a script. */
    @Override
    public void spend(final int turns)
    {
        turnsLeft -= turns;
        if (turnsLeft <= 0)
        {
            pulse();
        }
    }

    int nextId()
    {
        return ++lastId;
    }

    int nextCountingRound()
    {
        return ++countingRound;
    }

    static long bytesOf(final Prototype prototype)
    {
        return MemoryMeter.PROTOTYPE_BYTES + (long)prototype.code.length * MemoryMeter.INSTRUCTION_BYTES +
            (long)prototype.constantBits.length * MemoryMeter.STACK_SLOT_BYTES +
            (long)prototype.classFileLength * MemoryMeter.BYTES_PER_CLASS_FILE_BYTE;
    }

    private long bytesOfAll(final Prototype prototype)
    {
        long bytes = bytesOf(prototype);
        spend(COUNTED_PROTOTYPE_TURNS);
        for (final Prototype inner : prototype.inner)
        {
            bytes += bytesOfAll(inner);
        }
        return bytes;
    }
}
