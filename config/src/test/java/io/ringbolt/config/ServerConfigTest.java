package io.ringbolt.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerConfigTest
{
    @Test
    void shouldBeBuiltFromJava()
    {
        final ServerConfig config = ServerConfig.builder()
            .set(NetworkParameters.PORT, 0)
            .set(MemoryParameters.MAXMEMORY_POLICY, MaxmemoryPolicy.ALLKEYS_LFU)
            .set("maxmemory", "1gb")
            .set("save", "900", "1")
            .build();

        assertEquals(0, config.intValue(NetworkParameters.PORT));
        assertEquals(1L << 30, config.longValue(MemoryParameters.MAXMEMORY));
        assertEquals(List.of(new SavePoint(900, 1)), config.get(SnapshotParameters.SAVE));
        assertEquals("allkeys-lfu", config.format(MemoryParameters.MAXMEMORY_POLICY));
    }

    @Test
    void shouldNameTheRowThatAJavaProgramGotWrong()
    {
        assertEquals("port 70000: argument must be between 0 and 65535 inclusive", assertThrows(ConfigException.class,
            () -> ServerConfig.builder().set(NetworkParameters.PORT, 70000)).getMessage());
        assertEquals("ring-size 1000: argument must be a power of two", assertThrows(ConfigException.class,
            () -> ServerConfig.builder().set(ThreadParameters.RING_SIZE, 1000)).getMessage());
        assertThrows(ConfigException.class, () -> ServerConfig.builder().set("no-such-row", "1"));
    }

    @Test
    void shouldLeaveTheOldConfigurationAloneWhenSettingFails()
    {
        final ServerConfig config = ServerConfig.defaults();

        assertThrows(ConfigSetException.class,
            () -> config.trySet(List.of("hz", "50", "timeout", "x"), ConfigSetCaller.LOCAL));

        assertEquals(10, config.intValue(GeneralParameters.HZ));
    }

    @Test
    void shouldTellWhatHasChanged()
    {
        final ConfigChange change = ServerConfig.defaults().trySet(
            List.of("hz", "50", "timeout", "0", "tls-cert-file", ""), ConfigSetCaller.LOCAL);

        assertEquals(List.of(GeneralParameters.HZ, TlsParameters.TLS_CERT_FILE), change.changed());
        assertTrue(change.touches(GeneralParameters.HZ));
        assertEquals(50, change.next().intValue(GeneralParameters.HZ));
    }

    @Test
    void shouldGuardProtectedRowsByTheCallersPlace()
    {
        final ServerConfig config = ServerConfig.builder()
            .set(SecurityParameters.ENABLE_PROTECTED_CONFIGS, GuardedAccess.LOCAL).build();
        final List<String> call = List.of("dbfilename", "x.rdb");

        assertEquals("x.rdb",
            config.trySet(call, ConfigSetCaller.LOCAL).next().get(SnapshotParameters.DBFILENAME));
        assertEquals(
            "ERR CONFIG SET failed (possibly related to argument 'dbfilename') - can't set protected config",
            assertThrows(ConfigSetException.class, () -> config.trySet(call, ConfigSetCaller.REMOTE)).getMessage());
    }

    @Test
    void shouldTurnDefragmentationOnInAFileOnly()
    {
        final ServerConfig config = ServerConfig.builder().set(MemoryParameters.ACTIVEDEFRAG, true).build();
        assertEquals("ERR CONFIG SET failed (possibly related to argument 'activedefrag') - Active defragmentation " +
            "cannot be enabled: it requires a Redis server compiled with a modified Jemalloc like the one shipped by " +
            "default with the Redis source distribution", assertThrows(ConfigSetException.class,
            () -> config.trySet(List.of("activedefrag", "yes"), ConfigSetCaller.LOCAL)).getMessage());
        config.trySet(List.of("activedefrag", "no"), ConfigSetCaller.LOCAL);
    }

    @Test
    void shouldRefuseSomeRowsWhileLoading()
    {
        assertEquals("LOADING Redis is loading the dataset in memory", assertThrows(ConfigSetException.class,
            () -> ServerConfig.defaults().trySet(
                List.of("hz", "20", "repl-diskless-load", "swapdb"), new ConfigSetCaller(true, true))).getMessage());
    }

    @Test
    void shouldFindNamesFromTheDirectory(@TempDir final Path directory) throws Exception
    {
        final Path inner = Files.createDirectory(directory.resolve("inner"));
        final ServerConfig outer = ServerConfig.builder().set("dir", directory.toString()).build();

        assertEquals(inner.toRealPath(), outer.resolve("inner"));
        assertEquals(inner.toRealPath().resolve("x"), outer.toBuilder().set("dir", "inner").build().resolve("x"));
        assertEquals(Path.of("/x"), outer.resolve("/x"));
    }

    @Test
    void shouldKnowSensitiveRows()
    {
        assertTrue(ConfigParameters.find("RequirePass").isSensitive());
        assertFalse(ConfigParameters.find("port").isSensitive());
    }

    @Test
    void shouldSaturateNumbersThatAreTooLargeForAnInt()
    {
        final ServerConfig config = ServerConfig.defaults()
            .with(EncodingParameters.HASH_MAX_LISTPACK_ENTRIES, Long.MAX_VALUE);

        assertEquals(Integer.MAX_VALUE, config.intValue(EncodingParameters.HASH_MAX_LISTPACK_ENTRIES));
    }
}
