/**
 * Whole RDB files and streams: writing one from a snapshot, loading one into an empty keyspace, checking one.
 */
package io.ringbolt.persistence.rdb;
