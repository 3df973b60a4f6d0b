package io.ringbolt.perf.compare;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A certificate made for one comparison, and the ports at which servers show it.
 */
final class TlsFiles implements AutoCloseable
{
    private static final String PASSWORD = "changeit";
    private static final String ALIAS = "server";
    private static final int LINE_LENGTH = 64;

    private final Path folder;
    private final Map<String, Integer> ports = new HashMap<>();

    private TlsFiles(final Path folder)
    {
        this.folder = folder;
    }

    /** @throws IOException if the JDK's keytool fails; its output is in the message. */
    static TlsFiles create() throws IOException, InterruptedException
    {
        final TlsFiles files = new TlsFiles(Files.createTempDirectory("ringbolt-tls-"));
        final Path store = files.folder.resolve("store.p12");
        final Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-keyalg", "RSA",
            "-keysize", "2048", "-alias", ALIAS, "-dname", "CN=localhost", "-ext", "SAN=dns:localhost,ip:127.0.0.1",
            "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD)
            .redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        if (0 != process.waitFor())
        {
            throw new IOException("keytool failed: " + output);
        }
        try (InputStream in = Files.newInputStream(store))
        {
            final KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            files.write("server.crt", "CERTIFICATE", keys.getCertificate(ALIAS).getEncoded());
            files.write("server.key", "PRIVATE KEY", keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
        }
        catch (final GeneralSecurityException broken)
        {
            throw new IOException("keytool made no key: " + broken, broken);
        }
        return files;
    }

    private void write(final String name, final String label, final byte[] bytes) throws IOException
    {
        final String body = Base64.getMimeEncoder(LINE_LENGTH, new byte[]{'\n'}).encodeToString(bytes);
        Files.writeString(folder.resolve(name), "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label +
            "-----\n");
    }

    /** @return arguments with which a server also listens for encrypted connections, at a free port. */
    List<String> serverArguments(final String serverName) throws IOException
    {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))
        {
            ports.put(serverName, socket.getLocalPort());
        }
        return List.of(
            "--tls-port", ports.get(serverName).toString(), "--tls-auth-clients", "no",
            "--tls-cert-file", folder.resolve("server.crt").toString(),
            "--tls-key-file", folder.resolve("server.key").toString(),
            "--tls-ca-cert-file", folder.resolve("server.crt").toString());
    }

    int portOf(final ServerProcess server)
    {
        return ports.get(server.name());
    }

    /** @return arguments with which redis-benchmark encrypts. */
    List<String> clientArguments()
    {
        return new ArrayList<>(List.of("--tls", "--cacert", folder.resolve("server.crt").toString()));
    }

    @Override
    public void close() throws IOException
    {
        for (final String name : List.of("store.p12", "server.crt", "server.key"))
        {
            Files.deleteIfExists(folder.resolve(name));
        }
        Files.deleteIfExists(folder);
    }
}
