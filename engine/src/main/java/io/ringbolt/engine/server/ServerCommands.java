package io.ringbolt.engine.server;

import static io.ringbolt.engine.command.AclCategory.DANGEROUS;
import static io.ringbolt.engine.command.AclCategory.KEYSPACE;
import static io.ringbolt.engine.command.CommandFlag.ADMIN;
import static io.ringbolt.engine.command.CommandFlag.ALLOW_BUSY;
import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.LOADING;
import static io.ringbolt.engine.command.CommandFlag.NOSCRIPT;
import static io.ringbolt.engine.command.CommandFlag.NO_MULTI;
import static io.ringbolt.engine.command.CommandFlag.READONLY;
import static io.ringbolt.engine.command.CommandFlag.STALE;
import static io.ringbolt.engine.command.CommandFlag.WRITE;

import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.ShutdownRequest;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.ReplyWriter;

/**
 * The commands that concern the server as a whole: its databases, its clock, its end.
 */
public final class ServerCommands implements CommandFamily
{
    private static final long US_PER_SECOND = 1_000_000;
    private static final byte[] ASYNC = Errors.text("ASYNC");
    private static final byte[] SYNC = Errors.text("SYNC");
    private static final byte[] FIRST_DB = Errors.text("ERR invalid first DB index");
    private static final byte[] SECOND_DB = Errors.text("ERR invalid second DB index");
    private static final byte[] MONITOR_DENIED =
        Errors.text("ERR MONITOR isn't allowed for DENY BLOCKING client");
    private static final byte[] SHUTDOWN_DENIED =
        Errors.text("ERR SHUTDOWN without NOW or ABORT isn't allowed for DENY BLOCKING client");
    private static final byte[] SHUTDOWN_FAILED = Errors.text("ERR Errors trying to SHUTDOWN. Check logs.");
    private static final byte[] NO_SHUTDOWN = Errors.text("ERR No shutdown in progress.");

    private final Engine engine;
    private final Lolwut lolwut = new Lolwut();

    public ServerCommands(final Engine engine)
    {
        this.engine = engine;
    }

    @Override
    public void register(final CommandTable table)
    {
        registerDatabases(table);
        ServerRows.row(table, "LOLWUT", -1).flags(READONLY, FAST).since("5.0.0")
            .summary("Displays computer art and the server's version.").syntax("[VERSION version]")
            .handler(lolwut::execute);
        ServerRows.row(table, "MONITOR", 1).flags(ADMIN, NOSCRIPT, LOADING, STALE)
            .summary("Listens for all requests received by the server in real-time.").handler(this::monitor);
        ServerRows.row(table, "SHUTDOWN", -1).flags(ADMIN, NOSCRIPT, LOADING, STALE, NO_MULTI, ALLOW_BUSY)
            .complexity("O(N); O(1)").history("7.0.0", "`NOW`, `FORCE` and `ABORT`.")
            .summary("Synchronously saves the databases to disk and shuts the server down.")
            .syntax("[NOSAVE | SAVE] [NOW] [FORCE] [ABORT]").handler(this::shutdown);
        ServerRows.row(table, "TIME", 1).flags(LOADING, STALE, FAST).since("2.6.0").complexity("O(1)")
            .tips(ServerRows.NONDETERMINISTIC).summary("Returns the server time.").handler(ServerCommands::time);
    }

    private void registerDatabases(final CommandTable table)
    {
        ServerRows.row(table, "DBSIZE", 1).flags(READONLY, FAST).categories(KEYSPACE).complexity("O(1)")
            .tips(ServerRows.ALL_SHARDS, ServerRows.SUM).summary("Returns the number of keys in the database.")
            .handler(context -> context.reply().integer(context.database().size()));
        ServerRows.row(table, "FLUSHALL", -1).flags(WRITE).categories(KEYSPACE, DANGEROUS).complexity("O(N)")
            .tips(ServerRows.ALL_SHARDS, ServerRows.ALL_SUCCEEDED).summary("Removes all keys from all databases.")
            .history("4.0.0", "`ASYNC` mode.", "6.2.0", "`SYNC` mode.").syntax("[ASYNC | SYNC]")
            .handler(this::flushAll);
        ServerRows.row(table, "FLUSHDB", -1).flags(WRITE).categories(KEYSPACE, DANGEROUS).complexity("O(N)")
            .tips(ServerRows.ALL_SHARDS, ServerRows.ALL_SUCCEEDED)
            .summary("Removes all keys from the current database.")
            .history("4.0.0", "`ASYNC` mode.", "6.2.0", "`SYNC` mode.").syntax("[ASYNC | SYNC]")
            .handler(this::flushDatabase);
        ServerRows.row(table, "SWAPDB", 3).flags(WRITE, FAST).categories(KEYSPACE, DANGEROUS).since("4.0.0")
            .complexity("O(N)").summary("Swaps two databases.").syntax("index1 index2").handler(this::swap);
    }

    private void flushAll(final CommandContext context)
    {
        if (isFlushForm(context))
        {
            engine.changes().addDirty(engine.keyspace().size());
            engine.removeAllKeys();
            engine.durability().saving().onAllRemoved();
            context.propagateVerbatim();
            context.reply().ok();
        }
    }

    private void flushDatabase(final CommandContext context)
    {
        if (isFlushForm(context))
        {
            engine.changes().addDirty(context.database().size());
            engine.changes().emptied(context.database());
            context.database().clear();
            engine.changes().databaseChanged(context.database().index());
            context.propagateVerbatim();
            context.reply().ok();
        }
    }

    /** Both modes detach the keys at once and free them in steps, so the word is checked and then of no importance. */
    private static boolean isFlushForm(final CommandContext context)
    {
        final ArgParser args = context.args();
        if (1 == args.count() || 2 == args.count() && (args.is(1, SYNC) || args.is(1, ASYNC)))
        {
            return true;
        }
        context.reply().error(Errors.SYNTAX);
        return false;
    }

    private void swap(final CommandContext context)
    {
        final ArgParser args = context.args();
        final long first = args.longAt(1, Integer.MIN_VALUE, Integer.MAX_VALUE, FIRST_DB);
        final long second = args.longAt(2, Integer.MIN_VALUE, Integer.MAX_VALUE, SECOND_DB);
        if (isNoDatabase(first) || isNoDatabase(second))
        {
            args.fail(Errors.DB_INDEX_OUT_OF_RANGE);
        }
        if (args.failed())
        {
            return;
        }
        if (first != second)
        {
            engine.changes().swapped(engine.keyspace().database((int)first), engine.keyspace().database((int)second));
            engine.keyspace().swap((int)first, (int)second);
            engine.changes().databaseChanged((int)first);
            engine.changes().databaseChanged((int)second);
        }
        engine.changes().addDirty(1);
        context.reply().ok();
    }

    private boolean isNoDatabase(final long index)
    {
        return index < 0 || index >= engine.keyspace().databaseCount();
    }

    private void monitor(final CommandContext context)
    {
        if (context.session().isDenyBlocking())
        {
            context.reply().error(MONITOR_DENIED);
            return;
        }
        if (!context.session().isMonitor())           // a second MONITOR is not answered, as in Redis
        {
            engine.sessions().monitor(context.session(), true);
            context.reply().ok();
        }
    }

    private void shutdown(final CommandContext context)
    {
        final ShutdownOptions options = new ShutdownOptions(context.args());
        if (context.args().failed())
        {
            return;
        }
        if (options.isAbort())
        {
            context.reply().error(NO_SHUTDOWN);
            return;
        }
        if (!options.request().now() && context.session().isDenyBlocking())
        {
            context.reply().error(SHUTDOWN_DENIED);
        }
        else if (null != engine.scripting().busyError() && ShutdownRequest.Save.NEVER != options.request().save())
        {
            context.reply().error(engine.scripting().busyError());   // half of a script's changes must not be saved
        }
        else if (!engine.shutdown(options.request()))
        {
            context.reply().error(SHUTDOWN_FAILED);
        }
    }

    private static void time(final CommandContext context)
    {
        context.reply().array(2);
        context.reply().bulkLong(context.nowUs() / US_PER_SECOND);
        context.reply().bulkLong(context.nowUs() % US_PER_SECOND);
    }
}
