package io.ringbolt.transport;

import io.ringbolt.config.OomScoreAdj;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.SystemParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How gladly Linux ends this process when the machine's memory runs out, as {@code oom-score-adj} says: replicas before
 * masters. It is the whole process's, so of several servers in one JVM the last one to say something decides. There are
 * no background children to give the third value to. Used by the engine's thread, and before and after its life.
 */
/*
 * proc(5), /proc/pid/oom_score_adj: -1000 (never) to 1000; to lower it below where it was takes CAP_SYS_RESOURCE.
 */
final class OomScore implements AutoCloseable
{
    private static final Logger LOGGER = LoggerFactory.getLogger(OomScore.class);
    private static final int LIMIT = 1000;
    private static final int MASTER = 0;
    private static final int REPLICA = 1;

    private final Path file;
    private OomScoreAdj mode = OomScoreAdj.NO;
    private List<Integer> values = List.of();
    private boolean isReplica;
    private boolean isAdjusted;
    private int base;

    /** @param file the process's, or a test's. */
    OomScore(final Path file)
    {
        this.file = file;
    }

    static OomScore ofProcess()
    {
        return new OomScore(Path.of("/proc/self/oom_score_adj"));
    }

    /** @return null, or why the score could not be set. */
    String configure(final ServerConfig config)
    {
        mode = config.get(SystemParameters.OOM_SCORE_ADJ);
        values = config.get(SystemParameters.OOM_SCORE_ADJ_VALUES);
        return apply() ? null : "Failed to set current oom_score_adj. Check server logs.";
    }

    void onRole(final boolean replica)
    {
        isReplica = replica;
        apply();
    }

    private boolean apply()
    {
        try
        {
            if (OomScoreAdj.NO != mode)
            {
                keepBase();
                final int value = values.get(isReplica ? REPLICA : MASTER) + (OomScoreAdj.YES == mode ? base : 0);
                write(Math.max(-LIMIT, Math.min(LIMIT, value)));
            }
            else if (isAdjusted)
            {
                isAdjusted = false;
                write(base);
            }
            return true;
        }
        catch (final IOException | NumberFormatException refused)
        {
            LOGGER.warn("Unable to set oom_score_adj: {}", refused.toString());
            return false;
        }
    }

    private void keepBase() throws IOException
    {
        if (!isAdjusted)
        {
            base = Integer.parseInt(Files.readString(file).trim());
            isAdjusted = true;
        }
    }

    private void write(final int value) throws IOException
    {
        Files.writeString(file, value + "\n");
    }

    /** Puts the score back to where it was. */
    @Override
    public void close()
    {
        mode = OomScoreAdj.NO;
        apply();
    }
}
