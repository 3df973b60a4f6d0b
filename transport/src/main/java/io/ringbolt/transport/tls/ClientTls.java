package io.ringbolt.transport.tls;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The client's side of an encrypted connection: whom it trusts, how it shows who it is. Immutable.
 */
public final class ClientTls
{
    private final SSLContext context;

    private ClientTls(final SSLContext context)
    {
        this.context = context;
    }

    /**
     * Reads the files.
     *
     * @param authorities   certificates that servers' must descend from; null for those that the JDK trusts.
     * @param certificate   of the client; null for none.
     * @param privateKey    of the certificate.
     * @param isTrustingAll true to take any server for the right one.
     * @return what makes the engines of connections.
     * @throws TlsException if a file cannot be read or has not in it what it should.
     */
    public static ClientTls of(
        final Path authorities, final Path certificate, final Path privateKey, final boolean isTrustingAll)
        throws TlsException
    {
        try
        {
            final SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                certificate == null ? null : keyManagers(certificate, privateKey),
                isTrustingAll ? new TrustManager[]{new TrustingAll()} : trustManagers(authorities), null);
            return new ClientTls(context);
        }
        catch (final GeneralSecurityException | IOException broken)
        {
            throw new TlsException("Failed to configure TLS: " + broken, broken);
        }
    }

    /**
     * Certificates are checked, names in them are not, as redis-cli does it.
     *
     * @param host told to the server, which may have several certificates.
     * @return an engine that begins its handshake when it is first written to.
     */
    public SSLEngine newEngine(final String host, final int port)
    {
        final SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        return engine;
    }

    /** @return a connection with streams, which blocks. */
    public Socket connect(final String host, final int port) throws IOException
    {
        return context.getSocketFactory().createSocket(host, port);
    }

    private static KeyManager[] keyManagers(final Path certificate, final Path privateKey)
        throws GeneralSecurityException, IOException, TlsException
    {
        final List<X509Certificate> chain = PemFile.read(certificate).certificates();
        if (chain.isEmpty() || privateKey == null)
        {
            throw new TlsException("a client's certificate needs a chain and a key: " + certificate);
        }
        return TlsIdentity.keyManagers(chain, PemFile.read(privateKey).privateKey(""));
    }

    private static TrustManager[] trustManagers(final Path authorities)
        throws GeneralSecurityException, IOException, TlsException
    {
        return authorities == null ? null : TlsIdentity.trusting(PemFile.read(authorities).certificates());
    }

    /** Looks at no certificate: for measuring servers whose certificates nobody has signed. */
    private static final class TrustingAll extends X509ExtendedTrustManager
    {
        @Override
        public void checkClientTrusted(final X509Certificate[] chain, final String type)
        {
            // any
        }

        @Override
        public void checkServerTrusted(final X509Certificate[] chain, final String type)
        {
            // any
        }

        @Override
        public void checkClientTrusted(final X509Certificate[] chain, final String type, final Socket socket)
        {
            // any
        }

        @Override
        public void checkServerTrusted(final X509Certificate[] chain, final String type, final Socket socket)
        {
            // any
        }

        @Override
        public void checkClientTrusted(final X509Certificate[] chain, final String type, final SSLEngine engine)
        {
            // any
        }

        @Override
        public void checkServerTrusted(final X509Certificate[] chain, final String type, final SSLEngine engine)
        {
            // any
        }

        @Override
        public X509Certificate[] getAcceptedIssuers()
        {
            return new X509Certificate[0];
        }
    }
}
