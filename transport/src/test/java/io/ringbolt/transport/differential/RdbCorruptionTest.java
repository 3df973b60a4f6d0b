package io.ringbolt.transport.differential;

import io.ringbolt.config.GeneralParameters;
import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.SavePoint;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.SnapshotParameters;
import io.ringbolt.config.ThreadParameters;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.rdb.RdbSource;
import io.ringbolt.persistence.rdb.RdbCheck;
import io.ringbolt.transport.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Files with any bytes changed, cut out or repeated are read without harm: they are refused, or they are right. */
class RdbCorruptionTest
{
    private static final long SEED = 3;
    private static final int ROUNDS = 400;
    private static final int CHECKSUM_LENGTH = 8;

    @TempDir
    Path folder;

    @Test
    void shouldRefuseOrReadWhatIsDamaged() throws Exception
    {
        final byte[] whole = file();
        final Random random = new Random(SEED);
        assertTrue(check(whole).contains("ends right"), check(whole));
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++)
        {
            final byte[] damaged = damaged(whole, random);
            final String output = check(damaged);
            assertTrue(output.contains("RDB ERROR DETECTED") || output.contains("ends right"),
                "seed=" + SEED + " round=" + round + ' ' + output);
            refused += output.contains("RDB ERROR DETECTED") ? 1 : 0;
        }
        assertTrue(refused > ROUNDS / 4, "refused=" + refused);
    }

    private byte[] file() throws Exception
    {
        try (Server server = Server.start(ServerConfig.builder()
            .set(NetworkParameters.PORT, 0)
            .set(NetworkParameters.BIND, List.of("127.0.0.1"))
            .set(GeneralParameters.DIR, folder.toString())
            .set(SnapshotParameters.SAVE, List.<SavePoint>of())
            .set(SnapshotParameters.RDBCHECKSUM, false)
            .set(ThreadParameters.ARENA_CHUNK_BYTES, 1L << 20)
            .build());
            RespConnection ringbolt = new RespConnection(server.port()))
        {
            for (final List<String> command : RdbDataSet.commands(SEED))
            {
                ringbolt.ask(command.toArray(new String[0]));
            }
            ringbolt.ask("SAVE");
        }
        return Files.readAllBytes(folder.resolve("dump.rdb"));
    }

    /** Without a checksum, so that what reads values gets to see them. */
    private static byte[] damaged(final byte[] whole, final Random random)
    {
        byte[] bytes = whole.clone();
        switch (random.nextInt(4))
        {
            case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 ->
            {
                final int from = random.nextInt(bytes.length - 100);
                final int length = random.nextInt(100);
                System.arraycopy(bytes, from + length, bytes, from, bytes.length - from - length);
            }
            default ->
            {
                for (int i = 1 + random.nextInt(8); i > 0; i--)
                {
                    bytes[random.nextInt(bytes.length - CHECKSUM_LENGTH)] ^= (byte)(1 << random.nextInt(8));
                }
            }
        }
        return bytes;
    }

    private static String check(final byte[] bytes)
    {
        final ByteArrayOutputStream output = new ByteArrayOutputStream();
        final PrintStream out = new PrintStream(output);
        if (new RdbCheck(out, 0).check(new Bytes(bytes)))
        {
            out.println("ends right");
        }
        out.flush();
        return output.toString();
    }

    private static final class Bytes implements RdbSource
    {
        private final byte[] bytes;
        private int position;

        Bytes(final byte[] bytes)
        {
            this.bytes = bytes;
        }

        @Override
        public long remaining()
        {
            return bytes.length - position;
        }

        @Override
        public int read(final long destination, final int maxLength)
        {
            final int count = Math.min(maxLength, bytes.length - position);
            OffHeap.copyIn(bytes, position, destination, count);
            position += count;
            return count;
        }
    }
}
