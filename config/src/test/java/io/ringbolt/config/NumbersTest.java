package io.ringbolt.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class NumbersTest
{
    @Test
    void shouldReadMemoryInEveryUnit()
    {
        assertEquals(OptionalLong.of(1_000), Numbers.parseMemory("1k"));
        assertEquals(OptionalLong.of(1_024), Numbers.parseMemory("1KB"));
        assertEquals(OptionalLong.of(2_000_000), Numbers.parseMemory("2M"));
        assertEquals(OptionalLong.of(2L << 30), Numbers.parseMemory("2gb"));
        assertEquals(OptionalLong.of(7), Numbers.parseMemory("7b"));
        assertEquals(OptionalLong.of(-1), Numbers.parseMemory("18446744073709551615"));
    }

    @Test
    void shouldRefuseWhatIsNoMemory()
    {
        assertEquals(OptionalLong.empty(), Numbers.parseMemory("-1"));
        assertEquals(OptionalLong.empty(), Numbers.parseMemory("1.5gb"));
        assertEquals(OptionalLong.empty(), Numbers.parseMemory("1tb"));
        assertEquals(OptionalLong.empty(), Numbers.parseMemory("1".repeat(128)));
    }

    @Test
    void shouldReadDecimalsInOneFormOnly()
    {
        assertEquals(OptionalLong.of(-5), Numbers.parseDecimal("-5"));
        assertEquals(OptionalLong.empty(), Numbers.parseDecimal("+5"));
        assertEquals(OptionalLong.empty(), Numbers.parseDecimal("05"));
        assertEquals(OptionalLong.empty(), Numbers.parseDecimal("-0"));
        assertEquals(OptionalLong.empty(), Numbers.parseDecimal(""));
    }

    @Test
    void shouldWriteMemoryInTheLargestUnitThatDividesIt()
    {
        assertEquals("3gb", Numbers.formatMemory(3L << 30));
        assertEquals("1025mb", Numbers.formatMemory(1025L << 20));
        assertEquals("1kb", Numbers.formatMemory(1024));
        assertEquals("1000", Numbers.formatMemory(1000));
        assertEquals("0", Numbers.formatMemory(0));
    }
}
