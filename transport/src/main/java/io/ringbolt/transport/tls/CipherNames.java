package io.ringbolt.transport.tls;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * OpenSSL's names of cipher suites, {@code ECDHE-RSA-AES128-GCM-SHA256}, as the JDK calls them.
 */
final class CipherNames
{
    private CipherNames()
    {
    }

    /**
     * Translates a list of TLS 1.2 suites.
     *
     * @param list      names in OpenSSL's or the JDK's form, between colons or blanks.
     * @param supported what the JDK knows.
     */
    static List<String> parse(final String list, final String[] supported) throws TlsException
    {
        final List<String> names = new ArrayList<>();
        for (final String word : list.split("[: ,]+"))
        {
            final String name = word.startsWith("TLS_") ? word : translate(word);
            if (!Arrays.asList(supported).contains(name))
            {
                throw new TlsException("Failed to configure ciphers: unknown cipher suite " + word);
            }
            names.add(name);
        }
        return names;
    }

    private static String translate(final String name)
    {
        final boolean namesExchange = name.startsWith("ECDHE-") || name.startsWith("DHE-");
        final String rest = namesExchange ? name.substring(name.indexOf('-') + 1) : name;
        final String exchange = namesExchange ? name.substring(0, name.indexOf('-')) + "_" : "";
        final boolean namesSignature = rest.startsWith("RSA-") || rest.startsWith("ECDSA-");
        final String signature = namesSignature ? rest.substring(0, rest.indexOf('-')) : "RSA";
        final String cipher = (namesSignature ? rest.substring(rest.indexOf('-') + 1) : rest)
            .replaceFirst("^AES(128|256)-GCM", "AES_$1_GCM")
            .replaceFirst("^AES(128|256)-SHA", "AES_$1_CBC_SHA")
            .replaceFirst("^CHACHA20-POLY1305$", "CHACHA20_POLY1305_SHA256")
            .replace('-', '_');
        return "TLS_" + exchange + signature + "_WITH_" + cipher;
    }
}
