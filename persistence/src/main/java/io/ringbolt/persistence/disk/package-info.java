/**
 * Files as durability needs them: what is written, what is forced, and what a fault looks like.
 */
package io.ringbolt.persistence.disk;
