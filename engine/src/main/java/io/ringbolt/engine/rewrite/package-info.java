/**
 * Values as the commands that make them again: what an append-only file without an RDB preamble begins with.
 */
package io.ringbolt.engine.rewrite;
