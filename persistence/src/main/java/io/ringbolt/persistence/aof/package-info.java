/**
 * The append-only file as Redis 7 has it, in several parts named by a manifest, with checksums in annotation lines.
 */
package io.ringbolt.persistence.aof;
