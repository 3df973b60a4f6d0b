package io.ringbolt.perf.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Mixes of operations: those of {@code --mix} and the core workloads of YCSB.
 */
final class Mixes
{
    private static final String KEY = "key:__rand_int__";
    private static final String USER = "user__key__";
    private static final String INDEX = "_indices";
    private static final int FIELD_COUNT = 10;

    /** What may stand in a mix, with as little as possible around it. */
    private static final Map<String, List<String>> COMMANDS = Map.ofEntries(
        Map.entry("get", List.of("GET", KEY)),
        Map.entry("set", List.of("SET", KEY, "__data__")),
        Map.entry("setex", List.of("SET", KEY, "__data__", "EX", "60")),
        Map.entry("incr", List.of("INCR", "counter:__rand_int__")),
        Map.entry("del", List.of("DEL", KEY)),
        Map.entry("exists", List.of("EXISTS", KEY)),
        Map.entry("expire", List.of("EXPIRE", KEY, "60")),
        Map.entry("lpush", List.of("LPUSH", "list:__rand_int__", "__data__")),
        Map.entry("rpop", List.of("RPOP", "list:__rand_int__")),
        Map.entry("sadd", List.of("SADD", "set:__rand_int__", "member:__rand_int__")),
        Map.entry("spop", List.of("SPOP", "set:__rand_int__")),
        Map.entry("hset", List.of("HSET", "hash:__rand_int__", "field__field__", "__data__")),
        Map.entry("hget", List.of("HGET", "hash:__rand_int__", "field__field__")),
        Map.entry("hgetall", List.of("HGETALL", "hash:__rand_int__")),
        Map.entry("zadd", List.of("ZADD", "zset", "__rand_int__", "member:__rand_int__")),
        Map.entry("zrank", List.of("ZRANK", "zset", "member:__rand_int__")),
        Map.entry("xadd", List.of("XADD", "stream", "MAXLEN", "~", "100000", "*", "field", "__data__")),
        Map.entry("ping", List.of("PING")));

    private Mixes()
    {
    }

    /**
     * @param text      {@code get:80,set:20}: commands and their weights.
     * @param isDrawing true with {@code -r}.
     * @return the mix, with nothing to be loaded first.
     * @throws IllegalArgumentException naming what cannot be read.
     */
    static Workload of(final String text, final boolean isDrawing)
    {
        final List<Operation> operations = new ArrayList<>();
        for (final String part : text.toLowerCase(Locale.ROOT).split(","))
        {
            final String[] pair = part.split(":");
            final List<String> words = COMMANDS.get(pair[0]);
            if (words == null || pair.length > 2)
            {
                throw new IllegalArgumentException("a mix reads get:80,set:20 of " +
                    COMMANDS.keySet().stream().sorted().toList() + ", not " + part);
            }
            final double weight = pair.length == 1 ? 1 : weight(part, pair[1]);
            operations.add(Operation.of(pair[0].toUpperCase(Locale.ROOT), RequestTemplate.of(words, isDrawing))
                .weighing(weight));
        }
        return new Workload(text, operations, List.of(), 0, Workload.UNIFORM);
    }

    private static double weight(final String part, final String text)
    {
        try
        {
            return Double.parseDouble(text);
        }
        catch (final NumberFormatException ex)
        {
            throw new IllegalArgumentException("no weight in " + part, ex);
        }
    }

    /** Loads what GET and SET of a mix or of the tests read: one string for each key number. */
    static List<RequestTemplate> strings()
    {
        return List.of(RequestTemplate.of(List.of("SET", "key:__key__", "__data__"), true));
    }

    /**
     * A core workload of YCSB over hashes of ten fields, as YCSB's own Redis binding stores them. A scan asks a sorted
     * set of all key names for up to a hundred from a given one; reading the records would be operations of their own.
     *
     * @param letter      from a to f.
     * @param recordCount loaded first.
     * @return the mix.
     * @throws IllegalArgumentException if there is no such workload.
     */
    static Workload ycsb(final String letter, final long recordCount)
    {
        final Operation read = Operation.of("READ", template("HGETALL", USER));
        final Operation update = Operation.of("UPDATE", template("HSET", USER, "field__field__", "__data__"));
        final Operation scan = Operation.of("SCAN",
            template("ZRANGEBYLEX", INDEX, "[" + USER, "+", "LIMIT", "0", "__count__"));
        final Operation modify = new Operation("READ-MODIFY-WRITE",
            List.of(read.steps().get(0), update.steps().get(0)), 1, false);
        final List<Operation> mix = switch (letter.toLowerCase(Locale.ROOT))
        {
            case "a" -> List.of(read.weighing(50), update.weighing(50));
            case "b" -> List.of(read.weighing(95), update.weighing(5));
            case "c" -> List.of(read.weighing(100));
            case "d" -> List.of(read.weighing(95), new Operation("INSERT", List.of(wholeRecord()), 5, true));
            case "e" -> List.of(scan.weighing(95), new Operation("INSERT", indexedRecord(), 5, true));
            case "f" -> List.of(read.weighing(50), modify.weighing(50));
            default -> throw new IllegalArgumentException("YCSB has workloads a to f, not " + letter);
        };
        final boolean isIndexed = "e".equalsIgnoreCase(letter);
        return new Workload("YCSB " + letter.toUpperCase(Locale.ROOT), mix,
            isIndexed ? indexedRecord() : List.of(wholeRecord()), recordCount,
            "d".equalsIgnoreCase(letter) ? "latest" : "zipf");
    }

    private static RequestTemplate wholeRecord()
    {
        final List<String> words = new ArrayList<>(List.of("HSET", USER));
        for (int i = 0; i < FIELD_COUNT; i++)
        {
            words.addAll(List.of("field" + i, "__data__"));
        }
        return RequestTemplate.of(words, true);
    }

    private static List<RequestTemplate> indexedRecord()
    {
        return List.of(wholeRecord(), template("ZADD", INDEX, "0", USER));
    }

    private static RequestTemplate template(final String... words)
    {
        return RequestTemplate.of(List.of(words), true);
    }
}
