package io.ringbolt.engine;

import io.ringbolt.config.LoggingParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.observe.CommandStatistics;
import io.ringbolt.engine.observe.ErrorStatistics;
import io.ringbolt.engine.observe.Rates;
import io.ringbolt.engine.observe.StageStatistics;

/**
 * What the engine has counted since it started or since CONFIG RESETSTAT. Owned by the engine thread.
 */
public final class EngineFigures
{
    private final Engine engine;
    private final CommandStatistics commands;
    private final StageStatistics stages;
    private final ErrorStatistics errors = new ErrorStatistics();
    private final Rates rates = new Rates();
    private long startupMemory;

    /** @param engine whose command table is complete. */
    EngineFigures(final Engine engine)
    {
        this.engine = engine;
        this.commands = new CommandStatistics(engine.commands());
        this.stages = new StageStatistics(engine.commands());
    }

    void onConfig(final ServerConfig config)
    {
        commands.tracking(config.get(LoggingParameters.LATENCY_TRACKING));
        stages.onConfig(config);
    }

    /** @return calls, times and failures of each command. */
    public CommandStatistics commands()
    {
        return commands;
    }

    /** @return where the time of a sample of commands went. */
    public StageStatistics stages()
    {
        return stages;
    }

    /** @return how often each error was replied. */
    public ErrorStatistics errors()
    {
        return errors;
    }

    /** @return what happens per second. */
    public Rates rates()
    {
        return rates;
    }

    /** @return bytes in use when the server had started. */
    public long startupMemory()
    {
        return startupMemory;
    }

    /** Takes note of the bytes that a server without data and clients uses. Called once all of it is there. */
    public void onStarted()
    {
        startupMemory = engine.memory().usedBytes();
    }

    /** Sets every counter back to zero, as CONFIG RESETSTAT asks. */
    public void reset()
    {
        commands.reset();
        stages.reset();
        errors.reset();
        engine.scripting().resetStatistics();
        engine.lookups().resetStatistics();
        engine.evictor().resetStatistics();
        engine.clientEvictor().resetStatistics();
        engine.durability().saving().resetStatistics();
        engine.replication().replicas().resetStatistics();
        engine.following().resetStatistics();
        engine.keyspace().resetLazyFreedCount();
        engine.host().resetStatistics();
    }
}
