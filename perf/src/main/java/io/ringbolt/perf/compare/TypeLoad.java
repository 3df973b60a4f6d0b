package io.ringbolt.perf.compare;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * A load on a large value of one type, which redis-benchmark has no test for: the command it repeats, and what must be
 * there before. {@code __rand_int__} is redis-benchmark's place for twelve random digits.
 */
enum TypeLoad
{
    /** Members of the large sorted set get new scores, and new members come. */
    ZADD_LARGE("ZADD typed:zset __rand_int__ m__rand_int__"),
    ZRANK_LARGE("ZRANK typed:zset m__rand_int__"),
    ZRANGEBYSCORE_LARGE("ZRANGEBYSCORE typed:zset __rand_int__ +inf LIMIT 0 10"),
    XADD_LARGE("XADD typed:stream * field __data__"),
    /** Every request takes the next ten of a stream until it is read; the acknowledgement is left out by NOACK. */
    XREADGROUP_LARGE("XREADGROUP GROUP readers r1 COUNT 10 NOACK STREAMS typed:stream >"),
    SINTER_LARGE("SINTERCARD 2 typed:set1 typed:set2"),
    ZUNIONSTORE_LARGE("ZUNIONSTORE typed:union 2 typed:zset1 typed:zset2"),
    HSET_SMALL("HSET typed:hash:__rand_int__ field __data__"),
    HGETALL_SMALL("HGETALL typed:hash:__rand_int__");

    /** Larger inputs would make one command the whole run. */
    private static final long MAX_INPUT = 20_000;
    private static final int SMALL_FIELDS = 10;

    private final List<String> words;

    TypeLoad(final String command)
    {
        this.words = List.of(command.split(" "));
    }

    /** The load by the name that options give it; null if it is a test of redis-benchmark's own. */
    static TypeLoad named(final String test)
    {
        for (final TypeLoad load : values())
        {
            if (load.test().equals(test))
            {
                return load;
            }
        }
        return null;
    }

    String test()
    {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The command with a number where redis-benchmark draws one. */
    List<String> sample()
    {
        return words(1).stream().map(word -> word.replace("__rand_int__", "000000000000")).toList();
    }

    /** The command as redis-benchmark takes it. */
    List<String> words(final int valueLength)
    {
        final String data = "x".repeat(valueLength);
        return words.stream().map(word -> word.replace("__data__", data)).toList();
    }

    /**
     * Loads what the command works on into an empty server.
     *
     * @param count of members, entries or hashes; fewer where a command reads all of them.
     */
    void prepare(final RespConnection connection, final long count) throws IOException
    {
        final BulkLoader loader = new BulkLoader(connection);
        final long inputCount = Math.min(count, MAX_INPUT);
        switch (this)
        {
            case ZADD_LARGE, ZRANK_LARGE, ZRANGEBYSCORE_LARGE ->
                loader.load(
                    count, i -> new String[] {"ZADD", "typed:zset", BulkLoader.digits(i), "m" + BulkLoader.digits(i)});
            case XADD_LARGE, XREADGROUP_LARGE -> prepareStream(connection, loader, count);
            case SINTER_LARGE ->
            {
                loader.load(inputCount, i -> new String[] {"SADD", "typed:set1", "m" + i});
                loader.load(inputCount, i -> new String[] {"SADD", "typed:set2", "m" + 2 * i});
            }
            case ZUNIONSTORE_LARGE ->
            {
                loader.load(inputCount, i -> new String[] {"ZADD", "typed:zset1", Long.toString(i), "m" + i});
                loader.load(inputCount, i -> new String[] {"ZADD", "typed:zset2", Long.toString(i), "m" + 2 * i});
            }
            default -> loader.load(count, TypeLoad::smallHash);
        }
    }

    /** Whether one command takes milliseconds, so that few of them make a run. */
    boolean isLong()
    {
        return this == SINTER_LARGE || this == ZUNIONSTORE_LARGE;
    }

    /** Makes ready for another run what a run uses up. */
    void rewind(final RespConnection connection) throws IOException
    {
        if (this == XREADGROUP_LARGE)
        {
            connection.call("XGROUP", "SETID", "typed:stream", "readers", "0");
        }
    }

    private static void prepareStream(final RespConnection connection, final BulkLoader loader, final long count)
        throws IOException
    {
        loader.load(count, i -> new String[] {"XADD", "typed:stream", "*", "field", "0123456789"});
        connection.call("XGROUP", "CREATE", "typed:stream", "readers", "0");
    }

    private static String[] smallHash(final long number)
    {
        final String[] command = new String[2 + 2 * SMALL_FIELDS];
        command[0] = "HSET";
        command[1] = "typed:hash:" + BulkLoader.digits(number);
        for (int i = 0; i < SMALL_FIELDS; i++)
        {
            command[2 + 2 * i] = "field" + i;
            command[3 + 2 * i] = "value" + i;
        }
        return command;
    }
}
