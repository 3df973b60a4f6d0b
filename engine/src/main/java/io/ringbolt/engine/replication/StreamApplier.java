package io.ringbolt.engine.replication;

import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.effect.EffectRecord;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.session.Session;

import java.nio.charset.StandardCharsets;

/**
 * Executes what comes in a master's stream and adds its bytes, as they came, to this server's history. Owned by the
 * engine thread.
 */
/*
 * A unit, which is a command or MULTI to EXEC, is executed within one ring entry, so nobody sees a part of it, and
 * becomes one record of the EffectLog. So this server's offset is the master's, and replicas of this server get the
 * very bytes. Effects of the commands themselves are dropped. Keys and fields do not expire meanwhile: the master says
 * when they go.
 */
final class StreamApplier
{
    private static final int SHOWN_NAME_LENGTH = 128;

    private final Engine engine;
    private final RingEntry entry = RingEntry.window();
    private final int pingId;
    private final int replconfId;
    private final int selectId;
    private final int publishId;
    private final int spublishId;

    /** @param engine whose commands have been registered and not renamed yet. */
    StreamApplier(final Engine engine)
    {
        this.engine = engine;
        pingId = id("ping");
        replconfId = id("replconf");
        selectId = id("select");
        publishId = id("publish");
        spublishId = id("spublish");
    }

    private int id(final String name)
    {
        final Command command = engine.commands().find(name);
        return null == command ? -1 : command.id();
    }

    /** Executes a batch in the name of the master's session. @return true if the master asks how far this server is. */
    boolean apply(final StreamBatch batch, final Session session)
    {
        boolean isAsked = false;
        engine.entries().replaying(true);
        for (int unit = 0; unit < batch.unitCount() && !session.isClosing(); unit++)
        {
            isAsked |= applyUnit(batch, unit, session);
        }
        engine.entries().replaying(false);
        return isAsked;
    }

    private boolean applyUnit(final StreamBatch batch, final int unit, final Session session)
    {
        final int firstDatabase = session.databaseIndex();
        final int end = batch.firstCommand(unit) + batch.commandCount(unit);
        boolean isChange = false;
        boolean isAsked = false;
        for (int i = batch.firstCommand(unit); i < end; i++)
        {
            final Command command = batch.command(i);
            entry.viewCommand(
                session, command, batch.argumentCount(i), batch.areaAddress(i), batch.areaLength(i), engine.nowUs());
            if (null != command && replconfId == command.id())
            {
                isAsked |= isGetAck();
            }
            else
            {
                execute(command);
                isChange |= null != command && isReplayed(command);
            }
        }
        engine.effects().rollback();
        engine.replication().appendFromMaster(
            isChange ? 0 : EffectRecord.STREAM_ONLY, engine.sequence(), engine.nowUs() / 1000, firstDatabase,
            session.databaseIndex(), batch.unitAddress(unit), batch.unitLength(unit));
        return isAsked;
    }

    private void execute(final Command command)
    {
        if (null == command || null == command.handler())
        {
            complain("unknown command");
        }
        else if (!command.acceptsArgumentCount(entry.argumentCount()))
        {
            complain("wrong number of arguments");
        }
        else
        {
            refuseFaultyDisk(command);
            if (engine.entries().executeFromMaster(entry) > 0)
            {
                complain(new String(entry.session().reply().lastError(), StandardCharsets.ISO_8859_1));
            }
        }
    }

    /** A replica that can't write what it should is no copy any more; whether it may go on is configured. */
    private void refuseFaultyDisk(final Command command)
    {
        if (null != engine.durability().health().refusal() && command.is(CommandFlag.WRITE))
        {
            engine.following().onDiskFault();
        }
    }

    /** What the AOF has no use for: it selects databases by itself, and nobody listens to a replay. */
    private boolean isReplayed(final Command command)
    {
        final int id = command.id();
        return id != pingId && id != selectId && id != publishId && id != spublishId;
    }

    private boolean isGetAck()
    {
        if (entry.argumentCount() < 2 || 6 != entry.argumentLength(1))
        {
            return false;
        }
        return "getack".equalsIgnoreCase(text(1));
    }

    private void complain(final String error)
    {
        engine.following().onReplicatedError(text(0), error);
    }

    private String text(final int argument)
    {
        final int length = Math.min(SHOWN_NAME_LENGTH, entry.argumentLength(argument));
        return new String(OffHeap.toBytes(entry.argumentAddress(argument), length), StandardCharsets.ISO_8859_1);
    }
}
