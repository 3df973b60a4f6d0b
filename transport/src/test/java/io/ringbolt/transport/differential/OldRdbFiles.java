package io.ringbolt.transport.differential;

import java.util.List;

/**
 * RDB files as servers of each version wrote them, put together byte by byte because no such server is at hand, and
 * what is to be found in them.
 */
final class OldRdbFiles
{
    static final long FAR_SECONDS = 2_000_000_000L;
    static final long FAR_MS = FAR_SECONDS * 1000 + 7;
    private static final int SHEBANG_LIBRARY = 0xF5;
    private static final int SLOT_SIZES = 0xF4;
    private static final int IDLE_SECONDS = 0xF8;
    private static final int FREQUENCY = 0xF9;
    private static final int RESIZE_DATABASE = 0xFB;

    /**
     * A file, and commands with the replies that tell that it has been read right.
     *
     * @param asks a command with single spaces between its words, and its reply, in turns.
     */
    record Golden(int version, byte[] bytes, List<String> asks)
    {
        @Override
        public String toString()
        {
            return "version " + version;
        }
    }

    private OldRdbFiles()
    {
    }

    static List<Golden> all()
    {
        return List.of(version1(), version2(), version3(), version4(), version5(), version6(), version7(), version8(),
            version9(), version10(), version11(), version12());
    }

    /** Linked lists, sets, sorted sets with scores as text; times in seconds; no checksum. */
    static Golden version1()
    {
        final RdbFileBytes file = new RdbFileBytes(1).database(0);
        file.key(0, "plain").string("value");
        file.key(0, "number").write(0xC0, 0xFE);                                   // -2 in 8 bits
        file.key(0, "compressed").write(0xC3, 5, 10).write(0, 'x', 0xE0, 0, 0);    // x, then nine more of it
        file.key(1, "list").write(2).string("a").string("b");
        file.key(2, "set").write(2).string("m").write(0xC1, 0x39, 0x30);           // 12345 in 16 bits
        file.key(3, "zset").write(3).string("one").write(3).text("1.5")
            .string("most").write(254).string("least").write(255);
        file.key(4, "hash").write(1).string("field").string("value");
        file.database(2).expiresAtSeconds(FAR_SECONDS).key(0, "expiring").string("v");
        file.expiresAtSeconds(1).key(0, "expired").string("v");
        return new Golden(1, file.end(), List.of("GET plain", "$value", "GET number", "$-2",
            "GET compressed", "$xxxxxxxxxx", "LRANGE list 0 -1", "*2[$a, $b]", "SISMEMBER set 12345", ":1",
            "ZSCORE zset one", "$1.5", "ZSCORE zset most", "$inf", "ZSCORE zset least", "$-inf",
            "HGET hash field", "$value", "SELECT 2", "+OK", "EXPIRETIME expiring", ":" + FAR_SECONDS,
            "EXISTS expired", ":0"));
    }

    /** A hash as a zipmap, a list as a ziplist, a set of integers. */
    static Golden version2()
    {
        final RdbFileBytes file = new RdbFileBytes(2).database(0);
        addZipMap(file);
        addZipList(file);
        file.key(11, "intset").blob(2, 0, 0, 0, 3, 0, 0, 0, 0xFE, 0xFF, 1, 0, 44, 1);   // -2, 1, 300
        file.expiresAtSeconds(FAR_SECONDS).key(11, "wide").blob(
            8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0);                       // 2 to the 32nd in 64 bits
        return new Golden(2, file.end(), List.of("HGET zipmap f", "$v", "HGET zipmap g", "$ww",
            "LRANGE ziplist 0 -1", "*3[$a, $3, $7]", "SCARD intset", ":3", "SISMEMBER intset 300", ":1",
            "SMEMBERS wide", "*1[$4294967296]", "EXPIRETIME wide", ":" + FAR_SECONDS));
    }

    /** Times in milliseconds. */
    static Golden version3()
    {
        final RdbFileBytes file = new RdbFileBytes(3).database(0);
        addZipMap(file.expiresAtMs(FAR_MS));
        file.expiresAtMs(1000).key(0, "expired").string("v");
        return new Golden(3, file.end(), List.of("HGET zipmap f", "$v", "PEXPIRETIME zipmap", ":" + FAR_MS,
            "EXISTS expired", ":0"));
    }

    /** Hashes and sorted sets as ziplists. */
    static Golden version4()
    {
        final RdbFileBytes file = new RdbFileBytes(4).database(0);
        addPairs(file);
        return new Golden(4, file.end(), List.of("HGETALL hash", "*2[$f, $v]", "ZSCORE zset m", "$2"));
    }

    /** A checksum at the end; 32 bits of length before a string. */
    static Golden version5()
    {
        final RdbFileBytes file = new RdbFileBytes(5).database(0);
        addPairs(file);
        file.key(0, "long").write(0x80, 0, 0, 0, 5).text("value");
        return new Golden(5, file.end(), List.of("HGETALL hash", "*2[$f, $v]", "GET long", "$value"));
    }

    /** Ziplists with numbers of 24 bits and with elements of more than 253 bytes before others. */
    static Golden version6()
    {
        final String text = "x".repeat(254);
        final RdbFileBytes body = RdbFileBytes.part()
            .write(0, 0x40, 254).text(text)                                        // before it 0 bytes; 14-bit length
            .write(0xFE).little(257, Integer.BYTES).write(0xF0).little(-70000, 3)  // before it 257 bytes; 24 bits
            .write(9, 0xC0).little(-300, Short.BYTES)
            .write(4, 0xD0).little(1_000_000_000, Integer.BYTES)
            .write(6, 0xE0).little(-5_000_000_000L, Long.BYTES)
            .write(10, 0xFD);                                                      // 12 in the form itself
        final int length = 10 + body.toBytes().length + 1;
        final RdbFileBytes file = new RdbFileBytes(6).database(0).key(10, "ziplist").blob(RdbFileBytes.part()
            .little(length, Integer.BYTES).little(length - 3, Integer.BYTES).little(6, Short.BYTES)
            .write(body.toBytes()).write(0xFF).toBytes());
        return new Golden(6, file.end(), List.of("LRANGE ziplist 0 -1",
            "*6[$" + text + ", $-70000, $-300, $1000000000, $-5000000000, $12]"));
    }

    /** Fields of the file's own, sizes of tables, lists of ziplists; one node is empty, as a bug left them. */
    static Golden version7()
    {
        final RdbFileBytes file = new RdbFileBytes(7).aux("redis-ver", "3.2.0").aux("redis-bits", "64")
            .database(0).write(RESIZE_DATABASE, 1, 0);
        file.key(14, "quicklist").write(3)
            .blob(15, 0, 0, 0, 10, 0, 0, 0, 1, 0, 0, 2, 'a', 'b', 0xFF)
            .blob(11, 0, 0, 0, 10, 0, 0, 0, 0, 0, 0xFF)
            .write(0xC3, 16, 14).write(12, 14, 0, 0, 0, 10, 0, 0, 0, 1, 0, 0, 1, 'c').write(0, 0xFF);   // LZF
        return new Golden(7, file.end(), List.of("LRANGE quicklist 0 -1", "*2[$ab, $c]"));
    }

    /** Scores in eight bytes, lengths in eight bytes. */
    static Golden version8()
    {
        final RdbFileBytes file = new RdbFileBytes(8).aux("redis-ver", "4.0.0").database(0);
        file.key(5, "zset").write(2).string("pi").little(3.5)
            .string("least").little(Double.NEGATIVE_INFINITY);
        file.key(0, "long").write(0x81, 0, 0, 0, 0, 0, 0, 0, 5).text("value");
        return new Golden(8, file.end(), List.of("ZRANGE zset 0 -1 WITHSCORES",
            "*4[$least, $-inf, $pi, $3.5]", "GET long", "$value"));
    }

    /** Streams; how long keys have been idle, or how often they were used. */
    static Golden version9()
    {
        final RdbFileBytes file = new RdbFileBytes(9).aux("redis-ver", "5.0.0").database(0);
        file.write(IDLE_SECONDS, 50).key(0, "idle").string("v");
        file.write(FREQUENCY, 7).key(0, "frequent").string("v");
        addStream(file.key(15, "stream"));
        addGroup(file, 9);
        return new Golden(9, file.end(), List.of("GET idle", "$v", "GET frequent", "$v",
            "XRANGE stream - +", "*2[*2[$5-1, *2[$f, $a]], *2[$6-2, *2[$f, $b]]]", "XPENDING stream g",
            "*4[:1, $5-1, $5-1, *1[*2[$c, $1]]]"));
    }

    /** Listpacks, plain nodes of lists, streams with their counts, functions. */
    static Golden version10()
    {
        final RdbFileBytes file = new RdbFileBytes(10).aux("redis-ver", "7.0.0");
        file.write(SHEBANG_LIBRARY).string(
            "#!lua name=old\nredis.register_function('old', function() return 'new' end)").database(0);
        file.key(16, "hash").listPack("f", "v", "n", 5);
        file.key(17, "zset").listPack("a", 1, "b", 2);
        file.key(18, "list").write(2).write(1).string("plain").write(2).listPack("a", 7);
        addStream(file.key(19, "stream"));
        file.write(5, 1, 0, 0, 2);                                                 // first id, largest removed, ever
        addGroup(file, 10);
        return new Golden(10, file.end(), List.of("FCALL old 0", "$new", "HGET hash n", "$5",
            "ZRANGE zset 0 -1 WITHSCORES", "*4[$a, $1, $b, $2]", "LRANGE list 0 -1", "*3[$plain, $a, $7]",
            "XLEN stream", ":2", "XPENDING stream g", "*4[:1, $5-1, $5-1, *1[*2[$c, $1]]]"));
    }

    /** Sets as listpacks; when consumers last did something. */
    static Golden version11()
    {
        final RdbFileBytes file = new RdbFileBytes(11).aux("redis-ver", "7.2.0").database(0);
        file.key(20, "set").listPack("m", 12, "n");
        addStream(file.key(21, "stream"));
        file.write(5, 1, 0, 0, 2);
        addGroup(file, 11);
        return new Golden(11, file.end(), List.of("SCARD set", ":3", "SISMEMBER set 12", ":1", "XLEN stream", ":2",
            "XPENDING stream g", "*4[:1, $5-1, $5-1, *1[*2[$c, $1]]]"));
    }

    /** Hashes whose fields expire; sizes of hash slots. */
    static Golden version12()
    {
        final RdbFileBytes file = new RdbFileBytes(12).aux("redis-ver", "7.4.0").database(0);
        file.write(SLOT_SIZES, 5, 2, 0);
        file.key(24, "table").little(FAR_MS, Long.BYTES).write(2)
            .write(11).string("f").string("v")                                     // 10 ms after the earliest time
            .write(0).string("g").string("w");
        file.key(25, "pack").little(FAR_MS, Long.BYTES).listPack("f", "v", FAR_MS, "g", "w", 0);
        return new Golden(12, file.end(), List.of("HPEXPIRETIME table FIELDS 2 f g",
            "*2[:" + (FAR_MS + 10) + ", :-1]", "HGET table g", "$w", "HPEXPIRETIME pack FIELDS 2 f g",
            "*2[:" + FAR_MS + ", :-1]", "HGET pack f", "$v"));
    }

    /** Keys without a value, as bugs left them, among others. @param version 10 or newer. */
    static byte[] withEmptyKeys(final int version)
    {
        final RdbFileBytes file = new RdbFileBytes(version).database(0);
        file.key(0, "before").string("v");
        for (final int type : new int[] {1, 2, 3, 4, 5, 14, 18})
        {
            file.expiresAtMs(FAR_MS).key(type, "count:" + type).write(0);
        }
        for (final int type : new int[] {10, 12, 13})
        {
            file.key(type, "ziplist:" + type).blob(11, 0, 0, 0, 10, 0, 0, 0, 0, 0, 0xFF);
        }
        file.key(16, "listpack:16").listPack();
        file.key(17, "listpack:17").listPack();
        file.key(14, "node").write(1).blob(11, 0, 0, 0, 10, 0, 0, 0, 0, 0, 0xFF);
        file.key(0, "after").string("w");
        return file.end();
    }

    private static void addZipMap(final RdbFileBytes file)
    {
        file.key(9, "zipmap").blob(
            2,                                                                     // fields
            1, 'f', 1, 0, 'v',                                                     // key, value, no room behind it
            1, 'g', 2, 0, 'w', 'w',
            0xFF);
    }

    private static void addZipList(final RdbFileBytes file)
    {
        file.key(10, "ziplist").blob(
            19, 0, 0, 0, 15, 0, 0, 0, 3, 0,                                        // bytes, last entry, entries
            0, 1, 'a',                                                             // before it 0 bytes; a byte of text
            3, 0xF4,                                                               // before it 3 bytes; the number 3
            2, 0xFE, 7,                                                            // before it 2 bytes; 7 in one byte
            0xFF);
    }

    private static void addPairs(final RdbFileBytes file)
    {
        file.key(13, "hash").blob(
            17, 0, 0, 0, 13, 0, 0, 0, 2, 0, 0, 1, 'f', 3, 1, 'v', 0xFF);
        file.key(12, "zset").blob(
            16, 0, 0, 0, 13, 0, 0, 0, 2, 0, 0, 1, 'm', 3, 0xF3, 0xFF);             // m with score 2
    }

    /** Two entries in one node, 5-1 with f a and 6-2 with f b, then length and last id. */
    private static void addStream(final RdbFileBytes file)
    {
        file.write(1).blob(RdbFileBytes.part().id(5, 1).toBytes())
            .listPack(2, 0, 1, "f", 0,                                             // entries, deleted, fields
                2, 0, 0, "a", 4,                                                   // the same fields; distance from 5-1
                2, 1, 1, "b", 4)
            .write(2, 6, 2);
    }

    /** Group g, which has given 5-1 to consumer c. */
    private static void addGroup(final RdbFileBytes file, final int version)
    {
        file.write(1).string("g").write(5, 1);
        if (version >= 10)
        {
            file.write(1);                                                         // entries read
        }
        file.write(1).id(5, 1).little(1000, Long.BYTES).write(1)                   // pending: when given, how often
            .write(1).string("c").little(1000, Long.BYTES);
        if (version >= 11)
        {
            file.little(1000, Long.BYTES);
        }
        file.write(1).id(5, 1);
    }
}
