package io.ringbolt.engine;

import io.ringbolt.engine.keyspace.Database;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.memory.OffHeap;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that an engine's databases hold, as text by key: two engines in the same state give equal maps.
 */
final class KeyspaceDigest
{
    private static final int SCAN_STEP = 1024;
    /** Lines of XINFO STREAM up to the first entry's id. */
    private static final int FIGURE_LINES = 28;

    private final EngineHarness redis;
    private final boolean isWithEncoding;
    private final Map<String, String> keys = new TreeMap<>();

    private KeyspaceDigest(final EngineHarness redis, final boolean isWithEncoding)
    {
        this.redis = redis;
        this.isWithEncoding = isWithEncoding;
    }

    /** @param isWithEncoding whether values must also be kept alike. */
    static Map<String, String> of(final EngineHarness redis, final boolean isWithEncoding)
    {
        final KeyspaceDigest digest = new KeyspaceDigest(redis, isWithEncoding);
        final int selected = redis.session().databaseIndex();
        for (int index = 0; index < redis.engine().keyspace().databaseCount(); index++)
        {
            redis.session().databaseIndex(index);
            digest.add(redis.engine().keyspace().database(index));
        }
        redis.session().databaseIndex(selected);
        return digest.keys;
    }

    private void add(final Database database)
    {
        final Map<String, String> found = new TreeMap<>();
        final Map<String, Integer> types = new TreeMap<>();
        long cursor = 0;
        do
        {
            cursor = database.scan(cursor, SCAN_STEP, entry ->
            {
                final String key =
                    new String(OffHeap.toBytes(entry.keyAddress(), entry.keyLength()), StandardCharsets.ISO_8859_1);
                found.put(key, describe(entry));
                types.put(key, entry.type());
            });
        }
        while (0 != cursor);
        found.forEach((key, description) ->
            keys.put(database.index() + ":" + key, description + value(types.get(key), key)));
    }

    private String describe(final KeyEntry entry)
    {
        return ValueType.name(entry.type()) + ' ' + (isWithEncoding ? Encoding.name(entry.encoding()) : "") + ' ' +
            (entry.hasExpiry() ? entry.expiresAtMs() : -1) + ' ';
    }

    private String value(final int type, final String key)
    {
        return switch (type)
        {
            case ValueType.STRING -> redis.runRaw("GET", key);
            case ValueType.LIST -> redis.runRaw("LRANGE", key, "0", "-1");
            case ValueType.SET -> sorted(redis.runRaw("SMEMBERS", key));
            case ValueType.HASH -> hash(key);
            case ValueType.ZSET -> redis.runRaw("ZRANGE", key, "0", "-1", "WITHSCORES");
            case ValueType.ARRAY -> redis.runRaw("ARSCAN", key, "0", "18446744073709551614") +
                redis.runRaw("ARNEXT", key);
            default -> redis.runRaw("XRANGE", key, "-", "+") + stream(key);
        };
    }

    private String hash(final String key)
    {
        final Map<String, String> fields = new TreeMap<>();
        final String names = redis.runRaw("HKEYS", key);
        int from = names.indexOf('\n') + 1;
        while (from < names.length())
        {
            final int lineEnd = names.indexOf('\r', from);
            final int length = Integer.parseInt(names.substring(from + 1, lineEnd));
            final String field = names.substring(lineEnd + 2, lineEnd + 2 + length);
            fields.put(field, redis.runRaw("HGET", key, field) +
                redis.runRaw("HPEXPIRETIME", key, "FIELDS", "1", field));
            from = lineEnd + 2 + length + 2;
        }
        return fields.toString();
    }

    /** What a stream has besides its entries, but for when its consumers were seen. */
    private String stream(final String key)
    {
        final StringBuilder all = new StringBuilder(redis.runRaw("XINFO", "GROUPS", key));
        final String[] figures = redis.runRaw("XINFO", "STREAM", key).split("\r\n");
        all.append(String.join(" ", Arrays.copyOf(figures, FIGURE_LINES)));
        for (final String group : new String[] {"g0", "g1"})
        {
            all.append(redis.runRaw("XPENDING", key, group, "-", "+", "1000000"));
        }
        return all.toString();
    }

    private static String sorted(final String reply)
    {
        final String[] lines = reply.split("\r\n");
        Arrays.sort(lines);
        return String.join(" ", lines);
    }
}
