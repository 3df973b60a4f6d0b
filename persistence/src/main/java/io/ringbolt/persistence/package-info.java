/**
 * What survives: the journal behind the engine, snapshots, and the formats they are kept in.
 */
package io.ringbolt.persistence;
