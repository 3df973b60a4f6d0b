package io.ringbolt.config;

/**
 * Whether TLS clients must show a certificate.
 */
public enum TlsAuthClients implements ConfigChoice
{
    NO, YES, OPTIONAL
}
