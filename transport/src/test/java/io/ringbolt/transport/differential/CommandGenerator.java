package io.ringbolt.transport.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Draws commands from templates: seeded, with keys of few names so that they meet, and now and then a wrong number of
 * arguments or a key of another type.
 * <p>
 * A template's words are taken as they are, but for these: {@code sk lk tk hk zk xk} a key of that type,
 * {@code xid xms} a stream's id or its time, {@code gr co} a group and a consumer, {@code idle} the least time an
 * entry has been idle, {@code v} a value, {@code q} a plain word, {@code n} an integer, {@code f} a float, {@code i}
 * an index, {@code m} a member, {@code e} one of many elements, {@code p} a place's name, {@code lon lat near}
 * coordinates, {@code rad} a length, {@code unit} its unit, {@code g} a glob pattern, {@code at} a time far ahead,
 * {@code score} a score, {@code lo hi} score limits, {@code lexlo lexhi} member limits. A word with a question mark
 * is optional, bars part alternatives, and underscores stand for spaces.
 */
public final class CommandGenerator
{
    private static final int KEY_COUNT = 6;
    private static final int MEMBER_COUNT = 24;
    private static final int POSITION_COUNT = 300;
    private static final String[] UNITS = {"m", "km", "FT", "mi", "x"};
    private static final int ELEMENT_COUNT = 100_000;
    private static final int WRONG_TYPE_PERCENT = 6;
    private static final int WRONG_COUNT_PERCENT = 2;
    private static final long FAR_AHEAD_S = 4_000_000_000L;
    /**
     * What takes other numbers of arguments in newer releases, or by losing one gets a time-out, a random
     * answer or an end.
     */
    private static final Set<String> NEWER_FORMS =
        Set.of("ZRANK", "ZREVRANK", "HELLO", "COMMAND", "CLIENT", "SET", "SCAN",
        "SHUTDOWN", "INFO", "SPOP", "SRANDMEMBER", "SSCAN", "HSCAN", "HRANDFIELD", "ZRANDMEMBER", "ZSCAN", "BITCOUNT",
        "BITPOS", "XREAD", "XREADGROUP", "XPENDING", "SORT");
    private static final String[] WORDS =
        {"", "a", "abc", "hello world", "\r\n", "\u0000\u00ff", "-0", "007", "+5", " 7", "3.0e3",
        "nan", "inf", "-inf", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "1e400", "0x10",
        "12.5"};
    private static final String[] FLOATS =
        {"0", "1.5", "-2.25", "0.1", "3", "1e3", "-1e-3", "10.00", "abc", "inf", "1e300"};
    private static final String[] PATTERNS = {"*", "?:*", "s:[0-3]", "[^s]*", "h:\\1", "*1*", "z:?", "", "[a-", "**2"};
    private static final String[] SCORES =
        {"0", "1", "-1", "2.5", "1e10", "0.1", "-inf", "+inf", "3.0", "17", "nan", "x", "-0", "1e-7", "123456789.125"};
    private static final String[] LIMITS = {"-inf", "+inf", "0", "(1", "(2.5", "5", "(0.1", "-1", "x"};

    /** Every entry has been idle for so long, or none has, or it is no number. */
    private static final String[] IDLE_TIMES =
        {"0", "-1", "-9223372036854775808", "9999999", "9223372036854775807", "9223372036854775808", "+5", " 7", "abc"};

    private static final String[] LEX_LIMITS = {"-", "+", "[m1", "(m1", "[m2", "(5", "[", "(", "x", "", "+x"};

    private final Random random;
    private final List<String> templates;
    private long streamTimes;

    public CommandGenerator(final long seed, final List<String> templates)
    {
        this.random = new Random(seed);
        this.templates = templates;
    }

    public List<String> next()
    {
        final List<String> command = new ArrayList<>();
        for (final String word : templates.get(random.nextInt(templates.size())).split(" "))
        {
            append(word, command);
        }
        if (random.nextInt(100) < WRONG_COUNT_PERCENT && !NEWER_FORMS.contains(command.get(0)))
        {
            if (random.nextBoolean() && command.size() > 1)
            {
                command.remove(command.size() - 1);
            }
            else
            {
                command.add("extra");
            }
        }
        return command;
    }

    private void append(final String word, final List<String> command)
    {
        String chosen = word;
        if (word.startsWith("?"))
        {
            if (random.nextBoolean())
            {
                return;
            }
            chosen = word.substring(1);
        }
        final String[] alternatives = chosen.split("\\|");
        for (final String part : alternatives[random.nextInt(alternatives.length)].split("_"))
        {
            command.add(value(part));
        }
    }

    private String value(final String word)
    {
        return switch (word)
        {
            case "sk" -> key('s');
            case "lk" -> key('l');
            case "tk" -> key('t');
            case "hk" -> key('h');
            case "zk" -> key('z');
            case "xk" -> key('x');
            case "xid" -> streamTime() + "-" + random.nextInt(3);
            case "(xid" -> "(" + streamTime() + "-" + random.nextInt(3);
            case "xms" -> Long.toString(streamTime());
            case "xms-*" -> streamTime() + "-*";
            case "gr" -> "g" + random.nextInt(2);
            case "co" -> "c" + random.nextInt(3);
            case "k" -> key("slthz".charAt(random.nextInt(5)));
            case "v" -> text();
            case "q" -> "q" + random.nextInt(100);
            case "n" -> integer();
            case "f" -> pick(FLOATS);
            case "i" -> Integer.toString(random.nextInt(17) - 8);
            case "m" -> member();
            case "p" -> "p" + random.nextInt(POSITION_COUNT);
            case "lon" -> Double.toString(random.nextDouble() * 360 - 180);
            case "lat" -> Double.toString(random.nextDouble() * 170 - 85);
            case "near" -> Double.toString(40 + random.nextGaussian());
            case "rad" -> Double.toString(Math.exp(random.nextDouble() * 12 - 2));
            case "unit" -> pick(UNITS);
            case "e" -> "e" + random.nextInt(ELEMENT_COUNT);
            case "g" -> pick(PATTERNS);
            case "at" -> Long.toString(FAR_AHEAD_S + random.nextInt(1000));
            case "atms" -> Long.toString((FAR_AHEAD_S + random.nextInt(1000)) * 1000);
            case "score" -> pick(SCORES);
            case "idle" -> pick(IDLE_TIMES);
            case "lo", "hi" -> pick(LIMITS);
            case "lexlo", "lexhi" -> pick(LEX_LIMITS);
            case "db" -> Integer.toString(random.nextInt(3));
            default -> word;
        };
    }

    /** Times go on, so that there is room for further entries, but slowly, so that ids meet. */
    private long streamTime()
    {
        return 1 + random.nextInt(12) + streamTimes++ / 60;
    }

    private String key(final char type)
    {
        final char prefix = random.nextInt(100) < WRONG_TYPE_PERCENT ? "slthz".charAt(random.nextInt(5)) : type;
        return prefix + ":" + random.nextInt(KEY_COUNT);
    }

    private String member()
    {
        return random.nextInt(8) == 0 ? text() :
            random.nextInt(3) == 0 ? Integer.toString(random.nextInt(MEMBER_COUNT)) :
            "m" + random.nextInt(MEMBER_COUNT);
    }

    private String text()
    {
        return switch (random.nextInt(6))
        {
            case 0 -> pick(WORDS);
            case 1 -> "x".repeat(random.nextInt(60));
            case 2 -> Integer.toString(random.nextInt(2000) - 1000);
            case 3 -> "y".repeat(random.nextInt(600));
            case 4 -> Long.toString(random.nextLong());
            default -> "w" + random.nextInt(100);
        };
    }

    private String integer()
    {
        return random.nextInt(10) == 0 ? pick(WORDS) : Integer.toString(random.nextInt(200) - 100);
    }

    private String pick(final String[] choices)
    {
        return choices[random.nextInt(choices.length)];
    }
}
