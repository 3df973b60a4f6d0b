package io.ringbolt.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest
{
    @TempDir
    private Path directory;

    @Test
    void shouldStartWithDefaultsWithoutArguments()
    {
        final LaunchRequest request = load();

        assertEquals(LaunchRequest.Kind.START, request.kind());
        assertEquals(6379, request.config().intValue(NetworkParameters.PORT));
        assertEquals(null, request.config().file());
    }

    @Test
    void shouldReportWhatElseIsAskedFor()
    {
        assertEquals(LaunchRequest.Kind.VERSION, load("-v").kind());
        assertEquals(LaunchRequest.Kind.VERSION, load("--version", "x").kind());
        assertEquals(LaunchRequest.Kind.HELP, load("-h").kind());
        assertEquals(LaunchRequest.Kind.HELP, load("--help").kind());
        assertEquals(LaunchRequest.Kind.CHECK_SYSTEM, load("--check-system").kind());
        assertEquals(List.of("512"), load("--test-memory", "512").arguments());
        assertTrue(assertThrows(ConfigException.class, () -> load("--test-memory")).getMessage()
            .startsWith("Please specify the amount of memory to test in megabytes."));
    }

    @Test
    void shouldRefuseSentinelMode()
    {
        assertThrows(ConfigException.class, () -> load("--port", "0", "--sentinel"));
    }

    @Test
    void shouldNameFileAndLineOfAnError() throws IOException
    {
        final Path file = write("redis.conf", "port 7000\n  maxmemory lots\n");

        final ConfigException exception = assertThrows(ConfigException.class, () -> ConfigLoader.load(file));

        assertEquals("\n*** FATAL CONFIG FILE ERROR (Redis " + RedisCompatibility.VERSION + ") ***\n" +
            "Reading the configuration file, at line 2\n>>> 'maxmemory lots'\nIn " + file + "\n" +
            "argument must be a memory value", exception.getMessage());
    }

    @Test
    void shouldSayThatAFileIsMissing()
    {
        final Path file = directory.resolve("none.conf");

        assertEquals("Fatal error, can't open config file '" + file + "': No such file or directory",
            assertThrows(ConfigException.class, () -> ConfigLoader.load(file)).getMessage());
    }

    @Test
    void shouldReadIncludedFilesWhereTheyAreIncluded() throws IOException
    {
        write("b.conf", "hz 20\ntimeout 20\n");
        write("a.conf", "hz 10\nsave 2 2");
        write(".hidden.conf", "hz 99\n");
        final Path file = write("redis.conf",
            "save 1 1\ninclude " + directory + "/[a-z].conf\ntimeout 5\ninclude " + directory + "/none*\n");

        final ServerConfig config = ConfigLoader.load(file);

        assertEquals(List.of("hz", "20", "save", "1 1 2 2", "timeout", "5"),
            config.get(List.of("save", "hz", "timeout")));
        assertEquals(2, config.get(FileParameters.INCLUDE).size());
    }

    @Test
    void shouldNameTheIncludedFileInAnError() throws IOException
    {
        final Path included = write("a.conf", "hz 10\nnonsense\n");
        final Path file = write("redis.conf", "\n\ninclude " + included + "\n");

        final String message = assertThrows(ConfigException.class, () -> ConfigLoader.load(file)).getMessage();

        assertTrue(message.contains("at line 2\n>>> 'nonsense'\nIn " + included + "\n"), message);
    }

    @Test
    void shouldResolveIncludesFromTheDirectoryThatWasSetBefore() throws IOException
    {
        write("a.conf", "hz 33\n");

        assertEquals(33, ConfigLoader.parse("dir " + directory + "\ninclude a.conf\n")
            .intValue(GeneralParameters.HZ));
    }

    @Test
    void shouldRefuseFilesThatIncludeThemselves() throws IOException
    {
        final Path file = write("redis.conf", "include " + directory + "/redis.conf\n");

        assertTrue(assertThrows(ConfigException.class, () -> ConfigLoader.load(file)).getMessage()
            .endsWith("Too many nested include directives"));
    }

    @Test
    void shouldGatherUsersAndRenamedCommandsWithTheirOrigin() throws IOException
    {
        final Path file = write("redis.conf", "user alice on nopass\n# x\nuser bob off\nrename-command GET \"\"\n");

        final ServerConfig config = ConfigLoader.load(file);

        final List<DirectiveLine> users = config.get(FileParameters.USER);
        assertEquals(List.of("alice", "on", "nopass"), users.get(0).arguments());
        assertEquals(new ConfigOrigin(file.toString(), 3, "user bob off"), users.get(1).origin());
        assertEquals(List.of("GET", ""), config.get(FileParameters.RENAME_COMMAND).get(0).arguments());
        assertTrue(users.get(1).origin().error("Bad user").getMessage().endsWith("In " + file + "\nBad user"));
    }

    @Test
    void shouldUseOneDatabaseInAClusterAndRefuseAPrimary()
    {
        assertEquals(1, load("--cluster-enabled", "yes").config().intValue(GeneralParameters.DATABASES));
        assertTrue(assertThrows(ConfigException.class,
            () -> load("--cluster-enabled", "yes", "--replicaof", "h", "1")).getMessage()
            .endsWith("***\nreplicaof directive not allowed in cluster mode"));
    }

    @Test
    void shouldKeepNonAsciiArgumentsAsUtf8()
    {
        final ServerConfig config = load("--masterauth", "p\u00e4ss").config();

        assertEquals("p\u00e4ss", ByteText.decode(config.get(ReplicationParameters.MASTERAUTH)));
        assertEquals(5, config.get(ReplicationParameters.MASTERAUTH).length());
    }

    private static LaunchRequest load(final String... arguments)
    {
        return ConfigLoader.load(arguments, InputStream.nullInputStream());
    }

    private Path write(final String name, final String text) throws IOException
    {
        return Files.writeString(directory.resolve(name), text);
    }
}
