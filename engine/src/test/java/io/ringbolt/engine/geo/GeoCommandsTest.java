package io.ringbolt.engine.geo;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * What the commands on positions reply, store and have replayed. The expectations were compared with redis-server
 * 7.0.15, those of BYPOLYGON come from its documentation.
 */
class GeoCommandsTest
{
    private static final int COUNT = 1_000;
    private static final int MANY = 2_000;

    private final EngineHarness redis = new EngineHarness();

    @BeforeEach
    void addPlaces()
    {
        assertEquals(":4", redis.line("GEOADD Sicily 13.361389 38.115556 Palermo 15.087269 37.502669 Catania " +
            "12.758489 38.788135 edge1 17.241510 38.788135 edge2"));
    }

    @AfterEach
    void close()
    {
        redis.close();
    }

    /** Has the sorted set in its large form from here on. */
    private void makeLarge()
    {
        for (int i = 0; i < MANY; i++)
        {
            redis.line("GEOADD Sicily " + (-70 - i * 0.01) + " " + i * 0.01 + " far" + i);
        }
        assertEquals("$8 skiplist", redis.line("OBJECT ENCODING Sicily"));
    }

    @Test
    void shouldTellPositionsAndDistances()
    {
        assertEquals("$11 166274.1516", redis.line("GEODIST Sicily Palermo Catania"));
        assertEquals("$8 166.2742", redis.line("GEODIST Sicily Palermo Catania KM"));
        assertEquals("$6 0.0000", redis.line("GEODIST Sicily Palermo Palermo"));
        assertEquals("$-1", redis.line("GEODIST Sicily Palermo nowhere"));
        assertEquals("$-1", redis.line("GEODIST nokey Palermo nowhere"));
        assertEquals("*3 $11 sqc8b49rny0 $11 sqdtr74hyu0 $-1", redis.line("GEOHASH Sicily Palermo Catania x"));
        assertEquals("*2 *2 $20 13.36138933897018433 $20 38.11555639549629859 *-1",
            redis.line("GEOPOS Sicily Palermo x"));
        redis.protocol(3);
        assertEquals("*2 *2 ,13.36138933897018433 ,38.11555639549629859 _", redis.line("GEOPOS Sicily Palermo x"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldFindWhatIsNear(final boolean isLarge)
    {
        if (isLarge)
        {
            makeLarge();
        }
        assertEquals("*2 *4 $7 Catania $7 56.4413 :3479447370796909 *2 $20 15.08726745843887329 " +
            "$20 37.50266842333162032 *4 $7 Palermo $8 190.4424 :3479099956230698 *2 $20 13.36138933897018433 " +
            "$20 38.11555639549629859",
            redis.line("GEORADIUS Sicily 15 37 200 km WITHDIST WITHCOORD WITHHASH ASC"));
        final String box = "*4 *2 $7 Catania $7 56.4413 *2 $7 Palermo $8 190.4424 *2 $5 edge2 $8 279.7403 " +
            "*2 $5 edge1 $8 279.7405";
        assertEquals(box, redis.line("GEOSEARCH Sicily FROMLONLAT 15 37 BYBOX 400 400 km ASC WITHDIST"));
        assertEquals("*1 $5 edge1", redis.line("GEOSEARCH Sicily FROMLONLAT 15 37 BYBOX 400 400 km DESC COUNT 1"));
        assertEquals("*2 $7 Palermo $5 edge1", redis.line("GEORADIUSBYMEMBER_RO Sicily Palermo 100 km ASC"));
        assertEquals("*0", redis.line("GEOSEARCH nokey FROMMEMBER x BYRADIUS 1 km"));
        redis.protocol(3);
        assertEquals(box, redis.line("GEOSEARCH Sicily FROMLONLAT 15 37 BYBOX 400 400 km ASC WITHDIST"));
    }

    @Test
    void shouldFindWhatLiesInAPolygon()
    {
        final String around = "12 36 18 36 18 38.2 12 38.2";
        assertEquals("*2 $7 Catania $7 Palermo", redis.line("GEOSEARCH Sicily BYPOLYGON 4 " + around + " ASC"));
        assertEquals("*1 $7 Catania", redis.line("GEOSEARCH Sicily BYPOLYGON 3 14 36 18 36 16 39 ASC"));
        assertEquals(":2", redis.line("GEOSEARCHSTORE d Sicily BYPOLYGON 4 " + around));
        assertEquals("-ERR GEOSEARCH BYPOLYGON must have at least 3 vertices",
            redis.line("GEOSEARCH Sicily BYPOLYGON 2 14 36 18 36 16 39"));
        assertEquals("-ERR GEOSEARCH BYPOLYGON must have at least 3 vertices",
            redis.line("GEOSEARCH Sicily BYPOLYGON 4 14 36 18 36 16 39"));
        assertEquals("-ERR syntax error",
            redis.line("GEOSEARCH Sicily FROMMEMBER Palermo BYPOLYGON 3 14 36 18 36 16 39"));
    }

    @Test
    void shouldStoreWhatItFinds()
    {
        assertEquals(":3", redis.line(
            "GEOSEARCHSTORE d Sicily FROMLONLAT 15 37 BYBOX 400 400 km ASC COUNT 3 STOREDIST"));
        assertEquals("*6 $7 Catania $16 56.4412578701582 $7 Palermo $18 190.44242984775784 $5 edge2 " +
            "$17 279.7403417843143",
            redis.line("ZRANGE d 0 -1 WITHSCORES"));
        redis.line("EXPIRE Sicily 100");
        assertEquals(":2", redis.line("GEORADIUSBYMEMBER Sicily Palermo 100 km STORE Sicily"));
        assertEquals(":-1", redis.line("TTL Sicily"));
        assertEquals("*2 $5 edge1 $7 Palermo", redis.line("ZREVRANGE Sicily 0 -1"));
        assertEquals(":0", redis.line("GEORADIUS Sicily 0 0 1 m STORE Sicily"));
        assertEquals(":0", redis.line("EXISTS Sicily"));
        redis.line("RPUSH list x");
        assertEquals(":0", redis.line("GEORADIUS nokey 15 37 1 km STORE list"));
        assertEquals(":0", redis.line("EXISTS list"));
    }

    @Test
    void shouldAddUnderConditions()
    {
        assertEquals(":0", redis.line("GEOADD Sicily XX 1 1 new"));
        assertEquals(":0", redis.line("GEOADD Sicily NX 1 1 Palermo"));
        assertEquals("$11 166274.1516", redis.line("GEODIST Sicily Palermo Catania"));
        assertEquals(":1", redis.line("GEOADD Sicily XX CH 1 1 Palermo 2 2 new"));
        assertEquals(":0", redis.line("GEOADD nokey XX 1 1 new"));
        assertEquals(":0", redis.line("EXISTS nokey"));
    }

    @Test
    void shouldRejectBeforeAnythingChanges()
    {
        final String[][] cases =
        {
            {"GEOADD k 1 1 a 181 1 b", "invalid longitude,latitude pair 181.000000,1.000000"},
            {"GEOADD k 1 -86 b", "invalid longitude,latitude pair 1.000000,-86.000000"},
            {"GEOADD k x 1 b", "value is not a valid float"},
            {"GEOADD k NX XX 1 1 b", "syntax error"},
            {"GEOADD k 1 1 b 2 2", "syntax error"},
            {"GEODIST Sicily Palermo Catania xx", "unsupported unit provided. please use M, KM, FT, MI"},
            {"GEOSEARCH Sicily FROMLONLAT 15 37 ASC ASC ASC",
                "exactly one of BYRADIUS and BYBOX can be specified for GEOSEARCH"},
            {"geosearch Sicily ASC ASC ASC BYRADIUS 1 km",
                "exactly one of FROMMEMBER or FROMLONLAT can be specified for geosearch"},
            {"GEOSEARCH Sicily FROMMEMBER nope BYRADIUS 1 km", "could not decode requested zset member"},
            {"GEOSEARCH Sicily FROMMEMBER Palermo BYRADIUS 1 km STOREDIST", "syntax error"},
            {"GEOSEARCHSTORE k Sicily FROMMEMBER Palermo BYRADIUS 1 km STOREDIST x", "syntax error"},
            {"GEOSEARCH Sicily FROMMEMBER Palermo BYBOX -1 1 km", "height or width cannot be negative"},
            {"GEORADIUS Sicily 15 37 -1 km", "radius cannot be negative"},
            {"GEORADIUS Sicily 15 37 x km", "need numeric radius"},
            {"GEORADIUS Sicily 15 37 1 km ANY", "the ANY argument requires COUNT argument"},
            {"GEORADIUS Sicily 15 37 1 km COUNT 0", "COUNT must be > 0"},
            {"GEORADIUS Sicily 15 37 1 km WITHDIST STORE k",
                "STORE option in GEORADIUS is not compatible with WITHDIST, WITHHASH and WITHCOORD options"},
            {"GEORADIUS_RO Sicily 15 37 1 km STORE k", "syntax error"},
        };
        for (final String[] test : cases)
        {
            assertEquals("-ERR " + test[1], redis.line(test[0]), test[0]);
        }
        assertEquals(":0", redis.line("EXISTS k"));
    }

    @Test
    void shouldReplayOnlyWhatChangedSomething()
    {
        redis.recordEffects();
        redis.line("GEOADD Sicily 13.361389 38.115556 Palermo");
        redis.line("GEOADD Sicily 1 1 Palermo");
        redis.line("GEORADIUS Sicily 15 37 200 km");
        redis.line("GEORADIUS Sicily 15 37 200 km STORE d");
        redis.line("GEOSEARCHSTORE nothing nokey FROMLONLAT 1 1 BYRADIUS 1 m");
        assertEquals(List.of("GEOADD Sicily 1 1 Palermo", "GEORADIUS Sicily 15 37 200 km STORE d"), redis.effects());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GEODIST Sicily Palermo Catania km", "GEOPOS Sicily Palermo", "GEOHASH Sicily Palermo",
        "GEOADD Sicily 13.5 38.5 Palermo", "GEOSEARCH Sicily FROMLONLAT 15 37 BYBOX 400 400 km ASC WITHDIST WITHCOORD",
        "GEORADIUS Sicily 15 37 200 km STORE d"})
    void shouldAllocateNothing(final String command)
    {
        makeLarge();
        redis.recordEffects();
        final byte[][] arguments = Arrays.stream(command.split(" "))
            .map(word -> word.getBytes(StandardCharsets.US_ASCII)).toArray(byte[][]::new);
        assertEquals(0, redis.loop(arguments).allocatedBytes(COUNT), command);
    }
}
