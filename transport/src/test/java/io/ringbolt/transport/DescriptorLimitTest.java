package io.ringbolt.transport;

import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.ServerConfig;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

class DescriptorLimitTest
{
    private final ServerConfig config = ServerConfig.defaults().with(NetworkParameters.MAXCLIENTS, 1000L);

    @Test
    void shouldLeaveMaxclientsWhenTheLimitIsHighEnoughOrUnknown()
    {
        assertSame(config, DescriptorLimit.fit(config, 1000 + DescriptorLimit.RESERVED));
        assertSame(config, DescriptorLimit.fit(config, 0));
    }

    @Test
    void shouldLowerMaxclientsToWhatTheLimitLeavesRoomFor()
    {
        final ServerConfig fitting = DescriptorLimit.fit(config, 500);

        assertEquals(500 - DescriptorLimit.RESERVED, fitting.longValue(NetworkParameters.MAXCLIENTS));
    }

    @Test
    void shouldRefuseToStartWhenNotASingleClientWouldFit()
    {
        assertNull(DescriptorLimit.fit(config, DescriptorLimit.RESERVED));
    }
}
