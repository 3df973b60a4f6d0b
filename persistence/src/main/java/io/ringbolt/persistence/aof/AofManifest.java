package io.ringbolt.persistence.aof;

import io.ringbolt.config.ByteText;
import io.ringbolt.config.Quoting;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which files make up the append-only file, in the order in which they are loaded. Immutable.
 * <pre>
 *   file appendonly.aof.2.base.rdb seq 2 type b startsequence 1000
 *   file appendonly.aof.1.incr.aof seq 1 type h
 *   file appendonly.aof.4.incr.aof seq 4 type i
 * </pre>
 * The lines are Redis's; {@code startsequence} is ours, and Redis passes over words it does not know.
 *
 * @param base       null if there is none.
 * @param history    parts that a rewrite has replaced.
 * @param increments in order.
 */
record AofManifest(AofPart base, List<AofPart> history, List<AofPart> increments)
{
    static final AofManifest EMPTY = new AofManifest(null, List.of(), List.of());

    private static final int MAX_LINE_LENGTH = 1024;
    private static final int MIN_WORDS = 6;

    /**
     * Reads a manifest.
     *
     * @throws AofException in Redis's words if the text is none.
     */
    static AofManifest parse(final byte[] bytes) throws AofException
    {
        final String text = ByteText.of(bytes);
        if (text.isEmpty())
        {
            throw new AofException("Found an empty AOF manifest");
        }
        AofPart base = null;
        final List<AofPart> history = new ArrayList<>();
        final List<AofPart> increments = new ArrayList<>();
        int start = 0;
        while (start < text.length())
        {
            final int end = text.indexOf('\n', start);
            if (end < 0 || end + 1 - start > MAX_LINE_LENGTH)
            {
                throw new AofException("The AOF manifest file contains too long line");
            }
            final String line = text.substring(start, end).strip();
            start = end + 1;
            if (line.startsWith("#"))
            {
                continue;
            }
            final AofPart part = parseLine(line);
            switch (part.type())
            {
                case BASE ->
                {
                    if (null != base)
                    {
                        throw new AofException("Found duplicate base file information");
                    }
                    base = part;
                }
                case HISTORY -> history.add(part);
                case INCREMENT ->
                {
                    if (!increments.isEmpty() && part.number() <= increments.get(increments.size() - 1).number())
                    {
                        throw new AofException("Found a non-monotonic sequence number");
                    }
                    increments.add(part);
                }
            }
        }
        return new AofManifest(base, List.copyOf(history), List.copyOf(increments));
    }

    /** @return the manifest's text. */
    byte[] encode()
    {
        final StringBuilder text = new StringBuilder();
        if (null != base)
        {
            appendLine(text, base);
        }
        history.forEach(part -> appendLine(text, part));
        increments.forEach(part -> appendLine(text, part));
        return ByteText.bytes(text.toString());
    }

    boolean isEmpty()
    {
        return null == base && history.isEmpty() && increments.isEmpty();
    }

    /** @return the newest increment, or null. */
    AofPart lastIncrement()
    {
        return increments.isEmpty() ? null : increments.get(increments.size() - 1);
    }

    long nextIncrementNumber()
    {
        long highest = 0;
        for (final AofPart part : increments)
        {
            highest = Math.max(highest, part.number());
        }
        for (final AofPart part : history)
        {
            highest = part.wasBase() ? highest : Math.max(highest, part.number());
        }
        return highest + 1;
    }

    long nextBaseNumber()
    {
        long highest = null == base ? 0 : base.number();
        for (final AofPart part : history)
        {
            highest = part.wasBase() ? Math.max(highest, part.number()) : highest;
        }
        return highest + 1;
    }

    AofManifest withIncrement(final AofPart increment)
    {
        final List<AofPart> more = new ArrayList<>(increments);
        more.add(increment);
        return new AofManifest(base, history, List.copyOf(more));
    }

    AofManifest withoutLastIncrement()
    {
        return new AofManifest(base, history, increments.subList(0, increments.size() - 1));
    }

    /**
     * Puts a new base in the place of the old one and of the increments below {@code firstIncrement},
     * which become history.
     */
    AofManifest withBase(final AofPart newBase, final long firstIncrement)
    {
        final List<AofPart> past = new ArrayList<>(history);
        final List<AofPart> kept = new ArrayList<>();
        if (null != base)
        {
            past.add(base.asHistory());
        }
        for (final AofPart part : increments)
        {
            if (part.number() < firstIncrement)
            {
                past.add(part.asHistory());
            }
            else
            {
                kept.add(part);
            }
        }
        return new AofManifest(newBase, List.copyOf(past), List.copyOf(kept));
    }

    AofManifest withoutHistory()
    {
        return new AofManifest(base, List.of(), increments);
    }

    private static AofPart parseLine(final String line) throws AofException
    {
        final List<String> words = words(line);
        if (null == words || words.size() < MIN_WORDS || 0 != words.size() % 2)
        {
            throw new AofException("Invalid AOF manifest file format");
        }
        String name = null;
        long number = 0;
        AofPart.Type type = null;
        boolean hasType = false;
        long startSequence = AofPart.UNKNOWN;
        for (int i = 0; i < words.size(); i += 2)
        {
            final String value = words.get(i + 1);
            switch (words.get(i).toLowerCase(Locale.ROOT))
            {
                case "file" -> name = checkedName(ByteText.decode(value));
                case "seq" -> number = number(value);
                case "type" ->
                {
                    hasType = !value.isEmpty();
                    type = hasType ? AofPart.Type.of(value.charAt(0)) : null;
                }
                case "startsequence" -> startSequence = number(value);
                default -> { }                                // a newer release's, which this one can do without
            }
        }
        if (null == name || 0 == number || !hasType)
        {
            throw new AofException("Invalid AOF manifest file format");
        }
        if (null == type)
        {
            throw new AofException("Unknown AOF file type");
        }
        return new AofPart(name, number, type, startSequence);
    }

    private static String checkedName(final String name) throws AofException
    {
        if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0 || name.isEmpty())
        {
            throw new AofException("File can't be a path, just a filename");
        }
        return name;
    }

    private static long number(final String text)
    {
        try
        {
            return Long.parseLong(text);
        }
        catch (final NumberFormatException none)
        {
            return 0;                                         // as Redis, which then refuses the line
        }
    }

    private static List<String> words(final String line)
    {
        try
        {
            return Quoting.split(line);
        }
        catch (final RuntimeException unbalanced)
        {
            return null;
        }
    }

    private static void appendLine(final StringBuilder text, final AofPart part)
    {
        final String name = ByteText.of(part.name().getBytes(StandardCharsets.UTF_8));
        text.append("file ").append(needsQuotes(name) ? Quoting.quote(name) : name)
            .append(" seq ").append(part.number()).append(" type ").append(part.type().letter());
        if (AofPart.UNKNOWN != part.startSequence())
        {
            text.append(" startsequence ").append(part.startSequence());
        }
        text.append('\n');
    }

    private static boolean needsQuotes(final String name)
    {
        return name.chars().anyMatch(
            letter -> letter <= ' ' || letter >= 0x7F || letter == '"' || letter == '\'' || letter == '\\');
    }
}
