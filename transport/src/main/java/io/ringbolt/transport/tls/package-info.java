/** Encrypted connections: certificates and keys from PEM files, and the layer between a socket and its decoder. */
package io.ringbolt.transport.tls;
