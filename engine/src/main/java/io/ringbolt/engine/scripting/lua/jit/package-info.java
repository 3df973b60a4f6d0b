/**
 * Turns Lua instructions into bytecode of the JVM.
 * <pre>
 *   HotCode (notes what runs long) -> Region (how much of the function) -> CodeWriter -> a hidden class of CompiledCode
 * </pre>
 * The bytecode of an instruction is a call of what the interpreter calls for it, with operands as constants, so there
 * is one meaning of an instruction and not two. HotSpot inlines these calls.
 */
package io.ringbolt.engine.scripting.lua.jit;
