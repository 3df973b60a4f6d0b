package io.ringbolt.transport.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/**
 * OpenSSL's cipher lists over a handful of suites.
 */
class CipherListTest
{
    private static final List<String> SUPPORTED = List.of(
        "TLS_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
        "TLS_RSA_WITH_AES_128_CBC_SHA",
        "SSL_RSA_WITH_3DES_EDE_CBC_SHA",
        "TLS_ECDH_anon_WITH_AES_128_CBC_SHA",
        "SSL_RSA_WITH_NULL_SHA",
        "TLS_EMPTY_RENEGOTIATION_INFO_SCSV");

    @ParameterizedTest
    @CsvSource({
        "HIGH:!aNULL, 1 2 3 4 5 6 7",
        "HIGH, 1 2 3 4 5 6 7 9",
        "DEFAULT, 1 2 3 4 5 6 7 8",
        "ALL:!DEFAULT, 9",
        "COMPLEMENTOFDEFAULT:eNULL, 9 10",
        "ECDHE+AESGCM, 1 2 4",
        "ECDHE+AESGCM:DHE+AESGCM, 1 2 4 5",
        "EECDH+CHACHA20:EECDH+AES128:!SHA256, 3 4",
        "ALL:!eNULL:!aNULL:!3DES:!kRSA:+AES128, 1 2 3 4 5 6",
        "AES128:AES256:@STRENGTH:!aNULL:!kRSA, 1 2 4 5 6",
        "HIGH:-RSA:!aNULL:RSA+AES, 1 2 3 4 5 6 7",
        "HIGH:!RSA:!aNULL:RSA+AES, 1 2 3 4 5 6",
        "ECDHE-RSA-AES128-GCM-SHA256 ECDHE-RSA-AES256-GCM-SHA384, 4 2",
        "ECDHE-RSA-AES128-SHA256:DHE-RSA-AES128-GCM-SHA256:AES128-SHA, 6 5 7",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256:NOSUCH, 3",
        "HIGH:!aNULL:!MD5:!PSK:@SECLEVEL=1:!aECDSA, 2 3 4 5 6 7",
        "ECDHE-RSA-CHACHA20-POLY1305:+ECDHE:AES128-SHA, 3 7"})
    void shouldChoose(final String list, final String places) throws TlsException
    {
        final List<String> expected =
            List.of(places.split(" ")).stream().map(place -> SUPPORTED.get(Integer.parseInt(place))).toList();
        assertEquals(expected, CipherList.parse(list, SUPPORTED));
    }

    @Test
    void shouldRefuseWhatFindsNothing()
    {
        assertThrows(TlsException.class, () -> CipherList.parse("NOSUCH", SUPPORTED));
        assertThrows(TlsException.class, () -> CipherList.parse("!ALL:HIGH:!HIGH", SUPPORTED));
        assertThrows(TlsException.class, () -> CipherList.parse("TLS_AES_256_GCM_SHA384", SUPPORTED));
    }
}
