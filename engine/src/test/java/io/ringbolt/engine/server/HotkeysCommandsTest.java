package io.ringbolt.engine.server;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HotkeysCommandsTest
{
    private final EngineHarness redis = new EngineHarness();

    @AfterEach
    void close()
    {
        redis.close();
    }

    @Test
    void shouldShowTheKeysThatMoveMostBytes()
    {
        assertEquals("$-1", redis.line("HOTKEYS GET"));
        assertEquals("+OK", redis.line("HOTKEYS START METRICS 1 NET COUNT 2"));
        redis.run("SET", "long", "v".repeat(1_000));
        redis.line("SET short v");
        redis.line("MSET middle vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv other v");
        redis.line("GET long");
        redis.line("PING");
        redis.advanceMs(250);

        assertEquals("+OK", redis.line("HOTKEYS STOP"));
        final String found = redis.line("HOTKEYS GET");

        assertTrue(found.startsWith("*18 $15 tracking-active :0 $12 sample-ratio :1 $14 selected-slots *0 "), found);
        assertTrue(found.contains("$22 collection-duration-ms :250 "), found);
        assertTrue(found.contains("$15 total-net-bytes :"), found);
        assertTrue(found.contains("$12 by-net-bytes *4 $4 long :"), found);
        redis.line("SET long v");
        assertEquals(found, redis.line("HOTKEYS GET"), "nothing counts any more");
        assertEquals("+OK", redis.line("HOTKEYS RESET"));
        assertEquals("$-1", redis.line("HOTKEYS GET"));
        assertEquals("$-1", redis.line("HOTKEYS STOP"));
    }

    @Test
    void shouldEndByItself()
    {
        redis.line("HOTKEYS START METRICS 2 CPU NET DURATION 2 SAMPLE 3");
        assertEquals("-ERR hotkey tracking session already in progress", redis.line("HOTKEYS START METRICS 1 CPU"));
        assertEquals("-ERR hotkey tracking session in progress, stop tracking first", redis.line("HOTKEYS RESET"));
        redis.advanceMs(5_000);
        final String found = redis.line("HOTKEYS GET");
        assertTrue(found.startsWith("*24 $15 tracking-active :0 $12 sample-ratio :3 "), found);
        assertTrue(found.contains("$22 collection-duration-ms :2000 "), found);
        assertTrue(found.contains("total-cpu-time-user-ms") && found.contains("by-cpu-time-us *0"), found);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "START;METRICS parameter is required",
        "START COUNT 3;METRICS parameter is required",
        "START METRICS 0 CPU;METRICS count must be > 0 and <= 2",
        "START METRICS 3 CPU;METRICS count must be > 0 and <= 2",
        "START METRICS 1;METRICS no valid metrics passed. Supported: CPU|NET",
        "START METRICS 1 RAM;METRICS no valid metrics passed. Supported: CPU|NET",
        "START METRICS 2 CPU;METRICS count does not match number of metric types provided",
        "START METRICS 1 CPU NET;METRICS count does not match number of metric types provided",
        "START METRICS 2 CPU CPU;METRICS CPU defined more than once!",
        "START METRICS 1 CPU COUNT 65;COUNT must be between 1 and 64",
        "START METRICS 1 CPU DURATION 0;DURATION must be between 1 and 1000000",
        "START METRICS 1 CPU SAMPLE 0;SAMPLE ratio must be positive",
        "START METRICS 1 CPU SLOTS 1 5;SLOTS parameter cannot be used in non-cluster mode",
        "START METRICS 1 CPU NOSUCH;syntax error"})
    void shouldRefuseBadOptions(final String words, final String reason)
    {
        assertEquals("-ERR " + reason, redis.line("HOTKEYS " + words));
        assertEquals("$-1", redis.line("HOTKEYS GET"));
    }
}
