package io.ringbolt.transport.tls;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What OpenSSL's words for ciphers say of the JDK's suites, whose names tell key exchange, signature, cipher and hash:
 * {@code TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}.
 */
final class CipherTraits
{
    private static final int STRONG_BITS = 128;
    private static final int LONGEST_KEY = 256;
    private static final int TRIPLE_DES_BITS = 112;

    private static final Map<String, Predicate<String>> WORDS = words();

    private CipherTraits()
    {
    }

    private static Map<String, Predicate<String>> words()
    {
        final Map<String, Predicate<String>> words = new HashMap<>();
        final Predicate<String> isNull = contains("_WITH_NULL");
        final Predicate<String> isAnonymous = contains("_anon_");
        final Predicate<String> isEphemeral = contains("_ECDHE_").or(contains("_ECDH_anon_"));
        final Predicate<String> isFiniteField = contains("_DHE_").or(contains("_DH_anon_"));
        put(words, isNull.negate(), "ALL");
        put(words, isNull.negate().and(isAnonymous.negate()), "DEFAULT");
        put(words, isAnonymous, "aNULL", "COMPLEMENTOFDEFAULT");
        put(words, isNull, "eNULL", "NULL", "COMPLEMENTOFALL");
        put(words, suite -> keyBits(suite) >= STRONG_BITS, "HIGH");
        put(words, suite -> keyBits(suite) > 0 && keyBits(suite) < STRONG_BITS, "MEDIUM");
        put(words, contains("TLS_RSA_WITH"), "kRSA", "RSA");
        put(words, contains("_RSA_WITH"), "aRSA");
        put(words, contains("_ECDSA_WITH"), "aECDSA", "ECDSA");
        put(words, contains("_DSS_WITH"), "aDSS", "DSS");
        put(words, isFiniteField, "kDHE", "kEDH", "DH");
        put(words, contains("_DHE_"), "DHE", "EDH");
        put(words, isEphemeral, "kECDHE", "kEECDH", "ECDH");
        put(words, contains("_ECDHE_"), "ECDHE", "EECDH");
        put(words, contains("_DH_anon_"), "ADH");
        put(words, contains("_ECDH_anon_"), "AECDH");
        put(words, contains("_AES_"), "AES");
        put(words, contains("_AES_128_"), "AES128");
        put(words, contains("_AES_256_"), "AES256");
        put(words, contains("_GCM_"), "AESGCM");
        put(words, contains("_CCM"), "AESCCM");
        put(words, contains("CHACHA20"), "CHACHA20");
        put(words, contains("3DES"), "3DES");
        put(words, contains("_DES_"), "DES");
        put(words, contains("RC4"), "RC4");
        put(words, endsWith("_MD5"), "MD5");
        put(words, endsWith("_SHA"), "SHA", "SHA1");
        put(words, endsWith("_SHA256").and(contains("_CBC_")), "SHA256");
        put(words, endsWith("_SHA384").and(contains("_CBC_")), "SHA384");
        put(words, endsWith("_SHA256").or(endsWith("_SHA384")), "TLSv1.2");
        put(words, endsWith("_SHA").or(endsWith("_MD5")), "TLSv1", "TLSv1.0", "SSLv3");
        return Map.copyOf(words);
    }

    private static void put(
        final Map<String, Predicate<String>> words, final Predicate<String> matches, final String... names)
    {
        for (final String name : names)
        {
            words.put(name, matches);
        }
    }

    private static Predicate<String> contains(final String part)
    {
        return suite -> suite.contains(part);
    }

    private static Predicate<String> endsWith(final String part)
    {
        return suite -> suite.endsWith(part);
    }

    /** @return which suites a word or a suite's own name means; null if it is neither. */
    static Predicate<String> named(final String word)
    {
        if (WORDS.containsKey(word))
        {
            return WORDS.get(word);
        }
        final String name = word.contains("_WITH_") ? word : translate(word);
        return word.indexOf('+') >= 0 ? null : name::equals;
    }

    /** @return the length of the cipher's key in bits, 0 for none. */
    static int keyBits(final String suite)
    {
        if (suite.contains("_256_") || suite.contains("CHACHA20"))
        {
            return LONGEST_KEY;
        }
        if (suite.contains("3DES"))
        {
            return TRIPLE_DES_BITS;
        }
        return suite.contains("_128_") ? STRONG_BITS : suite.contains("_WITH_NULL") ? 0 : Long.SIZE;
    }

    /** @return the JDK's name of what OpenSSL calls {@code ECDHE-RSA-AES128-GCM-SHA256}. */
    private static String translate(final String name)
    {
        final boolean namesExchange = name.startsWith("ECDHE-") || name.startsWith("DHE-");
        final String rest = namesExchange ? name.substring(name.indexOf('-') + 1) : name;
        final String exchange = namesExchange ? name.substring(0, name.indexOf('-')) + "_" : "";
        final boolean namesSignature = rest.startsWith("RSA-") || rest.startsWith("ECDSA-") || rest.startsWith("DSS-");
        final String signature = namesSignature ? rest.substring(0, rest.indexOf('-')) : "RSA";
        final String cipher = (namesSignature ? rest.substring(rest.indexOf('-') + 1) : rest)
            .replaceFirst("^AES(128|256)-GCM", "AES_$1_GCM")
            .replaceFirst("^AES(128|256)-SHA", "AES_$1_CBC_SHA")
            .replaceFirst("^CHACHA20-POLY1305$", "CHACHA20_POLY1305_SHA256")
            .replace('-', '_');
        return "TLS_" + exchange + signature + "_WITH_" + cipher;
    }
}
