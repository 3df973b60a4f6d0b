package io.ringbolt.engine.acl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbolt.engine.EngineHarness;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.Command;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Random rules, against a model that keeps a set of command names and lists of patterns and looks at nothing else.
 */
class AclRulesFuzzTest
{
    private static final int ROUNDS = 60;
    private static final int RULES = 12;
    private static final int PROBES = 40;
    private static final List<String> KEYS = List.of("a", "ab", "abc", "b", "ba", "key:1", "key:22", "x");
    private static final List<String> PATTERNS = List.of("a*", "?b*", "key:*", "key:?", "[ab]", "b", "*c", "x");
    private static final List<String> CONTAINERS = List.of("config", "client", "object", "xinfo");

    /** What may be done, in the plainest form. */
    private static final class Model
    {
        private final Set<String> commands = new TreeSet<>();
        private final Map<String, Integer> keys = new HashMap<>();
        private boolean isAllKeys;

        boolean allows(final Probe probe)
        {
            return commands.contains(probe.command()) && probe.needs().stream().allMatch(this::may);
        }

        /** One pattern must grant all that is done with a key. */
        private boolean may(final Need need)
        {
            return isAllKeys || keys.entrySet().stream().anyMatch(entry ->
                need.permissions() == (entry.getValue() & need.permissions()) && matches(entry.getKey(), need.key()));
        }

        private static boolean matches(final String glob, final String key)
        {
            return Pattern.matches(glob.replace("*", ".*").replace("?", "."), key);
        }
    }

    /** A key and what is done with its value; nothing if only its being there or its form is told. */
    private record Need(String key, int permissions)
    {
    }

    private record Probe(String command, List<Need> needs, List<String> words)
    {
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldAllowWhatTheModelAllows(final long seed)
    {
        final Random random = new Random(seed);
        try (EngineHarness redis = new EngineHarness())
        {
            final List<Command> commands = redis.engine().commands().allRows();
            for (int round = 0; round < ROUNDS; round++)
            {
                redis.line("ACL DELUSER u");
                redis.line("ACL SETUSER u on nopass");
                final Model model = new Model();
                final List<String> history = new ArrayList<>();
                for (int i = 0; i < RULES; i++)
                {
                    final String rule = rule(random, commands, model);
                    history.add(rule);
                    assertEquals("+OK", redis.run("ACL", "SETUSER", "u", rule), () -> "seed=" + seed + " " + history);
                }
                verify(redis, random, model, () -> "seed=" + seed + " " + history);
                copy(redis);
                verify(redis, random, model, () -> "after reading back, seed=" + seed + " " + history);
            }
        }
    }

    /** Makes the user anew from its own description. */
    private static void copy(final EngineHarness redis)
    {
        final List<String> words = new ArrayList<>(List.of("ACL", "SETUSER", "u"));
        final String description = redis.engine().acl().user("u").describe();
        redis.line("ACL DELUSER u");
        words.addAll(List.of(description.split(" ")).subList(1, description.split(" ").length));
        assertEquals("+OK", redis.run(words.toArray(new String[0])));
    }

    private static void verify(
        final EngineHarness redis, final Random random, final Model model, final Supplier<String> history)
    {
        for (int i = 0; i < PROBES; i++)
        {
            final Probe probe = probe(random);
            final List<String> words = new ArrayList<>(List.of("ACL", "DRYRUN", "u"));
            words.addAll(probe.words());
            final boolean isAllowed = "+OK".equals(redis.run(words.toArray(new String[0])));
            assertEquals(model.allows(probe), isAllowed,
                () -> probe + " " + history.get());
        }
    }

    private static Probe probe(final Random random)
    {
        final String key = KEYS.get(random.nextInt(KEYS.size()));
        final String other = KEYS.get(random.nextInt(KEYS.size()));
        final Need reading = new Need(key, KeyPattern.READ);
        final Need writing = new Need(key, KeyPattern.WRITE);
        final Need changing = new Need(key, KeyPattern.ALL);
        final Need readingOther = new Need(other, KeyPattern.READ);
        final Need writingOther = new Need(other, KeyPattern.WRITE);
        return switch (random.nextInt(10))
        {
            case 0 -> new Probe("get", List.of(reading), List.of("get", key));
            case 1 -> new Probe("set", List.of(writing), List.of("SET", key, "v"));
            case 2 -> new Probe("set", List.of(changing), List.of("SET", key, "v", "get"));
            case 3 -> new Probe("copy", List.of(reading, writingOther), List.of("copy", key, other));
            case 4 -> new Probe("mget", List.of(reading, readingOther), List.of("mget", key, other));
            case 5 -> new Probe("zunionstore", List.of(writing, readingOther), List.of("zunionstore", key, "1", other));
            case 6 -> new Probe("config|get", List.of(), List.of("config", "get", "x"));
            case 7 -> new Probe("ping", List.of(), List.of("ping"));
            case 8 -> new Probe("object|encoding", List.of(new Need(key, 0)), List.of("object", "encoding", key));
            default -> new Probe("lmove", List.of(changing, writingOther),
                List.of("lmove", key, other, "left", "left"));
        };
    }

    private static String rule(final Random random, final List<Command> commands, final Model model)
    {
        final boolean isAllowed = random.nextInt(3) > 0;
        final String sign = isAllowed ? "+" : "-";
        switch (random.nextInt(12))
        {
            case 0:
                commands.forEach(command -> change(model, command, isAllowed));
                return sign + "@all";
            case 1, 2, 3:
                final AclCategory category = AclCategory.values()[random.nextInt(AclCategory.values().length)];
                commands.stream().filter(command -> 0 != (command.categories() & category.bit()))
                    .forEach(command -> change(model, command, isAllowed));
                return sign + "@" + category.label();
            case 4:
                final String container = CONTAINERS.get(random.nextInt(CONTAINERS.size()));
                commands.stream().filter(command -> command.fullName().equals(container))
                    .forEach(command -> change(model, command, isAllowed));
                return sign + container;
            case 5, 6, 7:
                final String name = List.of("get", "set", "copy", "mget", "zunionstore", "config|get", "ping", "lmove",
                    "object|encoding").get(random.nextInt(9));
                commands.stream().filter(command -> command.fullName().equals(name))
                    .forEach(command -> change(model, command, isAllowed));
                return sign + name;
            case 8:
                model.isAllKeys = isAllowed;
                model.keys.clear();
                return isAllowed ? "allkeys" : "resetkeys";
            default:
                return keyRule(random, model);
        }
    }

    private static String keyRule(final Random random, final Model model)
    {
        if (model.isAllKeys)
        {
            model.isAllKeys = false;
            return "resetkeys";
        }
        final String pattern = PATTERNS.get(random.nextInt(PATTERNS.size()));
        final int permissions = 1 + random.nextInt(KeyPattern.ALL);
        model.keys.merge(pattern, permissions, (before, more) -> before | more);
        return (KeyPattern.ALL == permissions ? random.nextBoolean() ? "%RW~" : "~" :
            KeyPattern.READ == permissions ? "%R~" : "%W~") + pattern;
    }

    private static void change(final Model model, final Command command, final boolean isAllowed)
    {
        final List<String> names = new ArrayList<>(List.of(command.fullName()));
        command.subcommands().forEach(subcommand -> names.add(subcommand.fullName()));
        if (isAllowed)
        {
            model.commands.addAll(names);
        }
        else
        {
            model.commands.removeAll(names);
        }
    }
}
