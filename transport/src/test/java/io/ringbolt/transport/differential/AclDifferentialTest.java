package io.ringbolt.transport.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ThreadParameters;
import io.ringbolt.transport.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Gives the same random rules to users of Ringbolt and of a real redis-server and compares what the users then
 * are and may do.
 * <p>
 * redis-server 7.0 describes commands by the smallest set of categories that it finds, later releases and Ringbolt by
 * the rules in the order they were given. So of the description everything but the commands is compared as it is, and
 * the commands by what DRYRUN says to each. Its sentences are worded a little differently in 7.0, so there is compared
 * what they are about.
 */
class AclDifferentialTest
{
    private static final int ROUNDS = 150;
    private static final int RULES = 8;
    private static final int PROBES = 25;
    private static final List<String> RULE_TEMPLATES = List.of(
        "+@all", "-@all", "allcommands", "nocommands", "+@read", "-@read", "+@write", "-@write", "+@string",
        "-@dangerous", "+@keyspace", "-@fast", "+@slow", "+@connection", "-@connection", "+@transaction", "+get",
        "-get", "+set", "+SET", "-set", "+config", "+config|get", "-config|set", "+config|GET", "-config", "+select|0",
        "+select|1", "-select", "+config|get|x", "+nosuch", "-@nosuch", "+get|", "+mget", "+zunionstore", "+sort",
        "-sort", "+publish", "+subscribe", "+psubscribe", "+bitfield", "+copy", "+xread", "+object|encoding", "+client",
        "-client|kill", "allkeys", "~*", "resetkeys", "~a*", "~b?", "~[xy]", "~x", "%R~a*", "%W~b*", "%RW~x", "%wr~y",
        "%r~y", "%Q~y", "%RR~y", "~", "allchannels", "&*", "resetchannels", "&a*", "&b", "on", "off", "nopass",
        "resetpass", ">pw", ">other", "<pw", "#2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b",
        "#2bb8", "!2bb8", "sanitize-payload", "skip-sanitize-payload", "clearselectors", "reset", "(+get ~a*)",
        "(+set %W~b*)", "(+@all ~x &b)", "(+nosuch)", "(~* ~a)", "(-@all +publish &a*)", "garbage", "+@", "()",
        "(+config|get +select|1 allkeys)");
    private static final List<String> PROBED = List.of(
        "GET K", "SET K v", "SET K v GET", "SET K v EX 10 GET", "MGET K K", "COPY K K", "ZUNIONSTORE K 2 K K",
        "ZUNION 1 K", "ZUNIONSTORE K 3 K", "SORT K", "SORT K STORE K", "SORT_RO K", "BITFIELD K GET u8 0",
        "BITFIELD K SET u8 0 1", "BITFIELD K OVERFLOW SAT GET u8 0", "XREAD COUNT 1 STREAMS K K 0 0", "XREAD STREAMS K",
        "OBJECT ENCODING K", "DEL K K", "CONFIG GET x", "CONFIG SET a b", "SELECT 0", "SELECT 1", "SELECT x",
        "PUBLISH C m", "SPUBLISH C m", "SUBSCRIBE C C", "PSUBSCRIBE C", "PSUBSCRIBE a*", "SSUBSCRIBE C",
        "UNSUBSCRIBE C", "CLIENT KILL a", "CLIENT ID", "PING", "AUTH x",
        "EXISTS K", "RENAME K K", "LMPOP 2 K K LEFT", "LMOVE K K LEFT LEFT", "GETDEL K", "EXPIRE K 1", "TTL K", "MULTI",
        "GEORADIUS K 1 1 1 m STORE K", "GEOSEARCHSTORE K K FROMLONLAT 1 1 BYRADIUS 1 m", "PFCOUNT K K", "PFMERGE K K",
        "XGROUP CREATE K g 0", "XINFO STREAM K", "NOSUCH", "GET", "SINTERCARD 2 K K", "BLPOP K K 0", "MSET K v K v",
        "TYPE K", "STRLEN K", "SUBSTR K 0 1", "APPEND K v", "LINSERT K BEFORE a b", "BITOP AND K K K", "WATCH K",
        "DUMP K", "TOUCH K");
    private static final List<String> KEYS = List.of("a", "ab", "b", "bb", "x", "y", "other");

    @TempDir
    static Path directory;

    private static RedisProcess redis;
    private static Server ringbolt;

    @BeforeAll
    static void startBoth() throws Exception
    {
        redis = RedisProcess.start(directory);
        ringbolt = Server.start(ServerConfig.builder()
            .set(NetworkParameters.PORT, 0)
            .set(NetworkParameters.BIND, List.of("127.0.0.1"))
            .set(ThreadParameters.ARENA_CHUNK_BYTES, 1L << 20)
            .build());
    }

    @AfterAll
    static void stopBoth() throws Exception
    {
        if (null != ringbolt)
        {
            ringbolt.close();
        }
        if (null != redis)
        {
            redis.close();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldMakeTheSameUsers(final long seed) throws Exception
    {
        final Random random = new Random(seed);
        try (RespConnection expected = new RespConnection(redis.port());
            RespConnection actual = new RespConnection(ringbolt.port()))
        {
            for (int round = 0; round < ROUNDS; round++)
            {
                final List<String> history = new ArrayList<>();
                ask(expected, actual, "ACL DELUSER u", history);
                for (int i = 0; i < RULES; i++)
                {
                    final List<String> command = new ArrayList<>(List.of("ACL", "SETUSER", "u"));
                    for (int j = random.nextInt(3); j >= 0; j--)
                    {
                        command.add(RULE_TEMPLATES.get(random.nextInt(RULE_TEMPLATES.size())));
                    }
                    history.add(command.toString());
                    final String[] words = command.toArray(new String[0]);
                    assertEquals(expected.ask(words).toString(), actual.ask(words).toString(),
                        () -> "seed=" + seed + " " + history);
                }
                compareUsers(expected, actual, seed, history);
                for (int i = 0; i < PROBES; i++)
                {
                    final String probe = probe(random);
                    assertEquals(verdict(expected, probe), verdict(actual, probe),
                        () -> probe + " seed=" + seed + " " + history);
                }
            }
        }
    }

    private static void ask(
        final RespConnection expected, final RespConnection actual, final String line, final List<String> history)
        throws Exception
    {
        assertEquals(expected.ask(line.split(" ")).toString(), actual.ask(line.split(" ")).toString(),
            history::toString);
    }

    private static void compareUsers(
        final RespConnection expected, final RespConnection actual, final long seed, final List<String> history)
        throws Exception
    {
        assertEquals(withoutCommands(expected.ask("ACL", "GETUSER", "u")),
            withoutCommands(actual.ask("ACL", "GETUSER", "u")),
            () -> "seed=" + seed + " " + history);
        assertEquals(expected.ask("ACL", "USERS").toString(), actual.ask("ACL", "USERS").toString());
        assertEquals(withoutCommandRules(expected.ask("ACL", "LIST")), withoutCommandRules(actual.ask("ACL", "LIST")),
            () -> "seed=" + seed + " " + history);
    }

    /** A reply without what stands behind each "commands". */
    private static String withoutCommands(final Reply reply)
    {
        final StringBuilder text = new StringBuilder();
        boolean isCommands = false;
        for (final Reply element : reply.elements())
        {
            text.append(isCommands ? "..." : element.elements().isEmpty() ? element.toString() :
                withoutCommands(element))
                .append('\n');
            isCommands = element.toString().contains("commands") && element.elements().isEmpty();
        }
        return withoutDefault(text.toString());
    }

    private static String withoutCommandRules(final Reply reply)
    {
        return withoutDefault(reply.toString().replaceAll(" [+-][a-z@|0-9_-]+", ""));
    }

    /** 7.0 shows this flag of a new user only once it has been given; later releases always do. */
    private static String withoutDefault(final String text)
    {
        return text.replaceAll("\\*\\d+\\[\\$(on|off)", "\\[$1").replaceAll("(?<!skip-)[$ ]sanitize-payload\n?", "");
    }

    private static String probe(final Random random)
    {
        final StringBuilder words = new StringBuilder();
        for (final String word : PROBED.get(random.nextInt(PROBED.size())).split(" "))
        {
            final boolean isName = "K".equals(word) || "C".equals(word);
            words.append(words.isEmpty() ? "" : " ").append(isName ? KEYS.get(random.nextInt(KEYS.size())) : word);
        }
        return words.toString();
    }

    private static String verdict(final RespConnection connection, final String probe) throws Exception
    {
        final String reply = connection.ask(("ACL DRYRUN u " + probe).split(" ")).toString();
        return reply.replaceAll("User u has|This user has", "has");
    }
}
