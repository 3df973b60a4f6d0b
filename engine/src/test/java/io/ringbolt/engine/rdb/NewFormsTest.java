package io.ringbolt.engine.rdb;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.HexFormat;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Forms that servers write from RDB version 13 on: streams with producers and with entries given back, hashes that
 * share the names of their fields.
 */
class NewFormsTest
{
    private static final String REFUSED = "-ERR Bad data format";
    /** Version 15 and a checksum that is not to be checked. */
    private static final String FOOTER = "0f000000000000000000";
    private static final String PACKED_NAMES = "00" + "0e" + "0e000000" + "0200" + "81610282626303" + "ff";

    private final EngineHarness redis = new EngineHarness();

    @AfterEach
    void close()
    {
        redis.close();
    }

    @Test
    void shouldCarryHashesThatShareNames()
    {
        redis.line("CONFIG SET rdb-version 15");
        redis.line("HIMPORT PREPARE p name age email");
        redis.line("HIMPORT SET short p alice 30 a@x");
        redis.run("HIMPORT", "SET", "long", "p", "alice", "30", "a".repeat(100));
        for (final String key : List.of("short", "long"))
        {
            final String payload = dump(key);
            assertEquals(key.equals("short") ? 0x1d : 0x1f, payload.charAt(0));
            assertEquals("+OK", redis.run("RESTORE", "copy", "0", payload, "REPLACE"));
            assertEquals(redis.line("OBJECT ENCODING " + key), redis.line("OBJECT ENCODING copy"));
            assertEquals(redis.line("HGETALL " + key), redis.line("HGETALL copy"));
        }
        assertTrue(redis.line("INFO stats").contains("hash_templates:1 hash_template_keys:3"));
        redis.line("CONFIG SET rdb-version 10");
        assertEquals("+OK", redis.run("RESTORE", "copy", "0", dump("short"), "REPLACE"));
        assertEquals("$8 listpack", redis.line("OBJECT ENCODING copy"));
    }

    @Test
    void shouldTakeNamesInAListpack()
    {
        assertEquals("+OK", restore("1d" + PACKED_NAMES +
            "0d" + "0d000000" + "0300" + "0001" + "0101" + "0201" + "ff"));
        assertEquals("*4 $1 a $1 1 $2 bc $1 2", redis.line("HGETALL k"));
        assertEquals("$17 template-listpack", redis.line("OBJECT ENCODING k"));
        assertEquals("+OK", restore("1f" + PACKED_NAMES + "c007" + "0378797a"));
        assertEquals("*4 $1 a $1 7 $2 bc $3 xyz", redis.line("HGETALL k"));
        assertEquals("$14 template-array", redis.line("OBJECT ENCODING k"));
    }

    @Test
    void shouldRefuseHashesWhoseNamesAndValuesDoNotFit()
    {
        final long bytes = warmLiveBytes();
        assertEquals(REFUSED, restore("1d" + PACKED_NAMES + "0b" + "0b000000" + "0200" + "0001" + "0101" + "ff"));
        assertEquals(REFUSED, restore("1d" + PACKED_NAMES + "07" + "07000000" + "0000" + "ff"));
        assertEquals(REFUSED,
            restore("1d" + PACKED_NAMES + "0e" + "0e000000" + "0300" + "817802" + "0101" + "0201" + "ff"));
        assertEquals(REFUSED, restore("1f" + "0100"));
        assertEquals(REFUSED, restore("1f" + "0102" + "0162" + "0161" + "c001" + "c002"));
        assertEquals(REFUSED, restore("1f" + "0102" + "0161" + "0161" + "c001" + "c002"));
        assertEquals(REFUSED, restore("1f" + "0202" + "0161" + "0162" + "c001" + "c002"));
        assertEquals(REFUSED, restore("1f" + "0102" + "0161" + "0162" + "c001"));
        assertEquals(REFUSED, restore("1e" + "0d" + "0d000000" + "0300" + "0501" + "0101" + "0201" + "ff"));
        assertEquals(REFUSED, restore("20" + "05" + "c001" + "c002"));
        assertEquals(bytes, redis.engine().arena().liveBytes());
        assertTrue(redis.line("INFO stats").contains("hash_templates:0 "));
    }

    @Test
    void shouldCarryWhatProducersHaveNamed()
    {
        redis.line("XADD s IDMP p1 one * f v");
        redis.line("XADD s IDMP p1 two * f v");
        redis.line("XADD s IDMP p2 one * f v");
        redis.line("XCFGSET plain IDMP-DURATION 5");
        assertEquals("$15 1700000000000-1", redis.line("XADD s IDMP p1 two * f again"));
        final String payload = dump("s");
        assertEquals(26, payload.charAt(0));
        assertEquals("+OK", redis.run("RESTORE", "copy", "0", payload));
        assertEquals(redis.line("XINFO STREAM s"), redis.line("XINFO STREAM copy"));
        assertEquals("$15 1700000000000-2", redis.line("XADD copy IDMP p2 one * f again"));
        assertEquals(":3", redis.line("XLEN copy"));
        redis.line("XADD none 1-1 f v");
        assertEquals(19, dump("none").charAt(0));
    }

    @Test
    void shouldCarryEntriesThatWereGivenBack()
    {
        redis.line("CONFIG SET rdb-version 14");
        redis.line("XADD s 1-1 f v");
        redis.line("XADD s 1-2 f v");
        redis.line("XGROUP CREATE s g 0");
        redis.line("XREADGROUP GROUP g c STREAMS s >");
        redis.line("XNACK s g FAIL IDS 1 1-1");
        final String payload = dump("s");
        assertEquals(27, payload.charAt(0));
        assertEquals("+OK", redis.run("RESTORE", "copy", "0", payload));
        assertEquals(redis.line("XPENDING s g - + 10"), redis.line("XPENDING copy g - + 10"));
        assertEquals(redis.line("XINFO STREAM s FULL"), redis.line("XINFO STREAM copy FULL"));
    }

    @Test
    void shouldReckonWhatAGroupHasReadWhereAFormDoesNotTell()
    {
        redis.line("CONFIG SET rdb-version 9");
        redis.line("XADD s 1-1 f v");
        redis.line("XADD s 1-2 f v");
        redis.line("XGROUP CREATE s g 0");
        redis.line("XREADGROUP GROUP g c COUNT 1 STREAMS s >");
        assertEquals("+OK", redis.run("RESTORE", "copy", "0", dump("s")));
        assertTrue(redis.line("XINFO GROUPS copy").endsWith("$12 entries-read :1 $3 lag :1"),
            redis.line("XINFO GROUPS copy"));
    }

    private long warmLiveBytes()
    {
        redis.line("HSET k a 1");
        redis.line("DEL k");
        assertEquals(REFUSED, restore("1f" + "0102" + "0161" + "0162" + "c001"));
        return redis.engine().arena().liveBytes();
    }

    private String restore(final String hex)
    {
        return redis.run("RESTORE", "k", "0", DumpPayloads.text(HexFormat.of().parseHex(hex + FOOTER)), "REPLACE");
    }

    private String dump(final String key)
    {
        return DumpPayloads.bulk(redis.runRaw("DUMP", key));
    }
}
