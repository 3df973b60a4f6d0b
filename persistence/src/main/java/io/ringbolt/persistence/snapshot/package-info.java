/**
 * Snapshots: jobs that read the keyspace as it was at one moment, on a thread of their own, while commands go on.
 */
package io.ringbolt.persistence.snapshot;
