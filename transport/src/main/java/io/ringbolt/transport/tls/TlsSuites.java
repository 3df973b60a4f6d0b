package io.ringbolt.transport.tls;

import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.TlsParameters;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * Versions of TLS and the ciphers that a configuration allows, in the JDK's words.
 */
final class TlsSuites
{
    private static final String TLS_1_3 = "TLSv1.3";
    private static final String TLS_1_2 = "TLSv1.2";

    private TlsSuites()
    {
    }

    static SSLParameters parameters(final ServerConfig config, final SSLContext context) throws TlsException
    {
        final SSLParameters parameters = context.getDefaultSSLParameters();
        final List<String> supported = List.of(context.getSupportedSSLParameters().getCipherSuites());
        final String protocols = config.get(TlsParameters.TLS_PROTOCOLS);
        parameters.setProtocols(protocols.isEmpty() ? new String[]{TLS_1_3, TLS_1_2} : protocols(protocols, context));
        final List<String> suites = new ArrayList<>();
        final String modern = config.get(TlsParameters.TLS_CIPHERSUITES);
        final String older = config.get(TlsParameters.TLS_CIPHERS);
        suites.addAll(modern.isEmpty() ? defaults(parameters, true) : named(modern, supported));
        suites.addAll(older.isEmpty() ? defaults(parameters, false) : CipherList.parse(older, supported));
        parameters.setCipherSuites(suites.toArray(new String[0]));
        parameters.setUseCipherSuitesOrder(config.booleanValue(TlsParameters.TLS_PREFER_SERVER_CIPHERS));
        return parameters;
    }

    private static String[] protocols(final String words, final SSLContext context) throws TlsException
    {
        final List<String> supported = List.of(context.getSupportedSSLParameters().getProtocols());
        final List<String> chosen = new ArrayList<>();
        for (final String word : words.trim().split(" +"))
        {
            supported.stream().filter(word::equalsIgnoreCase).findAny().ifPresent(chosen::add);
        }
        if (chosen.size() < words.trim().split(" +").length)
        {
            throw new TlsException("Invalid tls-protocols specified. Use a combination of " + supported);
        }
        return chosen.toArray(new String[0]);
    }

    /** @return those of the suites of TLS 1.3 that the JDK has too: OpenSSL skips unknown ones likewise. */
    private static List<String> named(final String words, final List<String> supported) throws TlsException
    {
        final List<String> chosen = Stream.of(words.trim().split("[: ,]+"))
            .filter(word -> isModern(word) && supported.contains(word)).toList();
        if (chosen.isEmpty())
        {
            throw new TlsException("Failed to configure ciphersuites: none is known: " + words);
        }
        return chosen;
    }

    private static List<String> defaults(final SSLParameters parameters, final boolean isModern)
    {
        return Stream.of(parameters.getCipherSuites()).filter(name -> isModern == isModern(name))
            .filter(name -> !name.endsWith("_SCSV") || !isModern).toList();
    }

    /** The names of TLS 1.3 do not tell of a key exchange. */
    private static boolean isModern(final String suite)
    {
        return suite.startsWith("TLS_") && !suite.contains("_WITH_");
    }
}
