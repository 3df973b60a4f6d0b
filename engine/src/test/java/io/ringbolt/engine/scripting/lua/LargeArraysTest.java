package io.ringbolt.engine.scripting.lua;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LargeArraysTest
{
    private static final int LARGE = (int)LargeArrays.THRESHOLD;
    private static final int SMALL = 1 << 16;
    private int looks;

    @Test
    void shouldLookAtTheHostWhileALargeArrayIsMade()
    {
        assertEquals(LARGE, LargeArrays.bytes(LARGE, this::look).length);
        assertTrue(looks >= 1);
        looks = 0;
        assertEquals(LARGE / 4, LargeArrays.ints(LARGE / 4, this::look).length);
        assertTrue(looks >= 1);
        looks = 0;
        assertEquals(LARGE / 8, LargeArrays.longs(LARGE / 8, this::look).length);
        assertTrue(looks >= 1);
        looks = 0;
        assertEquals(LARGE / 4, LargeArrays.references(LARGE / 4, this::look).length);
        assertTrue(looks >= 1);
    }

    @Test
    void shouldMakeSmallerOnesAtOnce()
    {
        assertEquals(LARGE - 1, LargeArrays.bytes(LARGE - 1, this::look).length);
        assertEquals(LARGE / 8 - 1, LargeArrays.longs(LARGE / 8 - 1, this::look).length);
        assertEquals(2, looks);
        assertEquals(SMALL, LargeArrays.bytes(SMALL, this::look).length);
        assertEquals(2, looks);
    }

    @Test
    void shouldEndWhenTheHostEndsTheScript()
    {
        final LuaInterrupt killed = new LuaInterrupt("killed");

        assertSame(killed, assertThrows(LuaInterrupt.class, () -> LargeArrays.bytes(LARGE, turns ->
        {
            throw killed;
        })));
    }

    @Test
    void shouldTellALuaErrorWhenThereIsNoRoom()
    {
        final LuaError error = assertThrows(
            LuaError.class, () -> LargeArrays.longs(Integer.MAX_VALUE, this::look));

        assertEquals(LuaError.Kind.MEMORY, error.kind());
        assertEquals("not enough memory", error.value().toString());
    }

    private void look(final int turns)
    {
        assertTrue(turns >= LuaVm.PULSE_INTERVAL, "not a look: turns=" + turns);
        looks++;
    }
}
