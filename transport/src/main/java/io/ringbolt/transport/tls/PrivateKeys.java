package io.ringbolt.transport.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Private keys in the forms in which OpenSSL writes them. The JDK reads PKCS#8; the older forms are put into its
 * envelope.
 */
final class PrivateKeys
{
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS", "DSA");
    /** AlgorithmIdentifier of RSA: an object identifier and NULL. */
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] EC_OBJECT_IDENTIFIER = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final byte[] VERSION_0 = {2, 1, 0};
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int PARAMETERS = 0xA0;
    private static final int LONG_FORM = 0x80;

    private PrivateKeys()
    {
    }

    /** @param label of the PEM block. */
    static PrivateKey decode(final String label, final byte[] bytes, final String password)
        throws GeneralSecurityException, IOException
    {
        return switch (label)
        {
            case "PRIVATE KEY" -> fromPkcs8(bytes);
            case "ENCRYPTED PRIVATE KEY" -> fromPkcs8(decrypt(bytes, password));
            case "RSA PRIVATE KEY" -> fromPkcs8(envelope(RSA, bytes));
            case "EC PRIVATE KEY" -> fromPkcs8(envelope(tagged(SEQUENCE, EC_OBJECT_IDENTIFIER, curve(bytes)), bytes));
            default -> throw new InvalidKeyException("unknown form of private key: " + label);
        };
    }

    private static PrivateKey fromPkcs8(final byte[] bytes) throws GeneralSecurityException
    {
        for (final String algorithm : ALGORITHMS)
        {
            try
            {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
            }
            catch (final InvalidKeySpecException other)
            {
                continue;                             // the key says itself what it is, but only to the right factory
            }
        }
        throw new InvalidKeyException("a private key of none of " + ALGORITHMS);
    }

    private static byte[] decrypt(final byte[] bytes, final String password)
        throws GeneralSecurityException, IOException
    {
        final EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(bytes);
        final String name = null == encrypted.getAlgParameters() ? encrypted.getAlgName() :
            encrypted.getAlgParameters().toString();      // PBES2 tells its hash and its cipher only here
        final Key key = SecretKeyFactory.getInstance(name).generateSecret(new PBEKeySpec(password.toCharArray()));
        final Cipher cipher = Cipher.getInstance(name);
        cipher.init(Cipher.DECRYPT_MODE, key, encrypted.getAlgParameters());
        return encrypted.getKeySpec(cipher).getEncoded();
    }

    private static byte[] envelope(final byte[] algorithm, final byte[] key)
    {
        return tagged(SEQUENCE, VERSION_0, algorithm, tagged(OCTET_STRING, key));
    }

    /** @return what names the curve in an EC key: the field after version and secret. */
    private static byte[] curve(final byte[] key) throws InvalidKeyException
    {
        int index = headerLength(key, 0);
        while (index < key.length && PARAMETERS != (key[index] & 0xFF))
        {
            index += headerLength(key, index) + contentLength(key, index);
        }
        if (index >= key.length)
        {
            throw new InvalidKeyException("an EC key that does not name its curve");
        }
        final int start = index + headerLength(key, index);
        return Arrays.copyOfRange(key, start, start + contentLength(key, index));
    }

    private static int headerLength(final byte[] der, final int index)
    {
        final int first = der[index + 1] & 0xFF;
        return first < LONG_FORM ? 2 : 2 + first - LONG_FORM;
    }

    private static int contentLength(final byte[] der, final int index)
    {
        final int first = der[index + 1] & 0xFF;
        if (first < LONG_FORM)
        {
            return first;
        }
        int length = 0;
        for (int i = 0; i < first - LONG_FORM; i++)
        {
            length = length << Byte.SIZE | der[index + 2 + i] & 0xFF;
        }
        return length;
    }

    private static byte[] tagged(final int tag, final byte[]... parts)
    {
        int length = 0;
        for (final byte[] part : parts)
        {
            length += part.length;
        }
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        writeLength(out, length);
        for (final byte[] part : parts)
        {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** In as few bytes as will do, which is the only form that counts. */
    private static void writeLength(final ByteArrayOutputStream out, final int length)
    {
        if (length < LONG_FORM)
        {
            out.write(length);
            return;
        }
        final int byteCount = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + Byte.SIZE - 1) / Byte.SIZE;
        out.write(LONG_FORM | byteCount);
        for (int i = byteCount - 1; i >= 0; i--)
        {
            out.write(length >>> i * Byte.SIZE);
        }
    }
}
