/** Client-side caching: who has read what, and the news that it has changed. */
package io.ringbolt.engine.tracking;
