package io.ringbolt.engine.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbolt.engine.EngineHarness;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.KeySpec;
import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compares every row of the command table with what is publicly known of the command.
 */
class CommandFactsTest
{
    private static final int COLUMN_COUNT = 11;
    private static final String NONE = "-";
    private static final Set<String> DATA_GROUPS = Set.of("string", "list", "set", "sorted-set", "hash", "stream",
        "bitmap", "hyperloglog", "geo", "array", "generic", "transactions", "pubsub");
    private static final Set<CommandFlag> UNSAID = Set.of(CommandFlag.SENTINEL_ONLY, CommandFlag.PROTECTED,
        CommandFlag.ALL_DBS, CommandFlag.MAY_REPLICATE, CommandFlag.SCRIPT_RUNNER);
    /** Commands that only this server has. */
    private static final Set<String> OWN = Set.of("LATENCY|STAGES", "LATENCY|STAGES-WORST", "LATENCY|STAGES-RESET");

    private final Map<String, String[]> facts = readFacts();
    private final List<String> differences = new ArrayList<>();

    @Test
    void shouldRegisterEveryRowWithItsFacts()
    {
        try (EngineHarness redis = new EngineHarness())
        {
            for (final Command command : redis.engine().commands().allRows())
            {
                if (!OWN.contains(command.fullName().toUpperCase(Locale.ROOT)))
                {
                    compare(command);
                }
            }
        }
        assertEquals("", String.join("\n", differences));
    }

    @Test
    void shouldHaveEveryCommandOfTheDataTypes()
    {
        final Set<String> missing = new TreeSet<>();
        try (EngineHarness redis = new EngineHarness())
        {
            final Set<String> registered = redis.engine().commands().allRows().stream()
                .map(command -> command.fullName().toUpperCase(Locale.ROOT)).collect(Collectors.toSet());
            facts.forEach((name, row) ->
            {
                if (DATA_GROUPS.contains(row[1]) && !registered.contains(name))
                {
                    missing.add(name);
                }
            });
        }
        assertEquals(Set.of(), missing);
    }

    @Test
    void shouldReadFactsOfAllCommands()
    {
        assertTrue(facts.size() > 400, "rows: " + facts.size());
    }

    private void compare(final Command command)
    {
        final String name = command.fullName().toUpperCase(Locale.ROOT);
        final String[] row = facts.get(name);
        if (null == row)
        {
            differences.add(name + ": no such command is known");
            return;
        }
        expect(name, "group", row[1], command.group().label());
        expect(name, "since", row[2], command.since());
        expect(name, "arity", row[3], Integer.toString(command.arity()));
        expect(name, "flags", words(row[4].replaceAll("\\([^)]*\\)", "")), flags(command));
        expect(name, "categories", words(row[5]), categories(command));
        expectKeys(name, row, command);
        expect(name, "tips", words(row[8]), words(String.join(" ", command.tips())));
        expect(name, "doc flags", words(row[9]), words(String.join(" ", command.docFlags())));
        expect(name, "deprecated since", row[10], null == command.deprecatedSince() ? NONE : command.deprecatedSince());
    }

    private void expectKeys(final String name, final String[] row, final Command command)
    {
        final String specs = 0 == command.keySpecs().length ? NONE :
            Arrays.stream(command.keySpecs()).map(KeySpec::toString).collect(Collectors.joining(" ; "));
        expect(name, "key specs", row[6], specs);
        final LegacyKeyRange range = LegacyKeyRange.of(command);
        expect(name, "key range", row[7], range.first() + "," + range.last() + "," + range.step());
    }

    private void expect(final String name, final String what, final Object expected, final Object actual)
    {
        if (!expected.equals(actual))
        {
            differences.add(name + " " + what + ": expected " + expected + " but is " + actual);
        }
    }

    private static Set<String> flags(final Command command)
    {
        return Arrays.stream(CommandFlag.values()).filter(flag -> command.is(flag) && !UNSAID.contains(flag))
            .map(CommandFlag::label).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> categories(final Command command)
    {
        return Arrays.stream(AclCategory.values()).filter(category -> 0 != (command.categories() & category.bit()))
            .map(category -> "@" + category.label()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> words(final String text)
    {
        return Arrays.stream(text.trim().split("\\s+")).filter(word -> !word.isEmpty() && !NONE.equals(word))
            .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, String[]> readFacts()
    {
        final Map<String, String[]> facts = new HashMap<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
            CommandFactsTest.class.getResourceAsStream("/command-facts.tsv"), StandardCharsets.UTF_8)))
        {
            for (String line = reader.readLine(); null != line; line = reader.readLine())
            {
                final String[] row = line.split("\t", -1);
                if (!line.startsWith("#"))
                {
                    assertEquals(COLUMN_COUNT, row.length, line);
                    facts.put(row[0], row);
                }
            }
        }
        catch (final IOException unreadable)
        {
            throw new IllegalStateException(unreadable);
        }
        return facts;
    }
}
