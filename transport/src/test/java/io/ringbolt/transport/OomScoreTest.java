package io.ringbolt.transport;

import io.ringbolt.config.OomScoreAdj;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.SystemParameters;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/**
 * The score is the configured one of the role, and the former one in the end.
 */
class OomScoreTest
{
    @TempDir
    private Path directory;
    private Path file;
    private OomScore score;

    @BeforeEach
    void setUp() throws IOException
    {
        file = Files.writeString(directory.resolve("score"), "7\n");
        score = new OomScore(file);
    }

    private static ServerConfig config(final OomScoreAdj mode, final Integer... values)
    {
        return ServerConfig.builder()
            .set(SystemParameters.OOM_SCORE_ADJ, mode)
            .set(SystemParameters.OOM_SCORE_ADJ_VALUES, List.of(values))
            .build();
    }

    private void assertScore(final int expected) throws IOException
    {
        assertEquals(Integer.toString(expected), Files.readString(file).trim());
    }

    @Test
    void shouldFollowTheRole() throws IOException
    {
        assertNull(score.configure(config(OomScoreAdj.ABSOLUTE, 10, 20, 30)));
        assertScore(10);
        score.onRole(true);
        assertScore(20);
        assertNull(score.configure(config(OomScoreAdj.YES, 10, 20, 30)));
        assertScore(27);
        score.onRole(false);
        assertScore(17);
        score.close();
        assertScore(7);
    }

    @Test
    void shouldStayWithinLimits() throws IOException
    {
        assertNull(score.configure(config(OomScoreAdj.YES, -2000, 1999, 0)));
        assertScore(-1000);
        score.onRole(true);
        assertScore(1000);
    }

    @Test
    void shouldTouchNothingUnlessAskedTo() throws IOException
    {
        Files.writeString(file, "no number");
        assertNull(score.configure(config(OomScoreAdj.NO, 10, 20, 30)));
        score.onRole(true);
        score.close();
        assertEquals("no number", Files.readString(file));
    }

    @Test
    void shouldSayWhenItCannot() throws IOException
    {
        Files.writeString(file, "no number");
        assertEquals("Failed to set current oom_score_adj. Check server logs.",
            score.configure(config(OomScoreAdj.YES, 10, 20, 30)));
    }
}
