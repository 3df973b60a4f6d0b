/**
 * Replication: the history of changes as a stream of bytes, who follows it, and whom this server follows.
 */
package io.ringbolt.engine.replication;
