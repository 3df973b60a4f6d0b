package io.ringbolt.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbolt.config.NetworkParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ThreadParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Of whom CLIENT LIST shows and CLIENT KILL ends, for each of the conditions that Redis or Valkey knows. There are
 * four clients: the caller, alpha with a user, a database and a library, beta that listens, and gamma in a transaction.
 */
class ClientFilterSystemTest
{
    private static final String FORMS = """
        ID {alpha.id}; alpha
        ID {alpha.id} {beta.id} 99999; alpha beta
        NOT-ID {alpha.id} {caller.id}; beta gamma
        TYPE normal; alpha gamma caller
        TYPE pubsub; beta
        TYPE master;
        TYPE replica;
        TYPE slave;
        NOT-TYPE pubsub; alpha gamma caller
        USER worker; alpha
        USER default; beta gamma caller
        NOT-USER worker; beta gamma caller
        ADDR {beta.addr}; beta
        NOT-ADDR {beta.addr}; alpha gamma caller
        LADDR {beta.laddr}; alpha beta gamma caller
        NOT-LADDR {beta.laddr};
        IP 127.0.0.1; alpha beta gamma caller
        IP 10.0.0.1;
        NOT-IP 127.0.0.1;
        NAME gamma; gamma
        NOT-NAME gamma; alpha beta caller
        LIB-NAME jlib; alpha
        NOT-LIB-NAME jlib; beta gamma caller
        LIB-VER 2.1; alpha
        NOT-LIB-VER 2.1; beta gamma caller
        FLAGS P; beta
        FLAGS xT; gamma
        NOT-FLAGS x; alpha beta caller
        CAPA r; beta
        NOT-CAPA r; alpha gamma caller
        DB 3; alpha
        NOT-DB 3; beta gamma caller
        MAXAGE 9999;
        IDLE 9999;
        name gamma; gamma
        TYPE normal DB 0; gamma caller
        TYPE normal NOT-USER worker NOT-NAME caller; gamma
        ID {gamma.id} DB 3;
        NOT-TYPE normal NOT-DB 0;
        TYPE normal SKIPME yes; alpha gamma
        SKIPME no; alpha beta gamma caller
        SKIPME yes; alpha beta gamma
        """;

    private final Map<String, RawClient> clients = new LinkedHashMap<>();
    private Server server;

    @BeforeEach
    void start() throws Exception
    {
        server = Server.start(ServerConfig.builder()
            .set(NetworkParameters.PORT, 0)
            .set(NetworkParameters.BIND, List.of("127.0.0.1"))
            .set(ThreadParameters.ARENA_CHUNK_BYTES, 1L << 20)
            .build());
        for (final String name : List.of("caller", "alpha", "beta", "gamma"))
        {
            final RawClient client = new RawClient(server.port());
            assertEquals("+OK", client.ask("CLIENT SETNAME " + name));
            clients.put(name, client);
        }
        assertEquals("+OK", clients.get("caller").ask("ACL SETUSER worker on >secret ~* &* +@all"));
        final RawClient alpha = clients.get("alpha");
        assertEquals("+OK", alpha.ask("AUTH worker secret"));
        assertEquals("+OK", alpha.ask("SELECT 3"));
        assertEquals("+OK", alpha.ask("CLIENT SETINFO LIB-NAME jlib"));
        assertEquals("+OK", alpha.ask("CLIENT SETINFO LIB-VER 2.1"));
        assertEquals("+OK", clients.get("beta").ask("CLIENT CAPA other REDIRECT"));
        clients.get("beta").ask("SUBSCRIBE news");
        assertEquals("+OK", clients.get("gamma").ask("CLIENT NO-TOUCH ON"));
        assertEquals("+OK", clients.get("gamma").ask("MULTI"));
    }

    @AfterEach
    void stop() throws Exception
    {
        for (final RawClient client : clients.values())
        {
            client.close();
        }
        server.close();
    }

    @Test
    void shouldShowThoseThatMeetEveryCondition() throws Exception
    {
        for (final String form : FORMS.split("\n"))
        {
            assertEquals(names(form), listed(filled(condition(form))), form);
        }
    }

    @Test
    void shouldEndThoseThatMeetEveryConditionAndSpareTheCallerUnlessItSaysOtherwise() throws Exception
    {
        for (final String form : FORMS.split("\n"))
        {
            final TreeSet<String> ended = names(form);
            if (!condition(form).contains("SKIPME no"))
            {
                ended.remove("caller");
            }
            assertEquals(":" + ended.size(), clients.get("caller").ask("CLIENT KILL " + filled(condition(form))), form);
            for (final String name : ended)
            {
                assertTrue(clients.get(name).rest().isEmpty() || "beta".equals(name), form);
            }
            if (!ended.isEmpty())
            {
                stop();
                clients.clear();
                start();
            }
        }
    }

    @Test
    void shouldRefuseLettersThatNobodyHas() throws Exception
    {
        final RawClient caller = clients.get("caller");
        assertEquals("-ERR Unknown flags found in the provided filter: xq", caller.ask("CLIENT LIST FLAGS xq"));
        assertEquals("-ERR Unknown capa found in the provided filter: w", caller.ask("CLIENT KILL NOT-CAPA w"));
    }

    @Test
    void shouldSendAbleClientsFromAReplicaToItsMaster() throws Exception
    {
        final RawClient caller = clients.get("caller");
        assertEquals("+OK", caller.ask("SET k v"));
        assertEquals("+OK", caller.ask("CONFIG SET replica-serve-stale-data yes"));
        assertEquals("+OK", caller.ask("REPLICAOF 127.0.0.1 1"));
        assertEquals("v", caller.ask("GET k"));
        assertEquals("+OK", caller.ask("CLIENT CAPA redirect"));
        assertEquals("-REDIRECT 127.0.0.1:1", caller.ask("GET k"));
        assertEquals("-REDIRECT 127.0.0.1:1", caller.ask("SET k w"));
        assertEquals("+PONG", caller.ask("PING"));
        assertEquals("+OK", caller.ask("READONLY"));
        assertEquals("v", caller.ask("GET k"));
        assertEquals("-REDIRECT 127.0.0.1:1", caller.ask("SET k w"));
        assertEquals("+OK", caller.ask("READWRITE"));
        assertEquals("-REDIRECT 127.0.0.1:1", caller.ask("GET k"));
        assertEquals("+OK", caller.ask("REPLICAOF NO ONE"));
        assertEquals("v", caller.ask("GET k"));
    }

    @Test
    void shouldEndTheOneAtAnAddressInTheOldForm() throws Exception
    {
        assertEquals("+OK", clients.get("caller").ask("CLIENT KILL " + fields("alpha").get("addr")));
        assertEquals("", clients.get("alpha").rest());
        assertEquals("-ERR No such client", clients.get("caller").ask("CLIENT KILL 127.0.0.1:1"));
        assertEquals("+OK", clients.get("caller").ask("CLIENT KILL " + fields("caller").get("addr")));
        assertEquals("", clients.get("caller").rest());
    }

    @Test
    void shouldChooseByAge() throws Exception
    {
        Thread.sleep(1_100);
        assertEquals("+OK", clients.get("alpha").ask("SELECT 4"));
        assertEquals(new TreeSet<>(List.of("beta", "gamma")), listed("IDLE 1"));
        assertEquals(4, listed("MAXAGE 1").size());
        assertEquals(":3", clients.get("caller").ask("CLIENT KILL MAXAGE 1"));
    }

    @ParameterizedTest
    @CsvSource({"ID x, ERR client-id should be greater than 0", "ID 0, ERR client-id should be greater than 0",
        "TYPE nobody, ERR Unknown client type 'nobody'", "USER nobody, ERR No such user 'nobody'",
        "MAXAGE x, ERR maxage is not an integer or out of range", "MAXAGE 0, ERR maxage should be greater than 0",
        "DB x, ERR value is not an integer or out of range",
        "SKIPME maybe, ERR syntax error", "NOT-SKIPME yes, ERR syntax error", "NOT-MAXAGE 1, ERR syntax error",
        "NOT-IDLE 1, ERR syntax error", "FOO bar, ERR syntax error", "NAME gamma DB, ERR syntax error"})
    void shouldRefuseWhatIsNoCondition(final String condition, final String error) throws Exception
    {
        assertEquals("-" + error, clients.get("caller").ask("CLIENT KILL " + condition));
        assertEquals(4, listed("").size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ID x", "TYPE nobody", "USER nobody", "SKIPME maybe", "NOT-SKIPME yes", "FOO bar", "ID"})
    void shouldShowNobodyForWhatIsNoCondition(final String condition) throws Exception
    {
        assertTrue(clients.get("caller").ask("CLIENT LIST " + condition).startsWith("-ERR "), condition);
    }

    private static String condition(final String form)
    {
        return form.substring(0, form.indexOf(';'));
    }

    private static TreeSet<String> names(final String form)
    {
        final String names = form.substring(form.indexOf(';') + 1).trim();
        return names.isEmpty() ? new TreeSet<>() : new TreeSet<>(List.of(names.split(" ")));
    }

    private String filled(final String condition) throws Exception
    {
        String filled = condition;
        for (final String name : clients.keySet())
        {
            if (filled.contains("{" + name))
            {
                for (final Map.Entry<String, String> field : fields(name).entrySet())
                {
                    filled = filled.replace("{" + name + "." + field.getKey() + "}", field.getValue());
                }
            }
        }
        return filled;
    }

    private TreeSet<String> listed(final String condition) throws Exception
    {
        final TreeSet<String> names = new TreeSet<>();
        for (final Map<String, String> line : list(condition))
        {
            names.add(line.get("name"));
        }
        return names;
    }

    private Map<String, String> fields(final String name) throws Exception
    {
        return list("").stream().filter(line -> name.equals(line.get("name"))).findFirst().orElseThrow();
    }

    private List<Map<String, String>> list(final String condition) throws Exception
    {
        final List<Map<String, String>> lines = new ArrayList<>();
        final String reply = clients.get("caller").ask(("CLIENT LIST " + condition).trim());
        for (final String line : reply.split("\n"))
        {
            final Map<String, String> fields = new LinkedHashMap<>();
            for (final String field : line.split(" "))
            {
                final int equals = field.indexOf('=');
                fields.put(field.substring(0, Math.max(0, equals)), field.substring(equals + 1));
            }
            if (fields.containsKey("name"))
            {
                lines.add(fields);
            }
        }
        return lines;
    }
}
