/**
 * Snapshots on their way to replicas: streamed while they are made, or by way of a file.
 */
package io.ringbolt.persistence.replication;
