package io.ringbolt.transport.tls;

import io.ringbolt.config.TlsClientUser;

import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * The names of users that a client's certificate vouches for.
 */
final class CertificateNames
{
    /** A URI among alternative names, as {@link X509Certificate#getSubjectAlternativeNames} marks it. */
    private static final int URI_NAME = 6;
    private static final String COMMON_NAME = "CN";

    private CertificateNames()
    {
    }

    /** @return names in the order in which they are to be tried; none without a certificate. */
    static List<String> of(final SSLSession session, final TlsClientUser field)
    {
        if (TlsClientUser.OFF == field)
        {
            return List.of();
        }
        try
        {
            final Certificate certificate = session.getPeerCertificates()[0];
            return certificate instanceof X509Certificate known ? of(known, field) : List.of();
        }
        catch (final SSLPeerUnverifiedException none)
        {
            return List.of();
        }
    }

    static List<String> of(final X509Certificate certificate, final TlsClientUser field)
    {
        return switch (field)
        {
            case OFF -> List.of();
            case CN -> commonName(certificate);
            case URI -> uris(certificate);
        };
    }

    /** @return the first of the subject's common names, as OpenSSL finds it. */
    private static List<String> commonName(final X509Certificate certificate)
    {
        try
        {
            for (final Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns())
            {
                final Attribute name = part.toAttributes().get(COMMON_NAME);
                if (null != name && name.get() instanceof String)
                {
                    return List.of(bytesOf((String)name.get()));
                }
            }
            return List.of();
        }
        catch (final NamingException impossible)
        {
            throw new IllegalStateException("a principal that is no name: " + impossible, impossible);
        }
    }

    /** @return a name as the engine has it, one char a byte. */
    private static String bytesOf(final String name)
    {
        return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static List<String> uris(final X509Certificate certificate)
    {
        try
        {
            final Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return null == names ? List.of() : names.stream()
                .filter(name -> Integer.valueOf(URI_NAME).equals(name.get(0)))
                .map(name -> bytesOf((String)name.get(1))).toList();
        }
        catch (final CertificateParsingException unreadable)
        {
            return List.of();
        }
    }
}
