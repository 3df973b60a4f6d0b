package io.ringbolt.transport.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text file of Base64 blocks, each between a line that says what begins and one that says what ends: certificates,
 * keys.
 */
final class PemFile
{
    private static final Pattern BLOCK =
        Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String TRUSTED_CERTIFICATE = "TRUSTED CERTIFICATE";

    private final Path path;
    private final List<Block> blocks;

    private record Block(String label, byte[] bytes)
    {
    }

    private PemFile(final Path path, final List<Block> blocks)
    {
        this.path = path;
        this.blocks = blocks;
    }

    static PemFile read(final Path path) throws TlsException
    {
        final String text;
        try
        {
            text = Files.readString(path, StandardCharsets.ISO_8859_1);
        }
        catch (final IOException unreadable)
        {
            throw new TlsException("Failed to read: file=" + path + " reason=" + unreadable, unreadable);
        }
        final List<Block> blocks = new ArrayList<>();
        final Matcher matcher = BLOCK.matcher(text);
        while (matcher.find())
        {
            blocks.add(new Block(matcher.group(1), decode(path, matcher.group(2))));
        }
        return new PemFile(path, blocks);
    }

    private static byte[] decode(final Path path, final String body) throws TlsException
    {
        if (body.contains("Proc-Type:"))
        {
            throw new TlsException(
                "Encrypted in OpenSSL's old form; convert it with 'openssl pkcs8 -topk8': file=" + path);
        }
        try
        {
            return Base64.getMimeDecoder().decode(body);
        }
        catch (final IllegalArgumentException garbled)
        {
            throw new TlsException("Not Base64: file=" + path, garbled);
        }
    }

    /** @return true if there is a block that begins with such a label. */
    boolean has(final String label)
    {
        return blocks.stream().anyMatch(block -> label.equals(block.label()));
    }

    /** @return all certificates, in their order. */
    List<X509Certificate> certificates() throws TlsException
    {
        final List<X509Certificate> certificates = new ArrayList<>();
        for (final Block block : blocks)
        {
            if (CERTIFICATE.equals(block.label()) || TRUSTED_CERTIFICATE.equals(block.label()))
            {
                certificates.add(certificate(block.bytes()));
            }
        }
        return certificates;
    }

    private X509Certificate certificate(final byte[] bytes) throws TlsException
    {
        try
        {
            return (X509Certificate)CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(bytes));
        }
        catch (final GeneralSecurityException garbled)
        {
            throw new TlsException("Not a certificate: file=" + path, garbled);
        }
    }

    /** @param password for an encrypted key; may be empty. @return the first private key. */
    PrivateKey privateKey(final String password) throws TlsException
    {
        for (final Block block : blocks)
        {
            if (block.label().endsWith("PRIVATE KEY"))
            {
                try
                {
                    return PrivateKeys.decode(block.label(), block.bytes(), password);
                }
                catch (final GeneralSecurityException | IOException unusable)
                {
                    throw new TlsException(
                        "Failed to load private key: file=" + path + " reason=" + unusable, unusable);
                }
            }
        }
        throw new TlsException("No private key: file=" + path);
    }
}
