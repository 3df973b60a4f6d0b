/**
 * The libraries that Redis adds to Lua for its scripts: cjson, cmsgpack, struct and bit. They know Lua's values and nothing of
 * the server.
 */
package io.ringbolt.engine.scripting.library;
