package io.ringbolt.perf.bench;

import io.ringbolt.config.AppendOnlyParameters;
import io.ringbolt.config.GeneralParameters;
import io.ringbolt.config.GuardedAccess;
import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.SecurityParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.perf.compare.RespConnection;
import io.ringbolt.transport.Server;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * What it costs to survive, in a whole server of this JVM: writing and reading an RDB file, and appending to the
 * journal.
 * <p>
 * Hypotheses: saving takes less than half a microsecond a key and loading less than one; a batch of writes takes at
 * most a tenth longer with a journal that is forced every second than without one.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 8)
@Measurement(iterations = 15)
@Fork(value = 1, jvmArgsAppend = {"-Xmx1g"})
public class PersistenceBenchmark
{
    private static final int KEY_COUNT = 200_000;
    private static final int BATCH = 20_000;

    /** Keys of the data set, and what they hold. */
    @Param({"STRINGS", "HASHES"})
    private DataSet dataSet;

    private Path folder;
    private Server server;
    private RespConnection client;

    /** What a data set's keys hold. */
    public enum DataSet
    {
        STRINGS("for i = 1, tonumber(ARGV[1]) do redis.call('SET', 'key:' .. i, 'value:' .. i) end"),
        HASHES("for i = 1, tonumber(ARGV[1]) / 10 do for j = 1, 10 do " +
            "redis.call('HSET', 'hash:' .. i, 'field:' .. j, 'value:' .. i) end end");

        private final String script;

        DataSet(final String script)
        {
            this.script = script;
        }
    }

    @Setup(Level.Trial)
    public void begin() throws IOException
    {
        folder = Files.createTempDirectory("ringbolt-persistence-benchmark-");
        server = Server.start(ServerConfig.builder()
            .set(NetworkParameters.PORT, 0)
            .set(GeneralParameters.DIR, folder.toString())
            .set(AppendOnlyParameters.APPENDONLY, false)
            .set(SecurityParameters.ENABLE_DEBUG_COMMAND, GuardedAccess.YES)
            .build());
        final Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setTcpNoDelay(true);
        client = new RespConnection(socket.getInputStream(), socket.getOutputStream(), socket);
        client.call("EVAL", dataSet.script, "0", Integer.toString(KEY_COUNT));
        client.call("SAVE");
    }

    /** All keys into a file, forced. */
    @Benchmark
    public Object save() throws IOException
    {
        return client.call("SAVE");
    }

    /** All keys out of the file that {@link #begin} wrote, checked in depth. */
    @Benchmark
    public Object load() throws IOException
    {
        return client.call("DEBUG", "RELOAD", "NOSAVE");
    }

    /** A batch of writes by a script, without a journal. */
    @Benchmark
    public Object writeWithoutJournal() throws IOException
    {
        return write();
    }

    /** A batch of writes by a script, each of which goes to the journal. */
    @Benchmark
    public Object writeWithJournal(final Journal journal) throws IOException
    {
        journal.begin(client);
        return write();
    }

    private Object write() throws IOException
    {
        return client.call("EVAL",
            "for i = 1, tonumber(ARGV[1]) do redis.call('SET', 'written:' .. i, ARGV[2]) end return 1",
            "0", Integer.toString(BATCH), "v".repeat(64));
    }

    @TearDown(Level.Trial)
    public void end() throws IOException
    {
        final long keys = (Long)client.call("DBSIZE");
        Results.expect(keys > 0, "keys are there: " + keys);
        client.close();
        server.close();
        deleteAll(folder.toFile());
    }

    private static void deleteAll(final File file)
    {
        final File[] inside = file.listFiles();
        if (inside != null)
        {
            for (final File each : inside)
            {
                deleteAll(each);
            }
        }
        Results.expect(file.delete(), "deleted: " + file);
    }

    /** Switches the journal on once, after the trial has loaded its data. */
    @State(Scope.Thread)
    public static class Journal
    {
        private boolean isOn;

        void begin(final RespConnection client) throws IOException
        {
            if (!isOn)
            {
                client.call("CONFIG", "SET", "appendonly", "yes");
                isOn = true;
            }
        }
    }
}
