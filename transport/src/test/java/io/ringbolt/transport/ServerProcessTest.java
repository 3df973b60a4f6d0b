package io.ringbolt.transport;

import io.ringbolt.config.ThreadingMode;
import io.ringbolt.transport.log.ProcessLog;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ServerProcessTest
{
    @Test
    void shouldRefuseAThreadingModeInWhichNobodyWouldDriveTheServer() throws Exception
    {
        final ServerProcess process =
            new ServerProcess(TestServers.config(ThreadingMode.INVOKER).build(), true, new ProcessLog(), "");

        assertEquals(1, process.run(null));
    }
}
