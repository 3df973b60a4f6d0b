package io.ringbolt.transport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DaemonizerTest
{
    private static final byte[] NO_INPUT = {};
    private static final String ANNOUNCE = "echo $$ > \"$RINGBOLT_DAEMON\"";

    @TempDir
    private Path folder;

    @Test
    void shouldReturnZeroAsSoonAsTheBackgroundProcessIsReady() throws Exception
    {
        final Path pid = folder.resolve("pid");

        assertEquals(0, shell("echo $$ > '" + pid + "'; " + ANNOUNCE + "; exec sleep 20").spawn(NO_INPUT));

        final ProcessHandle background = ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
        assertTrue(background.isAlive(), "waited for the end of the background process");
        background.destroy();
    }

    @Test
    void shouldReturnTheStatusOfAProcessThatEndsBeforeItIsReady() throws Exception
    {
        assertEquals(3, shell("exit 3").spawn(NO_INPUT));
        assertEquals(1, shell("exit 0").spawn(NO_INPUT));
    }

    @Test
    void shouldHandOnWhatWasReadFromStandardInput() throws Exception
    {
        final Path copy = folder.resolve("copy");

        shell("cat > '" + copy + "'; " + ANNOUNCE).spawn("port 7000\n".getBytes(StandardCharsets.US_ASCII));

        assertEquals("port 7000\n", Files.readString(copy));
    }

    @Test
    void shouldLeaveTheSessionOfTheForeground() throws Exception
    {
        final Path session = folder.resolve("session");

        shell("ps -o sess= -p $$ > '" + session + "'; " + ANNOUNCE).spawn(NO_INPUT);

        assertNotEquals(sessionOfThisProcess(), Files.readString(session).strip());
    }

    @Test
    void shouldLeaveNoFileBehind() throws Exception
    {
        final Path name = folder.resolve("name");

        shell("printf %s \"$RINGBOLT_DAEMON\" > '" + name + "'; " + ANNOUNCE).spawn(NO_INPUT);

        assertFalse(Files.exists(Path.of(Files.readString(name))));
    }

    @Test
    void shouldAnnounceItselfOnlyWhereSomebodyWaits() throws Exception
    {
        final Path readyFile = Files.createFile(folder.resolve("ready"));
        final Daemonizer background =
            new Daemonizer(List.of(), Map.of(Daemonizer.READY_FILE_VARIABLE, readyFile.toString()));
        final Daemonizer foreground = new Daemonizer(List.of(), Map.of());

        background.ready();
        foreground.ready();

        assertEquals(Long.toString(ProcessHandle.current().pid()), Files.readString(readyFile));
        assertFalse(background.isForeground());
        assertTrue(foreground.isForeground());

        Files.delete(readyFile);
        background.ready();
        assertFalse(Files.exists(readyFile), "made a file that nobody deletes");
    }

    @Test
    void shouldKnowTheCommandLineOfThisProcess() throws Exception
    {
        assertTrue(Daemonizer.ofThisProcess().isForeground());
    }

    private static Daemonizer shell(final String script)
    {
        final Map<String, String> environment = new HashMap<>(System.getenv());
        environment.remove(Daemonizer.READY_FILE_VARIABLE);
        return new Daemonizer(List.of("sh", "-c", script), environment);
    }

    private static String sessionOfThisProcess() throws IOException
    {
        final Process process =
            new ProcessBuilder("ps", "-o", "sess=", "-p", Long.toString(ProcessHandle.current().pid())).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    }
}
