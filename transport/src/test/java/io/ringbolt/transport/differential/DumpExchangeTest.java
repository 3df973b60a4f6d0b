package io.ringbolt.transport.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbolt.config.GuardedAccess;
import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.SecurityParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ThreadParameters;
import io.ringbolt.transport.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Values travel between Ringbolt and a real redis-server in both directions, by DUMP and RESTORE, and stay
 * what they are.
 */
class DumpExchangeTest
{
    private static final long SEED = 9;
    private static final int KEYS = 600;

    @TempDir
    static Path directory;

    private final Random random = new Random(SEED);

    @Test
    void shouldExchangeValuesOfEveryEncodingWithRedis() throws Exception
    {
        try (RedisProcess process = RedisProcess.start(directory);
            Server server = Server.start(ServerConfig.builder()
                .set(NetworkParameters.PORT, 0)
                .set(NetworkParameters.BIND, List.of("127.0.0.1"))
                .set(SecurityParameters.ENABLE_DEBUG_COMMAND, GuardedAccess.YES)
                .set(ThreadParameters.ARENA_CHUNK_BYTES, 1L << 20)
                .build());
            RespConnection redis = new RespConnection(process.port());
            RespConnection ringbolt = new RespConnection(server.port()))
        {
            for (int i = 0; i < KEYS; i++)
            {
                final String key = "k" + i;
                final List<List<String>> commands = commands(key, i);
                redis.send(commands);
                ringbolt.send(commands);
                for (int reply = 0; reply < commands.size(); reply++)
                {
                    redis.reply();
                    ringbolt.reply();
                }
                final String digest = redis.ask("DEBUG", "DIGEST-VALUE", key).toString();
                final String message = "seed=" + SEED + " key=" + key + " " + commands.get(0);
                assertEquals(digest, ringbolt.ask("DEBUG", "DIGEST-VALUE", key).toString(), message);
                carry(ringbolt, redis, key);
                assertEquals(digest, redis.ask("DEBUG", "DIGEST-VALUE", key).toString(), "to redis: " + message);
                carry(redis, ringbolt, key);
                assertEquals(digest, ringbolt.ask("DEBUG", "DIGEST-VALUE", key).toString(), "from redis: " + message);
            }
        }
    }

    private static void carry(final RespConnection from, final RespConnection to, final String key) throws Exception
    {
        final String dump = from.ask("DUMP", key).head().substring(1);
        final String reply = to.ask("RESTORE", key, "0", dump, "REPLACE").toString();
        assertTrue(reply.startsWith("+OK"), reply + " key=" + key);
    }

    private List<List<String>> commands(final String key, final int number)
    {
        final List<List<String>> commands = new ArrayList<>();
        final int count = 1 + (int)Math.pow(random.nextInt(30), 2);
        for (int i = 0; i < count; i++)
        {
            final String text = text();
            commands.add(switch (number % 8)
            {
                case 0 -> List.of("SET", key, text.repeat(1 + random.nextInt(5)));
                case 1 -> List.of("RPUSH", key, text);
                case 2 -> List.of("SADD", key, Integer.toString(random.nextInt(1 << random.nextInt(31))));
                case 3 -> List.of("SADD", key, text);
                case 4 -> List.of("HSET", key, "f" + random.nextInt(count), text);
                case 5 -> List.of("ZADD", key, Double.toString(random.nextInt(40) / 8.0), text);
                case 6 -> List.of("XADD", key, i + "-1", "f" + random.nextInt(2), text);
                default -> streamCommand(key, i);
            });
        }
        return commands;
    }

    private List<String> streamCommand(final String key, final int i)
    {
        return switch (i == 0 ? 0 : random.nextInt(8))
        {
            case 0 -> List.of("XGROUP", "CREATE", key, "g" + i % 3, "0", "MKSTREAM");
            case 1 -> List.of("XDEL", key, random.nextInt(i + 1) + "-1");
            case 2 -> List.of("XREADGROUP", "GROUP", "g" + random.nextInt(3), "c" + random.nextInt(3), "COUNT", "2",
                "STREAMS", key, ">");
            case 3 -> List.of("XACK", key, "g" + random.nextInt(3), random.nextInt(i + 1) + "-1");
            default -> List.of("XADD", key, i + 1 + "-1", "f", text());
        };
    }

    private String text()
    {
        return switch (random.nextInt(6))
        {
            case 0 -> Integer.toString(random.nextInt(2_000) - 1_000);
            case 1 -> Long.toString(random.nextLong());
            case 2 -> "abc ".repeat(random.nextInt(30));
            case 3 -> "x".repeat(random.nextInt(3) == 0 ? random.nextInt(600) : 10);
            default -> "w" + random.nextInt(5_000);
        };
    }
}
