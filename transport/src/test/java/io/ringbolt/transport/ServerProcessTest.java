package io.ringbolt.transport;

import io.ringbolt.config.GeneralParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ThreadingMode;
import io.ringbolt.persistence.aof.RecoveryPoint;
import io.ringbolt.transport.log.ProcessLog;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ServerProcessTest
{
    @Test
    void shouldRefuseAThreadingModeInWhichNobodyWouldDriveTheServer() throws Exception
    {
        final ServerProcess process =
            new ServerProcess(TestServers.config(ThreadingMode.INVOKER).build(), true, new ProcessLog(), "", RecoveryPoint.END);

        assertEquals(1, process.run(null));
    }

    @Test
    void shouldShowTheDefaultPidFileOfADaemonOnly()
    {
        final ServerConfig foreground = ServerConfig.defaults();
        final ServerConfig daemon = foreground.with(GeneralParameters.DAEMONIZE, true);
        assertEquals("", ServerProcess.withPidFile(foreground).get(GeneralParameters.PIDFILE));
        assertEquals("/var/run/redis.pid", ServerProcess.withPidFile(daemon).get(GeneralParameters.PIDFILE));
        final ServerConfig named = daemon.with(GeneralParameters.PIDFILE, "mine.pid");
        assertEquals("mine.pid", ServerProcess.withPidFile(named).get(GeneralParameters.PIDFILE));
    }
}
