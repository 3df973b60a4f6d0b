/**
 * A Lua 5.1 virtual machine that knows nothing of Redis.
 * <pre>
 *   text -> compiler (Lexer, Parser, CodeGenerator) -> Prototype -> LuaFunction -> LuaState.call -> Interpreter
 *                                                                                     |              |
 *                                                    NativeFunction of host or library <-- enter --> MetaOperations
 * </pre>
 *
 * <p><b>Embedding.</b> A {@link io.ringbolt.engine.scripting.lua.LuaVm} is one machine, used by one thread:
 * <pre>
 *   LuaVm vm = new LuaVm(host);                        // host: clock() for os.clock, onPulse() now and then
 *   Libraries.openAll(vm);                             // or one by one: library.BaseLibrary.open(vm) ...
 *   LuaTable redis = vm.newTable();
 *   LuaState.register(redis, "sha1hex", this::sha1hex);
 *   redis.setReadOnly(true);
 *   vm.globals().put("redis", redis);
 *
 *   LuaFunction f = vm.load(bytes, LuaString.of("@user_script"));       // throws LuaError SYNTAX; keep and reuse
 *   LuaState lua = vm.mainState();
 *   lua.pushFunction(f);
 *   LuaError error = lua.protectedCall(0, 1, 0);       // null, or the error; its value is also on the stack
 *   lua.type(-1) ... lua.pop(1);
 * </pre>
 *
 * <p><b>Values</b> cross the border on the stack, without allocation: {@code lua.pushNumber(1)}, {@code
 * lua.toNumber(-1)}. The stack's methods are those of Lua's C API by other names, with its indices and rules: arguments
 * from 1, negative ones from the top, {@code next} for traversal, {@code rawGetInt}, {@code getTable}. A string is a
 * {@link io.ringbolt.engine.scripting.lua.LuaString}, bytes and no text. {@code toObject} and {@code LuaTable.get/put}
 * box: null, Boolean, Double, LuaString, LuaTable, LuaFunction, LuaUserdata, LuaState; for set-up and tests.
 *
 * <p><b>A native function</b> is {@code int f(LuaState lua)}: reads its arguments with {@code lua.checkString(1)} and
 * the like, pushes results and returns their count. It fails with {@code throw lua.error("text")}, which adds the
 * position of the caller, {@code throw lua.raise(object)} for any value, {@code throw lua.argumentError(1, "text")}. It
 * calls back with {@code lua.call} or {@code lua.protectedCall}. Loops that can be long call
 * {@code lua.vm().spend(steps)}.
 *
 * <p><b>The sandbox</b>: {@code table.setReadOnly(true)} makes scripts' writes, raw ones and new metatables included,
 * fail with "Attempt to modify a readonly table"; the host's {@code put} still works. Global guards are metatables on
 * {@code vm.globals()}. Each function has an environment: {@code LuaFunction.setEnvironment}, and {@code
 * LuaState.setGlobals} for chunks loaded later.
 *
 * <p><b>Control</b>: {@link io.ringbolt.engine.scripting.lua.LuaHost#onPulse} is called on the script's thread tens of
 * microseconds apart while a script runs, wherever it loops: a place to serve other clients, and to throw
 * {@link io.ringbolt.engine.scripting.lua.LuaInterrupt}, which passes every {@code pcall} and coroutine. Whoever
 * catches it calls {@code mainState().reset()}. {@code vm.memory()} counts bytes and has a limit, at which scripts get
 * the error "not enough memory"; {@code vm.memory().used()} is what they hold, {@code collect()} makes it exact.
 *
 * <p><b>Positions</b> for messages of the host: {@code lua.where(1)} is "chunk:line: " of the caller,
 * {@code lua.callSite(level)} gives source and line, also inside the handler of a protected call, which runs before
 * the stack unwinds. {@code vm.random()} is the generator behind {@code math.random}; a replay seeds it.
 */
package io.ringbolt.engine.scripting.lua;
