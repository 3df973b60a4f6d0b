package io.ringbolt.engine.replication;

import io.ringbolt.config.AppendOnlyParameters;
import io.ringbolt.config.ReplDisklessLoad;
import io.ringbolt.config.ReplicationParameters;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.durability.AppendOnly;
import io.ringbolt.engine.durability.DataLoader;
import io.ringbolt.engine.durability.FunctionLibraries;
import io.ringbolt.engine.durability.Loading;
import io.ringbolt.engine.keyspace.Database;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The replacement of all data by a master's. Owned by the engine thread.
 */
/*
 * Data are always loaded into databases of their own, which take the place of the present ones when they are complete.
 * Where memory is not to hold both, the present ones are emptied first; with repl-diskless-load swapdb they stay, and
 * are served meanwhile if they are of the same history, so that clients see the past of what will come.
 */
final class FullSync
{
    private final Engine engine;
    private final Following following;
    private final List<byte[]> libraries = new ArrayList<>();
    private Database[] target;
    private Transfer transfer;
    private String historyId;
    private long offset;
    private boolean isKeeping;
    private boolean isJournalPaused;

    FullSync(final Engine engine, final Following following)
    {
        this.engine = engine;
        this.following = following;
    }

    /** Data will come that belong to this place in a history. */
    void expect(final String newHistoryId, final long newOffset)
    {
        this.historyId = newHistoryId;
        this.offset = newOffset;
    }

    /** Loads them piece by piece. */
    void load(final Transfer newTransfer)
    {
        transfer = newTransfer;
        isKeeping = ReplDisklessLoad.SWAPDB == engine.config().get(ReplicationParameters.REPL_DISKLESS_LOAD);
        final boolean isBeside = isKeeping && historyId.equals(engine.replication().id());
        engine.durability().saving().endRunning();
        pauseJournal();
        if (!isKeeping)
        {
            engine.host().notice("MASTER <-> REPLICA sync: Flushing old data");
            leaveHistory();
            empty();
        }
        target = engine.keyspace().newDatabases();
        libraries.clear();
        engine.host().notice("MASTER <-> REPLICA sync: Loading DB in memory");
        final Loading loading = engine.durability().loading();
        loading.resetFigures();
        try
        {
            loading.begin(open(), engine.nowUs() / 1000, isBeside, this::onLoaded, this::onFailed);
        }
        catch (final IOException unreadable)
        {
            onFailed(unreadable);
        }
    }

    /** Nobody who follows this server can go on with it, for its data are others now. */
    private void leaveHistory()
    {
        engine.replication().beginHistory();
    }

    private void empty()
    {
        engine.removeAllKeys();
        engine.durability().libraries().clear();
    }

    private DataLoader open() throws IOException
    {
        final DataLoader loader = transfer.open(target, libraries);
        return isKeeping || engine.config().get(ReplicationParameters.REPLICA_LAZY_FLUSH) ? loader :
            new AfterFreeing(loader, engine.keyspace());
    }

    private void onLoaded()
    {
        if (isKeeping)
        {
            leaveHistory();
        }
        engine.replaceAllKeys(target);
        target = null;
        if (!loadLibraries())
        {
            onFailed(new IOException("the master's function libraries can't be loaded"));
            return;
        }
        engine.replication().joinHistory(historyId, offset);
        final int database = transfer.streamDatabase();
        transfer.onLoaded();
        transfer = null;
        resumeJournal();
        following.onSynchronized(database);
    }

    private boolean loadLibraries()
    {
        final FunctionLibraries functions = engine.durability().libraries();
        functions.clear();
        for (final byte[] source : libraries)
        {
            final String refusal = functions.load(source, true);
            if (null != refusal)
            {
                engine.host().log("Failed loading library, " + refusal);
                return false;
            }
        }
        libraries.clear();
        return true;
    }

    private void onFailed(final Throwable cause)
    {
        engine.host().log("Failed trying to load the MASTER synchronization DB: " + cause.getMessage() +
            ", check server logs.");
        drop();
        following.onSynchronizationFailed();
    }

    private void drop()
    {
        if (null != target)
        {
            for (final Database database : target)
            {
                database.clear();
            }
            target = null;
        }
        if (null != transfer)
        {
            transfer.discard();
            transfer = null;
        }
        libraries.clear();
        resumeJournal();
    }

    /** What is being received or loaded is not wanted any more. */
    void giveUp()
    {
        if (null != transfer)
        {
            engine.durability().loading().end();
            drop();
        }
    }

    /** The server ends. */
    void close()
    {
        if (null != transfer)
        {
            engine.durability().loading().end();
            transfer.discard();
            transfer = null;
        }
        if (null != target)
        {
            for (final Database database : target)
            {
                database.clear();
            }
            target = null;
        }
    }

    /** The AOF knows nothing of data that come without commands: it ends, and begins anew with what is there then. */
    private void pauseJournal()
    {
        final AppendOnly file = engine.durability().appendOnly();
        if (null != file && file.isOn())
        {
            isJournalPaused = true;
            file.turn(false);
        }
    }

    private void resumeJournal()
    {
        if (isJournalPaused)
        {
            isJournalPaused = false;
            if (engine.config().get(AppendOnlyParameters.APPENDONLY))
            {
                engine.durability().appendOnly().turn(true);
            }
        }
    }
}
