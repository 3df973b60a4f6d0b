package io.ringbolt.engine.hyperloglog;

import io.ringbolt.config.EncodingParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.EngineHarness;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.memory.ArenaView;
import org.agrona.BufferUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * What the HyperLogLog commands reply, store and have replayed. The bytes were taken from redis-server 7.0.15.
 */
class HyperLogLogCommandsTest
{
    private static final int COUNT = 2_000;
    private static final String SMALL =
        "48594c4c010000000000000000000080466d80560c80443c843880430a804da584498c80426d80425a";
    private static final String SMALL_COUNTED =
        "48594c4c010000000800000000000000466d80560c80443c843880430a804da584498c80426d80425a";
    private static final String LARGE_DIGEST = "c67a0e78ed9cbbf72ec8343a61cab4ba";
    private static final String CORRUPTED = "-INVALIDOBJ Corrupted HLL object detected";
    private static final String NOT_ONE = "-WRONGTYPE Key is not a valid HyperLogLog string value.";

    private final EngineHarness redis = new EngineHarness();

    @AfterEach
    void close()
    {
        redis.close();
    }

    @Test
    void shouldStoreTheSameBytesAsRedis()
    {
        assertEquals(":1", redis.line("PFADD h a b c d e f g hello"));
        assertEquals(SMALL, HexFormat.of().formatHex(value("h")));
        assertEquals(":8", redis.line("PFCOUNT h"));
        assertEquals(SMALL_COUNTED, HexFormat.of().formatHex(value("h")));
        assertEquals(":0", redis.line("PFADD h a hello"));
        assertEquals(SMALL_COUNTED, HexFormat.of().formatHex(value("h")));
        assertEquals("$3 raw", redis.line("OBJECT ENCODING h"));
    }

    @Test
    void shouldStoreTheSameBytesAsRedisOnceDense() throws Exception
    {
        addLarge("h");
        assertEquals("+dense", redis.line("PFDEBUG ENCODING h"));
        assertEquals(":2004", redis.line("PFCOUNT h"));
        assertEquals(LARGE_DIGEST, HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(value("h"))));
    }

    private void addLarge(final String key)
    {
        for (int i = 1; i <= 40; i++)
        {
            final int first = i * 50;
            redis.run(Stream.concat(Stream.of("PFADD", key), IntStream.range(first, first + 50)
                .mapToObj(Integer::toString)).toArray(String[]::new));
        }
    }

    private byte[] value(final String key)
    {
        final String reply = redis.runRaw("GET", key);
        final byte[] bytes = reply.getBytes(StandardCharsets.ISO_8859_1);
        return Arrays.copyOfRange(bytes, reply.indexOf('\n') + 1, bytes.length - 2);
    }

    @Test
    void shouldCountAndMergeUnions()
    {
        redis.line("PFADD a 1 2 3");
        redis.line("PFADD b 3 4 5");
        assertEquals(":5", redis.line("PFCOUNT a b nokey"));
        assertEquals(":0", redis.line("PFCOUNT nokey"));
        assertEquals(":0", redis.line("PFCOUNT nokey nokey"));
        assertEquals("+OK", redis.line("PFMERGE d a b"));
        assertEquals(":5", redis.line("PFCOUNT d"));
        assertEquals("+sparse", redis.line("PFDEBUG ENCODING d"));
        addLarge("l");
        redis.line("PFMERGE d l");
        assertEquals("+dense", redis.line("PFDEBUG ENCODING d"));
        redis.protocol(3);
        assertEquals("+OK", redis.line("PFMERGE empty"));
        assertEquals(":0", redis.line("PFCOUNT empty"));
    }

    @Test
    void shouldCreateAnEmptyOne()
    {
        assertEquals(":1", redis.line("PFADD h"));
        assertEquals(":0", redis.line("PFADD h"));
        assertEquals("$7 Z:16384", redis.line("PFDEBUG DECODE h"));
        assertEquals(":0", redis.line("PFCOUNT h"));
    }

    @Test
    void shouldShowWhatIsInside()
    {
        redis.line("PFADD h a b c d e f g hello");
        assertEquals("$105 Z:1646 v:1,1 Z:5645 v:1,1 Z:1085 v:2,1 z:57 v:1,1 Z:779 v:1,1 Z:3494 v:2,1 Z:2445 v:1,1 " +
            "Z:622 v:1,1 Z:603", redis.line("PFDEBUG DECODE h"));
        assertEquals(":1", redis.line("PFDEBUG TODENSE h"));
        assertEquals(":0", redis.line("PFDEBUG TODENSE h"));
        assertEquals("-ERR HLL encoding is not sparse", redis.line("PFDEBUG DECODE h"));
        assertEquals(8, Arrays.stream(redis.line("PFDEBUG GETREG h").split(" ")).skip(1).filter(r -> !":0".equals(r))
            .count());
        assertEquals("-ERR Unknown PFDEBUG subcommand 'foo'", redis.line("PFDEBUG foo h"));
        assertEquals("-ERR The specified key does not exist", redis.line("PFDEBUG DECODE nokey"));
        assertEquals("+OK", redis.line("PFSELFTEST"));
    }

    @Test
    void shouldBecomeDenseWhereTheConfigurationSays()
    {
        try (EngineHarness other = new EngineHarness(
            ServerConfig.defaults().with(EncodingParameters.HLL_SPARSE_MAX_BYTES, 20L)))
        {
            other.line("PFADD h");
            assertEquals("+sparse", other.line("PFDEBUG ENCODING h"));
            other.line("PFADD h a");
            assertEquals("+dense", other.line("PFDEBUG ENCODING h"));
            assertEquals(":12304", other.line("STRLEN h"));
        }
    }

    @Test
    void shouldRefuseWhatIsNoHyperLogLog()
    {
        redis.line("SET s foo");
        redis.line("SET n 1234567890123456");
        redis.line("LPUSH l x");
        for (final String command :
            List.of("PFADD %s x", "PFCOUNT %s", "PFCOUNT a %s", "PFMERGE d %s", "PFDEBUG DECODE %s"))
        {
            assertEquals(NOT_ONE, redis.line(String.format(command, "s")), command);
            assertEquals(NOT_ONE, redis.line(String.format(command, "n")), command);
            assertEquals("-WRONGTYPE Operation against a key holding the wrong kind of value",
                redis.line(String.format(command, "l")), command);
        }
        assertEquals(":0", redis.line("EXISTS d a"));
    }

    @Test
    void shouldFindDamage()
    {
        redis.line("PFADD h a b c");
        redis.line("APPEND h hello");
        assertEquals(CORRUPTED, redis.line("PFCOUNT h"));
        assertEquals(CORRUPTED, redis.line("PFCOUNT h nokey"));
        assertEquals(CORRUPTED, redis.line("PFMERGE d h"));
        assertEquals(CORRUPTED, redis.line("PFDEBUG TODENSE h"));
        assertEquals("+sparse", redis.line("PFDEBUG ENCODING h"));
        redis.line("SETRANGE h 18 xxx");
        redis.line("SETRANGE h 40000 x");
        assertEquals(CORRUPTED, redis.line("PFADD h a b c d e f"));
        redis.line("DEL h");
        redis.line("PFADD h a b c");
        redis.runRaw("SETRANGE", "h", "4", "x");
        assertEquals(NOT_ONE, redis.line("PFCOUNT h"));
        redis.line("DEL h");
        redis.line("PFADD h a b c");
        redis.line("PFDEBUG TODENSE h");
        redis.line("SETRANGE h 12304 x");
        assertEquals(NOT_ONE, redis.line("PFCOUNT h"));
    }

    @Test
    void shouldReplayWhatChangedTheBytes()
    {
        redis.recordEffects();
        redis.line("PFADD h a b");
        redis.line("PFADD h a");
        redis.line("PFCOUNT h");
        redis.line("PFCOUNT h");
        redis.line("PFCOUNT h nokey");
        redis.line("PFMERGE d h");
        redis.line("PFDEBUG TODENSE d");
        assertEquals(List.of("PFADD h a b", "PFCOUNT h", "PFMERGE d h", "PFDEBUG TODENSE d"), redis.effects());
    }

    @Test
    void shouldLeaveAViewWithTheBytesOfBefore()
    {
        redis.line("PFADD h a b c");
        final byte[] before = value("h");
        final KeyEntry entry = new KeyEntry();
        final ByteBuffer key = ByteBuffer.allocateDirect(1).put(0, (byte)'h');
        redis.engine().keyspace().database(0).find(BufferUtil.address(key), 1, entry);
        final long ref = entry.ref();
        final long offset = entry.stringAddress() - redis.engine().arena().address(ref);
        final ArenaView view = redis.engine().arena().openView();
        redis.line("PFCOUNT h");
        redis.line("PFADD h d e f");
        redis.line("DEL h");
        for (int i = 0; i < before.length; i++)
        {
            assertEquals(before[i], view.getByte(ref, offset + i));
        }
        redis.engine().arena().closeView(view);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PFADD sparse a b c", "PFADD dense a b c", "PFADD new x", "PFCOUNT sparse",
        "PFCOUNT sparse dense",
        "PFMERGE target sparse dense", "PFMERGE small sparse"})
    void shouldAllocateNothing(final String command)
    {
        redis.line("PFADD sparse 1 2 3");
        addLarge("dense");
        redis.recordEffects();
        final byte[][] arguments = Arrays.stream(command.split(" "))
            .map(word -> word.getBytes(StandardCharsets.US_ASCII)).toArray(byte[][]::new);
        assertEquals(0, redis.loop(arguments).allocatedBytes(COUNT), command);
    }
}
