package io.ringbolt.perf.compare;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

class PauseLogTest
{
    @Test
    void shouldTellTheLongestOfEachKind()
    {
        final PauseLog log = new PauseLog(List.of(
            "[0.012s] Using Serial",
            "[0.362s] GC(0) Pause Young (Allocation Failure) 2M->1M(31M) 9.894ms",
            "[0.486s] GC(1) Pause Young (Allocation Failure) 4M->3M(31M) 5.597ms",
            "[0.487s] GC(1) User=0.01s Sys=0.01s Real=0.01s",
            "[1.300s] GC(3) Pause Full (System.gc()) 4M->4M(31M) 9.143ms",
            "[1.301s] Safepoint \"Cleanup\", Time since last: 1001 ns, Reaching safepoint: 1500000 ns, " +
                "Cleanup: 3 ns, At safepoint: 500 ns, Total: 2000000 ns",
            "[2.301s] Safepoint \"Cleanup\", Time since last: 1001 ns, Reaching safepoint: 250000 ns, " +
                "At safepoint: 500 ns, Total: 3000000 ns"));

        assertEquals(List.of(
            "| GC: Pause Full | 1 | **9.14** | 0.00 | 0 |",
            "| GC: Pause Young | 2 | **9.89** | 0.00 | 20 |",
            "| safepoint: Cleanup | 2 | **3.00** | 1.50 | 0 |"), log.rows());
    }
}
