package io.ringbolt.config;

import static io.ringbolt.config.Rows.boolParameter;
import static io.ringbolt.config.Rows.choiceParameter;
import static io.ringbolt.config.Rows.intParameter;
import static io.ringbolt.config.Rows.portParameter;
import static io.ringbolt.config.Rows.textParameter;

/**
 * Encrypted connections.
 */
public final class TlsParameters
{
    /** TCP port for TLS connections; 0 for none. */
    public static final ConfigParameter<Integer> TLS_PORT = portParameter("tls-port").mutable();

    /** PEM file with the server's certificate. */
    public static final ConfigParameter<String> TLS_CERT_FILE = textParameter("tls-cert-file")
        .reloadable().unsetWhenEmpty().mutable();

    /** PEM file with the private key of the certificate. */
    public static final ConfigParameter<String> TLS_KEY_FILE = textParameter("tls-key-file")
        .reloadable().unsetWhenEmpty().mutable();

    /** Password of the private key, if it is encrypted. */
    public static final ConfigParameter<String> TLS_KEY_FILE_PASS = textParameter("tls-key-file-pass")
        .sensitive().unsetWhenEmpty().mutable();

    /** Certificate shown on outgoing connections; the server's own if there is none. */
    public static final ConfigParameter<String> TLS_CLIENT_CERT_FILE = textParameter("tls-client-cert-file")
        .reloadable().unsetWhenEmpty().mutable();

    /** Private key of the certificate shown on outgoing connections. */
    public static final ConfigParameter<String> TLS_CLIENT_KEY_FILE = textParameter("tls-client-key-file")
        .reloadable().unsetWhenEmpty().mutable();

    /** Password of that private key. */
    public static final ConfigParameter<String> TLS_CLIENT_KEY_FILE_PASS = textParameter("tls-client-key-file-pass")
        .sensitive().unsetWhenEmpty().mutable();

    /** Diffie-Hellman parameters for old clients; the JDK brings its own, so it is accepted and not used. */
    public static final ConfigParameter<String> TLS_DH_PARAMS_FILE = textParameter("tls-dh-params-file")
        .reloadable().unsetWhenEmpty().mutable();

    /** PEM file of the authorities whose certificates are trusted. */
    public static final ConfigParameter<String> TLS_CA_CERT_FILE = textParameter("tls-ca-cert-file")
        .reloadable().unsetWhenEmpty().mutable();

    /** Directory of such files. */
    public static final ConfigParameter<String> TLS_CA_CERT_DIR = textParameter("tls-ca-cert-dir")
        .reloadable().unsetWhenEmpty().mutable();

    /** Whether clients must show a certificate: yes, no, or optional, where one that is shown must be good. */
    public static final ConfigParameter<TlsAuthClients> TLS_AUTH_CLIENTS =
        choiceParameter("tls-auth-clients", TlsAuthClients.class)
        .defaultsTo(TlsAuthClients.YES).mutable();

    /** Field of a client's certificate that names the ACL user it becomes: CN, URI, or off for none. */
    public static final ConfigParameter<TlsClientUser> TLS_AUTH_CLIENTS_USER =
        choiceParameter("tls-auth-clients-user", TlsClientUser.class)
        .defaultsTo(TlsClientUser.OFF).mutable();

    /** Use TLS between primary and replica. */
    public static final ConfigParameter<Boolean> TLS_REPLICATION = boolParameter("tls-replication")
        .defaultsTo(false).mutable();

    /** Use TLS between the nodes of a cluster. */
    public static final ConfigParameter<Boolean> TLS_CLUSTER = boolParameter("tls-cluster")
        .defaultsTo(false).mutable();

    /** Versions of TLS to offer, such as "TLSv1.2 TLSv1.3"; the JDK's choice if empty. */
    public static final ConfigParameter<String> TLS_PROTOCOLS = textParameter("tls-protocols")
        .unsetWhenEmpty().mutable();

    /** Ciphers for TLS 1.2, in OpenSSL's names. */
    public static final ConfigParameter<String> TLS_CIPHERS = textParameter("tls-ciphers").unsetWhenEmpty().mutable();

    /** Cipher suites for TLS 1.3. */
    public static final ConfigParameter<String> TLS_CIPHERSUITES = textParameter("tls-ciphersuites")
        .unsetWhenEmpty().mutable();

    /** Let the server's order of ciphers decide, not the client's. */
    public static final ConfigParameter<Boolean> TLS_PREFER_SERVER_CIPHERS =
        boolParameter("tls-prefer-server-ciphers")
        .defaultsTo(false).mutable();

    /** Let clients resume sessions, which shortens their handshakes. */
    public static final ConfigParameter<Boolean> TLS_SESSION_CACHING = boolParameter("tls-session-caching")
        .defaultsTo(true).mutable();

    /** Sessions kept for resumption; 0 for any number. */
    public static final ConfigParameter<Integer> TLS_SESSION_CACHE_SIZE = intParameter("tls-session-cache-size")
        .range(0, Integer.MAX_VALUE).defaultsTo(20 * 1024).mutable();

    /** Seconds for which a session can be resumed. */
    public static final ConfigParameter<Integer> TLS_SESSION_CACHE_TIMEOUT = intParameter("tls-session-cache-timeout")
        .range(0, Integer.MAX_VALUE).defaultsTo(300).mutable();

    private TlsParameters()
    {
    }
}
