package io.ringbolt.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ConnectionCountsTest
{
    @Test
    void shouldGiveTheLowestNumberThatNoOpenConnectionHas()
    {
        final ConnectionCounts counts = new ConnectionCounts();
        final int first = counts.takeDescriptor();
        assertEquals(first + 1, counts.takeDescriptor());
        assertEquals(first + 2, counts.takeDescriptor());
        counts.releaseDescriptor(first + 1);
        assertEquals(first + 1, counts.takeDescriptor());
        assertEquals(first + 3, counts.takeDescriptor());
    }
}
