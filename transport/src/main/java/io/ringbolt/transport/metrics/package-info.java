/** The server's figures for those who collect them: Prometheus over HTTP, JMX. Not loaded unless asked for. */
package io.ringbolt.transport.metrics;
