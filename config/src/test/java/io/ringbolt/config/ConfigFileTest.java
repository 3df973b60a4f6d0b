package io.ringbolt.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest
{
    @TempDir
    private Path directory;

    @Test
    void shouldReplaceTheFileAndLeaveNothingElse() throws IOException
    {
        final Path file = Files.writeString(directory.resolve("redis.conf"), "hz 20\n");
        final ServerConfig config = ConfigLoader.load(file).with(GeneralParameters.HZ, 30);

        ConfigFile.rewrite(config, List.of(), false);

        assertEquals(30, ConfigLoader.load(file).intValue(GeneralParameters.HZ));
        try (Stream<Path> files = Files.list(directory))
        {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void shouldWriteAFileThatHasBeenRemoved() throws IOException
    {
        final Path file = Files.writeString(directory.resolve("redis.conf"), "hz 20\n");
        final ServerConfig config = ConfigLoader.load(file);
        Files.delete(file);

        ConfigFile.rewrite(config, List.of(), false);

        assertEquals(20, ConfigLoader.load(file).intValue(GeneralParameters.HZ));
    }

    @Test
    void shouldSayWhyItCannotRewrite()
    {
        final ServerConfig config =
            ServerConfig.builder().file(directory.resolve("none").resolve("redis.conf")).build();

        assertEquals("Rewriting config file: No such file or directory",
            assertThrows(ConfigException.class, () -> ConfigFile.rewrite(config, List.of(), false)).getMessage());
        assertEquals("The server is running without a config file", assertThrows(ConfigException.class,
            () -> ConfigFile.rewrite(ServerConfig.defaults(), List.of(), false)).getMessage());
    }
}
