package io.ringbolt.transport.tls;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * OpenSSL's cipher lists, {@code HIGH:!aNULL:ECDHE+AESGCM}, of TLS 1.2 and older, over the suites that the JDK has.
 * <p>
 * Elements are names of suites, in OpenSSL's or the JDK's form, or of what suites have in common, joined by {@code +}.
 * An element appends; with {@code -} it removes, with {@code !} for good, with {@code +} it moves to the end. Unknown
 * names find nothing, as in OpenSSL.
 */
final class CipherList
{
    private final List<String> supported;
    private final List<String> chosen = new ArrayList<>();
    private final Set<String> barred = new LinkedHashSet<>();

    private CipherList(final List<String> supported)
    {
        this.supported = supported;
    }

    /**
     * @param list      as {@code tls-ciphers} has it.
     * @param supported what the JDK has, best first.
     * @return the JDK's names in the order wanted.
     * @throws TlsException if it comes to none.
     */
    static List<String> parse(final String list, final List<String> supported) throws TlsException
    {
        final CipherList ciphers = new CipherList(
            supported.stream().filter(name -> name.contains("_WITH_")).toList());
        for (final String element : list.trim().split("[: ,]+"))
        {
            ciphers.apply(element);
        }
        if (ciphers.chosen.isEmpty())
        {
            throw new TlsException("Failed to configure ciphers: no cipher match: " + list);
        }
        return ciphers.chosen;
    }

    private void apply(final String element)
    {
        if (element.isEmpty())
        {
            return;
        }
        if ('@' == element.charAt(0))
        {
            order(element);
            return;
        }
        final char operator = element.charAt(0);
        final boolean isOperator = '!' == operator || '-' == operator || '+' == operator;
        final List<String> found = find(isOperator ? element.substring(1) : element);
        switch (operator)
        {
            case '!':
                barred.addAll(found);
                chosen.removeAll(found);
                break;

            case '-':
                chosen.removeAll(found);
                break;

            case '+':
                final List<String> moved = chosen.stream().filter(found::contains).toList();
                chosen.removeAll(moved);
                chosen.addAll(moved);
                break;

            default:
                found.stream().filter(name -> !barred.contains(name) && !chosen.contains(name)).forEach(chosen::add);
                break;
        }
    }

    /** Levels of security are the JDK's own matter; strength sorts by the length of the key. */
    private void order(final String element)
    {
        if ("@STRENGTH".equals(element))
        {
            chosen.sort((left, right) -> CipherTraits.keyBits(right) - CipherTraits.keyBits(left));
        }
    }

    private List<String> find(final String words)
    {
        Predicate<String> matches = CipherTraits.named(words);
        if (null == matches)
        {
            matches = name -> true;
            for (final String word : words.split("\\+"))
            {
                final Predicate<String> next = CipherTraits.named(word);
                matches = null == next ? name -> false : matches.and(next);
            }
        }
        return supported.stream().filter(matches).toList();
    }
}
