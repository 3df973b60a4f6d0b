package io.ringbolt.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbolt.config.AppendOnlyParameters;
import io.ringbolt.config.GeneralParameters;
import io.ringbolt.config.SavePoint;
import io.ringbolt.config.ServerConfigBuilder;
import io.ringbolt.config.SnapshotParameters;
import io.ringbolt.config.ThreadingMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Functions are part of the data: a server that starts again has them still.
 */
class FunctionPersistenceTest
{
    private static final String CODE =
        "#!lua name=lib\nredis.register_function('put', function(keys, args) " +
        "return redis.call('SET', keys[1], args[1]) end)";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"SAVE", "PING", "BGREWRITEAOF"})
    void shouldHaveItsFunctionsAfterAStart(final String command) throws Exception
    {
        final boolean isJournal = !"SAVE".equals(command);
        try (Server server = Server.start(config(isJournal).build()); RawClient client = new RawClient(server.port()))
        {
            client.send("*3\r\n$8\r\nFUNCTION\r\n$4\r\nLOAD\r\n$" + CODE.length() + "\r\n" + CODE + "\r\n");
            assertEquals("lib", client.reply());
            assertEquals("+OK", client.ask("FCALL put 1 k v"));
            client.ask(command);
            TestServers.await("rewritten", () -> isRewritten(client));
        }
        try (Server server = Server.start(config(isJournal).build()); RawClient client = new RawClient(server.port()))
        {
            TestServers.await("loaded", () -> "v".equals(get(client)));
            assertEquals("+OK", client.ask("FCALL put 1 k w"));
            assertEquals("w", client.ask("GET k"));
        }
    }

    private static boolean isRewritten(final RawClient client)
    {
        try
        {
            final String info = client.ask("INFO persistence");
            return info.contains("aof_rewrite_in_progress:0\r\n") && info.contains("aof_rewrite_scheduled:0\r\n");
        }
        catch (final IOException broken)
        {
            throw new IllegalStateException(broken);
        }
    }

    private static String get(final RawClient client)
    {
        try
        {
            return client.ask("GET k");
        }
        catch (final IOException broken)
        {
            throw new IllegalStateException(broken);
        }
    }

    private ServerConfigBuilder config(final boolean isJournal)
    {
        return TestServers.config(ThreadingMode.SHARED).set(GeneralParameters.DIR, folder.toString())
            .set(AppendOnlyParameters.APPENDONLY, isJournal).set(SnapshotParameters.SAVE, List.<SavePoint>of());
    }
}
