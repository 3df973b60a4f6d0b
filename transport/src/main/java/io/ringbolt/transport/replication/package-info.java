/** Links between servers that hold the same data: a replica's to its master. */
package io.ringbolt.transport.replication;
