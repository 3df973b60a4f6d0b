package io.ringbolt.engine.durability;

import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.session.Session;

import java.nio.charset.StandardCharsets;

/**
 * Executes commands that an append-only file holds: with the handlers that clients' commands have, but without
 * admission, effects, figures or replies. Keys do not expire meanwhile, for what the file says of them later is still
 * to come. Owned by the engine thread.
 */
public final class Replayer
{
    private final Engine engine;
    private final SilentChannel channel = new SilentChannel();
    private final Session session;
    private final CommandContext context;
    private final RingEntry entry = RingEntry.window();
    private long commandCount;
    private long errorCount;

    public Replayer(final Engine engine)
    {
        this.engine = engine;
        this.session = new Session(0, channel, 0);
        this.context = new CommandContext(engine, engine.effects());
        context.replaying(true);
        session.authenticated(true);
        session.denyBlocking(true);
    }

    /**
     * Executes a command.
     *
     * @param areaAddress a region laid out as {@link RingEntry} describes; remains the caller's.
     * @return null, or what is wrong with the command itself; errors of execution are counted.
     */
    public String execute(final int argumentCount, final long areaAddress, final int areaLength)
    {
        entry.viewCommand(session, null, argumentCount, areaAddress, areaLength, 0);
        final Command command = find();
        if (null == command || null == command.handler())
        {
            return "Unknown command '" + name() + "' reading the append only file";
        }
        if (!command.acceptsArgumentCount(argumentCount))
        {
            return "Wrong number of arguments for '" + name() + "' reading the append only file";
        }
        entry.command(command);
        final long errorsBefore = channel.errorCount();
        engine.lookups().onReplay();
        context.wrap(entry, session, command, 0, engine.nowUs());
        command.handler().execute(context);
        engine.effects().rollback();
        commandCount++;
        errorCount += channel.errorCount() - errorsBefore;
        return null;
    }

    /** @return the database that the commands have selected. */
    public int databaseIndex()
    {
        return session.databaseIndex();
    }

    /** @return commands executed. */
    public long commandCount()
    {
        return commandCount;
    }

    /** @return commands that were answered with an error, which those that changed something never are. */
    public long errorCount()
    {
        return errorCount;
    }

    /** @return the newest of these errors. */
    public String lastError()
    {
        return new String(channel.lastError(), StandardCharsets.ISO_8859_1);
    }

    private Command find()
    {
        return 1 == entry.argumentCount() ?
            engine.commands().find(entry.argumentAddress(0), entry.argumentLength(0)) :
            engine.commands().find(
                entry.argumentAddress(0), entry.argumentLength(0),
                true, entry.argumentAddress(1), entry.argumentLength(1));
    }

    private String name()
    {
        return new String(OffHeap.toBytes(entry.argumentAddress(0), Math.min(128, entry.argumentLength(0))),
            StandardCharsets.ISO_8859_1);
    }
}
