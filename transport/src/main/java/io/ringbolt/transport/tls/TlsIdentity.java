package io.ringbolt.transport.tls;

import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.TlsAuthClients;
import io.ringbolt.config.TlsParameters;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;

/**
 * Who a server is on encrypted connections and whom it trusts: the certificates and keys in the files that the
 * configuration names.
 */
final class TlsIdentity
{
    private static final char[] STORE_PASSWORD = {};
    private static final String ALIAS = "server";
    private static final byte[] PROBE = ALIAS.getBytes(StandardCharsets.US_ASCII);

    /** How a key of each kind signs. */
    private static final Map<String, String> SIGNATURES =
        Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private TlsIdentity()
    {
    }

    /** @return what is shown to clients. */
    static KeyManager[] ofServer(final ServerConfig config) throws GeneralSecurityException, IOException, TlsException
    {
        final String certificateFile = config.get(TlsParameters.TLS_CERT_FILE);
        final String keyFile = config.get(TlsParameters.TLS_KEY_FILE);
        if (certificateFile.isEmpty())
        {
            throw new TlsException("No tls-cert-file configured!");
        }
        if (keyFile.isEmpty())
        {
            throw new TlsException("No tls-key-file configured!");
        }
        return keyManagers(config, certificateFile, keyFile, config.get(TlsParameters.TLS_KEY_FILE_PASS));
    }

    /** @return what is shown to other servers: a certificate of its own, or the one that clients see. */
    static KeyManager[] ofClient(final ServerConfig config) throws GeneralSecurityException, IOException, TlsException
    {
        final String certificateFile = config.get(TlsParameters.TLS_CLIENT_CERT_FILE);
        final String keyFile = config.get(TlsParameters.TLS_CLIENT_KEY_FILE);
        if (certificateFile.isEmpty())
        {
            return ofServer(config);
        }
        if (keyFile.isEmpty())
        {
            throw new TlsException("tls-client-cert-file is configured, but no tls-client-key-file.");
        }
        return keyManagers(config, certificateFile, keyFile, config.get(TlsParameters.TLS_CLIENT_KEY_FILE_PASS));
    }

    private static KeyManager[] keyManagers(
        final ServerConfig config, final String certificateFile, final String keyFile, final String password)
        throws GeneralSecurityException, IOException, TlsException
    {
        final List<X509Certificate> chain = PemFile.read(config.resolve(certificateFile)).certificates();
        if (chain.isEmpty())
        {
            throw new TlsException("Failed to load certificate: " + certificateFile + ": it has none");
        }
        final PrivateKey key = PemFile.read(config.resolve(keyFile)).privateKey(password);
        if (!arePair(chain.get(0).getPublicKey(), key))
        {
            throw new TlsException("Failed to load private key: " + keyFile + ": it is not the key of " +
                certificateFile);
        }
        return keyManagers(chain, key);
    }

    /** @return whether what the private key signs is what the public key accepts. */
    private static boolean arePair(final PublicKey publicKey, final PrivateKey privateKey)
        throws GeneralSecurityException
    {
        if (!publicKey.getAlgorithm().equals(privateKey.getAlgorithm()))
        {
            return false;
        }

        final String algorithm = SIGNATURES.get(privateKey.getAlgorithm());
        if (null == algorithm)
        {
            return true;                               // of a kind that handshakes must judge
        }

        final Signature signature = Signature.getInstance(algorithm);
        signature.initSign(privateKey);
        signature.update(PROBE);
        final byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update(PROBE);
        return isAccepted(signature, signed);
    }

    /** A signature of another length than the key's is not a wrong one for the JDK but a malformed one. */
    private static boolean isAccepted(final Signature signature, final byte[] signed)
    {
        try
        {
            return signature.verify(signed);
        }
        catch (final SignatureException e)
        {
            return false;
        }
    }

    /** @return what shows a certificate, which comes before those that it descends from. */
    static KeyManager[] keyManagers(final List<X509Certificate> chain, final PrivateKey key)
        throws GeneralSecurityException, IOException
    {
        final KeyStore store = emptyStore();
        store.setKeyEntry(ALIAS, key, STORE_PASSWORD, chain.toArray(new X509Certificate[0]));
        final KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, STORE_PASSWORD);
        return factory.getKeyManagers();
    }

    /** @return whoever shows the certificate of {@link #ofServer}. */
    static TrustManager[] trusting(final KeyManager[] keys) throws GeneralSecurityException, IOException
    {
        return trusting(List.of(((X509KeyManager)keys[0]).getCertificateChain(ALIAS)[0]));
    }

    /** @return whoever shows a certificate that is or descends from one of these. */
    static TrustManager[] trusting(final List<X509Certificate> authorities) throws GeneralSecurityException, IOException
    {
        final KeyStore store = emptyStore();
        for (int i = 0; i < authorities.size(); i++)
        {
            store.setCertificateEntry("authority" + i, authorities.get(i));
        }
        final TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** @return whose certificates are accepted; null for the JDK's own authorities. */
    static TrustManager[] trusted(final ServerConfig config) throws GeneralSecurityException, IOException, TlsException
    {
        final List<X509Certificate> authorities = new ArrayList<>();
        final String file = config.get(TlsParameters.TLS_CA_CERT_FILE);
        final String directory = config.get(TlsParameters.TLS_CA_CERT_DIR);
        if (!file.isEmpty())
        {
            authorities.addAll(PemFile.read(config.resolve(file)).certificates());
        }
        if (!directory.isEmpty())
        {
            addAll(config.resolve(directory), authorities);
        }
        if (authorities.isEmpty() && isAuthorityNeeded(config))
        {
            throw new TlsException("Either tls-ca-cert-file or tls-ca-cert-dir must be specified when tls-cluster, " +
                "tls-replication or tls-auth-clients are enabled!");
        }
        return authorities.isEmpty() ? null : trusting(authorities);
    }

    private static boolean isAuthorityNeeded(final ServerConfig config)
    {
        return TlsAuthClients.NO != config.get(TlsParameters.TLS_AUTH_CLIENTS) ||
            config.booleanValue(TlsParameters.TLS_REPLICATION) || config.booleanValue(TlsParameters.TLS_CLUSTER);
    }

    private static void addAll(final Path directory, final List<X509Certificate> authorities)
        throws IOException, TlsException
    {
        try (Stream<Path> files = Files.list(directory))
        {
            for (final Path file : files.filter(Files::isRegularFile).sorted().toList())
            {
                authorities.addAll(PemFile.read(file).certificates());
            }
        }
    }

    /** The JDK has groups of its own and takes no others, but a file that is none is refused as by OpenSSL. */
    static void checkDhParameters(final ServerConfig config) throws TlsException
    {
        final String file = config.get(TlsParameters.TLS_DH_PARAMS_FILE);
        if (!file.isEmpty() && !PemFile.read(config.resolve(file)).has("DH PARAMETERS"))
        {
            throw new TlsException("Failed to read DH params file: " + file + ": it has none");
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException
    {
        final KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, STORE_PASSWORD);
        return store;
    }
}
