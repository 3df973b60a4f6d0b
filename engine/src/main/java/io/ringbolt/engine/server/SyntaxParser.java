package io.ringbolt.engine.server;

import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandGroup;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * Reads the manual's notation of a command's arguments, {@code key value [NX | XX] [EX seconds]}, into a tree.
 * <p>
 * Words in capitals are tokens, all others values; a token in front of a value belongs to it. Brackets mean optional,
 * angle brackets and bars a choice, dots a repetition of what stands before.
 */
final class SyntaxParser
{
    private static final String DOTS = "...";
    /** A bracket, a name, dots, a bracket. */
    private static final int REPETITION_WORDS = 4;
    private static final Set<String> INTEGERS = Set.of("seconds", "milliseconds", "count", "numkeys", "offset", "index",
        "index1", "index2", "start", "stop", "end", "increment", "decrement", "len", "length", "cursor", "timeout",
        "protover", "version", "client-id", "db", "destination-db", "maxlen", "rank", "num-matches", "numlocal",
        "numreplicas", "maxage", "bit", "min-match-len", "samples", "port", "db-index", "slot", "ms", "min-idle-time",
        "entries-read", "limit", "bits", "ttl", "frequency", "maxcount", "bytes", "entries-added");
    private static final Set<String> DOUBLES =
        Set.of("score", "weight", "longitude", "latitude", "radius", "width", "height", "min-score", "max-score");
    private static final Set<String> KEYS =
        Set.of("key", "newkey", "source", "destination", "key1", "key2", "destkey", "sourcekey", "numkey", "store-key",
            "dst", "src");

    /** In sorted sets and streams these are limits written as text. */
    private static final Set<String> TEXT_LIMITS = Set.of("start", "stop", "end");
    private static final Set<String> LIMITS = Set.of("min", "max");
    private static final Map<String, String> TOKEN_NAMES =
        Map.of("=", "equal", "~", "approximately", "*", "auto-id", "CH", "change", "INCR", "increment",
            "", "empty-string");

    /** What a choice is called, by its first token. */
    private static final Map<String, String> CHOICE_NAMES = Map.ofEntries(
        Map.entry("NX", "condition"), Map.entry("GT", "comparison"), Map.entry("EX", "expiration"),
        Map.entry("LEFT", "where"), Map.entry("MIN", "where"), Map.entry("BEFORE", "where"),
        Map.entry("ASC", "order"), Map.entry("M", "unit"), Map.entry("BYTE", "unit"), Map.entry("MAXLEN", "strategy"),
        Map.entry("=", "operator"), Map.entry("SUM", "aggregate"), Map.entry("*", "id-selector"),
        Map.entry("FROMMEMBER", "from"), Map.entry("BYRADIUS", "by"), Map.entry("BYSCORE", "sortby"),
        Map.entry("AND", "operation"), Map.entry("NORMAL", "client-type"), Map.entry("ASYNC", "flush-type"));

    private final CommandGroup group;
    private final boolean isFloat;
    private final boolean hasTextRange;
    private final boolean hasRanks;
    private final List<String> words = new ArrayList<>();
    private int next;

    private SyntaxParser(final Command command, final String syntax)
    {
        this.group = command.group();
        final String name = command.name().toLowerCase(Locale.ROOT);
        this.isFloat = name.endsWith("float");
        this.hasTextRange = name.contains("lex") || "zrangestore".equals(name);
        this.hasRanks = name.endsWith("byrank") || "zrevrange".equals(name);
        final StringTokenizer tokens = new StringTokenizer(syntax, " []<>|", true);
        while (tokens.hasMoreTokens())
        {
            final String word = tokens.nextToken();
            if (!" ".equals(word))
            {
                words.add(word);
            }
        }
    }

    static List<SyntaxArgument> parse(final Command command)
    {
        return command.syntax().isEmpty() ? List.of() : new SyntaxParser(command, command.syntax()).sequence();
    }

    private List<SyntaxArgument> sequence()
    {
        final List<SyntaxArgument> arguments = new ArrayList<>();
        while (next < words.size() && !isEnd(words.get(next)))
        {
            final String word = words.get(next++);
            switch (word)
            {
                case "[" -> bracket(arguments);
                case "<" -> arguments.add(choice(">"));
                default -> word(word, arguments);
            }
        }
        return arguments;
    }

    private static boolean isEnd(final String word)
    {
        return "]".equals(word) || ">".equals(word) || "|".equals(word);
    }

    private void word(final String word, final List<SyntaxArgument> arguments)
    {
        if (!isToken(word))
        {
            arguments.add(value(word));
            return;
        }
        final List<SyntaxArgument> operands = new ArrayList<>();
        if (next < words.size() && "<".equals(words.get(next)))
        {
            next++;
            operands.add(choice(">"));
        }
        while (next < words.size() && isValue(words.get(next)))
        {
            operands.add(value(words.get(next++)));
            if (isRepeatedBeforeValue(words.get(next - 1)))
            {
                operands.get(operands.size() - 1).isMultiple = true;
                next += REPETITION_WORDS;
                repeatedLast(operands);
            }
        }
        arguments.add(withToken(word, operands));
    }

    /** @return true for the keys in {@code STREAMS key [key ...] id [id ...]}: all of it belongs to the token. */
    private boolean isRepeatedBeforeValue(final String name)
    {
        return next + REPETITION_WORDS < words.size() && "[".equals(words.get(next)) &&
            name.equals(words.get(next + 1)) && DOTS.equals(words.get(next + 2)) &&
            isValue(words.get(next + REPETITION_WORDS));
    }

    private void repeatedLast(final List<SyntaxArgument> operands)
    {
        final SyntaxArgument last = value(words.get(next++));
        operands.add(last);
        if (next + 1 < words.size() && "[".equals(words.get(next)) && last.name.equals(words.get(next + 1)))
        {
            last.isMultiple = true;
            next += REPETITION_WORDS;
        }
    }

    private static SyntaxArgument withToken(final String token, final List<SyntaxArgument> operands)
    {
        final String plain = token.replace("\"", "");
        final String name = TOKEN_NAMES.getOrDefault(plain, plain.toLowerCase(Locale.ROOT));
        final SyntaxArgument argument = switch (operands.size())
        {
            case 0 -> new SyntaxArgument(SyntaxArgument.Type.PURE_TOKEN, name, List.of());
            case 1 -> operands.get(0);
            default -> new SyntaxArgument(SyntaxArgument.Type.BLOCK, name, operands);
        };
        argument.token = plain;
        return argument;
    }

    /** Reads the inside of brackets: something optional, or the repetition of what stands before. */
    private void bracket(final List<SyntaxArgument> arguments)
    {
        final int start = next;
        final int end = closingBracket(start);
        if (end > start && DOTS.equals(words.get(end - 1)))
        {
            repeat(arguments, end - 1 - start, isToken(words.get(start)));
            next = end + 1;
            return;
        }
        final SyntaxArgument argument = choice("]");
        argument.isOptional = true;
        arguments.add(argument);
    }

    private int closingBracket(final int start)
    {
        int depth = 1;
        int end = start;
        while (end < words.size())
        {
            depth += "[".equals(words.get(end)) ? 1 : "]".equals(words.get(end)) ? -1 : 0;
            if (0 == depth)
            {
                return end;
            }
            end++;
        }
        throw new IllegalArgumentException("unbalanced brackets: " + words);
    }

    private static void repeat(final List<SyntaxArgument> arguments, final int wordCount, final boolean beginsWithToken)
    {
        final int count = Math.min(arguments.size(), beginsWithToken ? Math.max(1, wordCount - 1) : wordCount);
        if (1 == count)
        {
            final SyntaxArgument last = arguments.get(arguments.size() - 1);
            last.isMultiple = true;
            last.isMultipleToken = beginsWithToken;
            return;
        }
        final List<SyntaxArgument> tail = arguments.subList(arguments.size() - count, arguments.size());
        final SyntaxArgument block = new SyntaxArgument(SyntaxArgument.Type.BLOCK, "data", List.copyOf(tail));
        block.isMultiple = true;
        tail.clear();
        arguments.add(block);
    }

    /** Reads alternatives up to the closing word. */
    private SyntaxArgument choice(final String closing)
    {
        final List<SyntaxArgument> alternatives = new ArrayList<>();
        alternatives.add(group(sequence()));
        while ("|".equals(words.get(next)))
        {
            next++;
            alternatives.add(group(sequence()));
        }
        if (!closing.equals(words.get(next++)))
        {
            throw new IllegalArgumentException("expected " + closing + ": " + words);
        }
        return 1 == alternatives.size() ? alternatives.get(0) :
            new SyntaxArgument(SyntaxArgument.Type.ONEOF, nameOfChoice(alternatives.get(0)), alternatives);
    }

    private static String nameOfChoice(final SyntaxArgument first)
    {
        return null == first.token ? first.name : CHOICE_NAMES.getOrDefault(first.token, first.name);
    }

    private static SyntaxArgument group(final List<SyntaxArgument> sequence)
    {
        return 1 == sequence.size() ? sequence.get(0) :
            new SyntaxArgument(SyntaxArgument.Type.BLOCK, sequence.isEmpty() ? "" : sequence.get(0).name, sequence);
    }

    private SyntaxArgument value(final String name)
    {
        return new SyntaxArgument(type(name), name, List.of());
    }

    private SyntaxArgument.Type type(final String name)
    {
        final boolean hasTextLimits = !hasRanks &&
            (CommandGroup.SORTED_SET == group || CommandGroup.STREAM == group);
        if (hasTextLimits && TEXT_LIMITS.contains(name))
        {
            return SyntaxArgument.Type.STRING;
        }
        if (isFractional(name) || !hasTextRange && CommandGroup.SORTED_SET == group && LIMITS.contains(name))
        {
            return SyntaxArgument.Type.DOUBLE;
        }
        if (KEYS.contains(name))
        {
            return SyntaxArgument.Type.KEY;
        }
        if (name.startsWith("unix-time"))
        {
            return SyntaxArgument.Type.UNIX_TIME;
        }
        if ("pattern".equals(name))
        {
            return SyntaxArgument.Type.PATTERN;
        }
        final boolean isBit = CommandGroup.BITMAP == group && "value".equals(name);
        return isBit || INTEGERS.contains(name) ? SyntaxArgument.Type.INTEGER :
            DOUBLES.contains(name) ? SyntaxArgument.Type.DOUBLE : SyntaxArgument.Type.STRING;
    }

    /** Those who wait for lists and sorted sets may do so for parts of a second. */
    private boolean isFractional(final String name)
    {
        final boolean waits = CommandGroup.LIST == group || CommandGroup.SORTED_SET == group;
        return isFloat && "increment".equals(name) || waits && "timeout".equals(name);
    }

    private static boolean isValue(final String word)
    {
        return !isEnd(word) && !"[".equals(word) && !"<".equals(word) && !DOTS.equals(word) && !isToken(word);
    }

    private static boolean isToken(final String word)
    {
        return !DOTS.equals(word) && word.equals(word.toUpperCase(Locale.ROOT));
    }
}
