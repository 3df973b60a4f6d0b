package io.ringbolt.engine.acl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbolt.config.ConfigException;
import io.ringbolt.config.ConfigLoader;
import io.ringbolt.config.SecurityParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Users as administrators make them and as clients meet them.
 */
class AclCommandsTest
{
    private static final String NO_KEY = "-NOPERM No permissions to access a key";
    private static final String SECRET_HASH = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

    @TempDir
    Path directory;

    private EngineHarness redis = new EngineHarness();

    @AfterEach
    void close()
    {
        redis.close();
    }

    @Test
    void shouldDescribeTheDefaultUser()
    {
        assertEquals("*1 $51 user default on nopass sanitize-payload ~* &* +@all", redis.line("ACL LIST"));
        assertEquals("$7 default", redis.line("ACL WHOAMI"));
        assertEquals("*12 $5 flags *3 $2 on $6 nopass $16 sanitize-payload $9 passwords *0 $8 commands $5 +@all " +
            "$4 keys $2 ~* $8 channels $2 &* $9 selectors *0", redis.line("ACL GETUSER default"));
    }

    @Test
    void shouldMakeAUserThatMayDoNothing()
    {
        assertEquals("+OK", redis.line("ACL SETUSER alice"));
        assertTrue(redis.line("ACL LIST").contains("user alice off sanitize-payload resetchannels -@all"));
        assertEquals("-WRONGPASS invalid username-password pair or user is disabled.", redis.line("AUTH alice x"));
        assertEquals("$-1", redis.line("ACL GETUSER nobody"));
    }

    @Test
    void shouldAuthenticateByAnyOfThePasswords()
    {
        redis.line("ACL SETUSER alice on >one #" + SECRET_HASH + " +@all");
        assertEquals("+OK", redis.line("AUTH alice one"));
        assertEquals("+OK", redis.line("AUTH alice secret"));
        assertEquals("$5 alice", redis.line("ACL WHOAMI"));
        redis.line("ACL SETUSER alice <one");
        assertTrue(redis.line("AUTH alice one").startsWith("-WRONGPASS"));
        redis.line("ACL SETUSER alice resetpass");
        assertTrue(redis.line("AUTH alice secret").startsWith("-WRONGPASS"));
        redis.line("ACL SETUSER alice nopass");
        assertEquals("+OK", redis.line("AUTH alice whatever"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "+foo|Unknown command or category name in ACL",
        "+@foo|Unknown command or category name in ACL",
        "foo|Syntax error",
        "%X~a|Syntax error",
        "%~a|Syntax error",
        "%R|Syntax error",
        "#abc|The password hash must be exactly 64 characters and contain only lowercase hexadecimal characters",
        "<none|The password you are trying to remove from the user does not exist",
        "(+get foo)|Syntax error",
    })
    void shouldRefuseARuleAndChangeNothing(final String rule, final String reason)
    {
        redis.line("ACL SETUSER alice on");
        final String before = redis.line("ACL LIST");
        assertEquals("-ERR Error in ACL SETUSER modifier '" + rule + "': " + reason,
            redis.run("ACL", "SETUSER", "alice", "off", rule));
        assertEquals(before, redis.line("ACL LIST"));
    }

    @Test
    void shouldRefusePatternsAfterAll()
    {
        assertTrue(redis.line("ACL SETUSER a ~* ~x")
            .contains("Adding a pattern after the * pattern (or the 'allkeys' flag)"));
        assertTrue(redis.line("ACL SETUSER a &* &x").contains("(or the 'allchannels' flag)"));
        assertTrue(redis.line("ACL SETUSER a (+get ~x").contains(
            "Unmatched parenthesis in acl selector starting at '(+get'."));
    }

    @Test
    void shouldDenyCommandsKeysAndChannels()
    {
        redis.line("ACL SETUSER alice on nopass +get +set +publish ~pub* %R~read* %W~write* &news");
        redis.line("AUTH alice x");
        assertEquals("-NOPERM User alice has no permissions to run the 'del' command", redis.line("DEL pub1"));
        assertEquals("+OK", redis.line("SET pub1 x"));
        assertEquals("$1 x", redis.line("GET pub1"));
        assertEquals(NO_KEY, redis.line("SET other x"));
        assertEquals("$-1", redis.line("GET read1"));
        assertEquals(NO_KEY, redis.line("SET read1 x"));
        assertEquals("+OK", redis.line("SET write1 x"));
        assertEquals(NO_KEY, redis.line("SET write1 x GET"));
        assertEquals(NO_KEY, redis.line("GET write1"));
        assertEquals(":0", redis.line("PUBLISH news x"));
        assertEquals("-NOPERM No permissions to access a channel", redis.line("PUBLISH other x"));
    }

    @Test
    void shouldAllowWhatAnySelectorAllowsAsAWhole()
    {
        redis.line("ACL SETUSER alice on nopass +get ~a* (+set ~b*) (%R~c* %W~d* +copy)");
        redis.line("AUTH alice x");
        assertEquals("$-1", redis.line("GET a1"));
        assertEquals("+OK", redis.line("SET b1 x"));
        assertEquals(NO_KEY, redis.line("SET a1 x"));
        assertEquals(NO_KEY, redis.line("GET b1"));
        assertEquals(":0", redis.line("COPY c1 d1"));
        assertEquals(NO_KEY, redis.line("COPY d1 c1"));
    }

    @Test
    void shouldAllowACommandWithOneFirstArgument()
    {
        redis.line("ACL SETUSER alice on nopass +select|0 +config|get");
        redis.line("AUTH alice x");
        assertEquals("+OK", redis.line("SELECT 0"));
        assertEquals("-NOPERM User alice has no permissions to run the 'select' command", redis.line("SELECT 1"));
        assertTrue(redis.line("CONFIG GET maxmemory").startsWith("*2"));
        assertEquals("-NOPERM User alice has no permissions to run the 'config|set' command",
            redis.line("CONFIG SET maxmemory 0"));
    }

    @Test
    void shouldCheckWhenQueueingAndAgainAtExec()
    {
        redis.line("ACL SETUSER alice on nopass +@all ~k*");
        final int client = redis.openSession();
        redis.use(client);
        redis.line("AUTH alice x");
        redis.line("MULTI");
        assertEquals(NO_KEY, redis.line("GET other"));
        assertTrue(redis.line("EXEC").startsWith("-EXECABORT"));
        redis.line("MULTI");
        redis.line("SET k1 1");
        redis.line("INCR k1");
        redis.use(0);
        redis.line("ACL SETUSER alice -incr");
        redis.use(client);
        assertEquals("*2 +OK -NOPERM ACLs rules changed between the moment the transaction was accumulated and " +
            "the EXEC call. This command is no longer allowed for the following reason: no permission to execute the " +
            "command or subcommand", redis.line("EXEC"));
        redis.use(0);
        final String log = redis.line("ACL LOG");
        assertTrue(log.contains("$7 context $5 multi $6 object $4 incr $8 username $5 alice"), log);
    }

    @Test
    void shouldLogDenialsAndCountThoseThatAreAlike()
    {
        redis.line("ACL SETUSER alice on >pw +get ~k*");
        final int client = redis.openSession();
        redis.use(client);
        redis.line("AUTH alice wrong");
        redis.line("AUTH alice pw");
        redis.line("GET other");
        redis.line("GET other");
        redis.line("SET k 1");
        redis.use(0);
        final String log = redis.line("ACL LOG");
        assertTrue(log.startsWith("*3 *20 $5 count :1 $6 reason $7 command $7 context $8 toplevel $6 object $3 set"),
            log);
        assertTrue(log.contains("count :2 $6 reason $3 key $7 context $8 toplevel $6 object $5 other"), log);
        assertTrue(log.contains("count :1 $6 reason $4 auth $7 context $8 toplevel $6 object $4 AUTH"), log);
        assertTrue(log.contains("$8 entry-id :2") && log.contains("$8 entry-id :0"), log);
        final String info = redis.line("INFO stats");
        assertTrue(info.contains("acl_access_denied_auth:1 acl_access_denied_cmd:1 acl_access_denied_key:2 " +
            "acl_access_denied_channel:0"), info);
        assertEquals("+OK", redis.line("ACL LOG RESET"));
        assertEquals("*0", redis.line("ACL LOG"));
    }

    @Test
    void shouldKeepNoMoreDenialsThanConfigured()
    {
        redis.line("CONFIG SET acllog-max-len 2");
        for (int i = 0; i < 5; i++)
        {
            redis.line("AUTH nobody" + i + " x");
        }
        assertTrue(redis.line("ACL LOG").startsWith("*2 "));
        redis.line("CONFIG SET acllog-max-len 0");
        redis.line("AUTH nobody9 x");
        assertEquals("*0", redis.line("ACL LOG"));
    }

    @Test
    void shouldEndSessionsOfDeletedUsersAndForbiddenListeners()
    {
        redis.line("ACL SETUSER alice on nopass +@all ~* &a* &b*");
        final int listener = redis.openSession();
        redis.use(listener);
        redis.line("AUTH alice x");
        redis.line("SUBSCRIBE b1");
        final int other = redis.openSession();
        redis.use(other);
        redis.line("AUTH alice x");
        redis.use(0);
        redis.line("ACL SETUSER alice resetchannels &b1");
        redis.use(listener);
        assertFalse(redis.isClosed());
        redis.use(0);
        redis.line("ACL SETUSER alice resetchannels &a*");
        redis.use(listener);
        assertTrue(redis.isClosed());
        redis.use(other);
        assertFalse(redis.isClosed());
        redis.use(0);
        assertEquals("-ERR The 'default' user cannot be removed", redis.line("ACL DELUSER alice default"));
        assertEquals(":1", redis.line("ACL DELUSER alice nobody"));
        redis.use(other);
        assertTrue(redis.isClosed());
    }

    @Test
    void shouldRequireAPasswordOnceTheDefaultUserHasOne()
    {
        redis.line("CONFIG SET requirepass secret");
        assertTrue(redis.line("ACL LIST").contains("default on sanitize-payload #" + SECRET_HASH));
        final int client = redis.openSession();
        redis.use(client);
        assertEquals("-NOAUTH Authentication required.", redis.line("PING"));
        assertEquals("+OK", redis.line("AUTH secret"));
        assertEquals("+PONG", redis.line("PING"));
        redis.line("ACL SETUSER default off");
        assertEquals("+PONG", redis.line("PING"));
        redis.use(redis.openSession());
        assertEquals("-NOAUTH Authentication required.", redis.line("PING"));
        assertTrue(redis.line("AUTH secret").startsWith("-WRONGPASS"));
    }

    @Test
    void shouldTellWhatWouldHappen()
    {
        redis.line("ACL SETUSER alice +get ~k* &c");
        assertEquals("+OK", redis.line("ACL DRYRUN alice GET k1"));
        assertEquals("$54 User alice has no permissions to run the 'set' command",
            redis.line("ACL DRYRUN alice SET k v"));
        assertEquals("$51 User alice has no permissions to access the 'x' key", redis.line("ACL DRYRUN alice GET x"));
        assertEquals("-ERR User 'bob' not found", redis.line("ACL DRYRUN bob GET x"));
        assertEquals("-ERR Command 'foo' not found", redis.line("ACL DRYRUN alice foo x"));
        assertEquals("-ERR wrong number of arguments for 'get' command", redis.line("ACL DRYRUN alice GET"));
    }

    @Test
    void shouldLetSortFollowPatternsOnlyWhereAllKeysMayBeRead()
    {
        redis.line("ACL SETUSER alice on nopass +@all ~k*");
        redis.line("AUTH alice x");
        assertEquals("-ERR BY option of SORT denied due to insufficient ACL permissions.", redis.line("SORT k BY w*"));
        assertEquals("-ERR GET option of SORT denied due to insufficient ACL permissions.", redis.line("SORT k GET #"));
        assertEquals(NO_KEY, redis.line("SORT k STORE other"));
        redis.line("ACL SETUSER alice %R~*");
        assertEquals("*0", redis.line("SORT k BY w* GET x*"));
    }

    @Test
    void shouldReadAndWriteTheUsersFile()
    {
        redis.close();
        redis = new EngineHarness();
        assertTrue(redis.line("ACL LOAD").startsWith("-ERR This Redis instance is not configured to use an ACL file."));
        redis.close();
        assertThrows(ConfigException.class, () -> new EngineHarness(
            ServerConfig.defaults().with(SecurityParameters.ACLFILE, "/nowhere/users.acl")));
        redis = new EngineHarness();
    }

    @Test
    void shouldReadUsersFromTheConfiguration() throws Exception
    {
        redis.close();
        redis = new EngineHarness(
            configOf("user alice on >secret (+get ~a) +@read ~b", "user default on >pw +@all ~*"));
        assertEquals("-NOAUTH Authentication required.", redis.line("PING"));
        redis.line("AUTH pw");
        assertTrue(redis.line("ACL LIST").contains(
            "user alice on sanitize-payload #" + SECRET_HASH + " ~b resetchannels -@all +@read " +
                "(~a resetchannels -@all +get)"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "user alice +foo|Error loading ACL rule '+foo' for the user named 'alice': Unknown command or category name " +
        "in ACL",
        "user alice foo|Error in user declaration 'foo': Syntax error",
        "user alice (+get|Error in user declaration '(+get': Syntax error",
    })
    void shouldRefuseAConfigurationWithAFaultyUser(final String line, final String reason)
    {
        final ConfigException refused =
            assertThrows(ConfigException.class, () -> new EngineHarness(configOf(line)).close());
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }

    private ServerConfig configOf(final String... lines) throws Exception
    {
        final Path file = Files.write(directory.resolve("test.conf"), List.of(lines));
        return ConfigLoader.load(new String[]{file.toString()}, new ByteArrayInputStream(new byte[0])).config();
    }

    @Test
    void shouldGeneratePasswords()
    {
        assertEquals(64, redis.line("ACL GENPASS").split(" ")[1].length());
        assertEquals(2, redis.line("ACL GENPASS 5").split(" ")[1].length());
        assertTrue(redis.line("ACL GENPASS 0").startsWith("-ERR ACL GENPASS argument must be the number of bits"));
        assertFalse(redis.line("ACL GENPASS").equals(redis.line("ACL GENPASS")));
    }

    @Test
    void shouldHideRulesFromTheSlowLog()
    {
        redis.line("CONFIG SET slowlog-log-slower-than 0");
        redis.line("ACL SETUSER alice >secret");
        assertFalse(redis.line("SLOWLOG GET").contains("secret"));
    }
}
