package io.ringbolt.transport.tls;

import io.ringbolt.config.TlsClientUser;
import io.ringbolt.transport.TlsFixture;
import org.junit.jupiter.api.Test;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

class CertificateNamesTest
{
    @Test
    void shouldTakeTheFirstCommonNameByteForByte() throws Exception
    {
        final String name = new String("müller, eve".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertEquals(List.of(name), CertificateNames.of(certificate("names.crt"), TlsClientUser.CN));
        assertEquals(List.of("localhost"), CertificateNames.of(certificate("client.crt"), TlsClientUser.CN));
    }

    @Test
    void shouldTakeAllUrisInOrder() throws Exception
    {
        assertEquals(
            List.of("spiffe://one", "spiffe://two"),
            CertificateNames.of(certificate("names.crt"), TlsClientUser.URI));
        assertEquals(List.of(), CertificateNames.of(certificate("client.crt"), TlsClientUser.URI));
        assertEquals(List.of(), CertificateNames.of(certificate("ca.crt"), TlsClientUser.URI));
    }

    @Test
    void shouldTakeNothingWhenOff() throws Exception
    {
        assertEquals(List.of(), CertificateNames.of(certificate("names.crt"), TlsClientUser.OFF));
    }

    private static X509Certificate certificate(final String name) throws Exception
    {
        try (InputStream in = Files.newInputStream(Path.of(TlsFixture.file(name))))
        {
            return (X509Certificate)CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
