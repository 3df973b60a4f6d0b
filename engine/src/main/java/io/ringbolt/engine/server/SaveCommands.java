package io.ringbolt.engine.server;

import static io.ringbolt.engine.command.AclCategory.DANGEROUS;
import static io.ringbolt.engine.command.CommandFlag.ADMIN;
import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.LOADING;
import static io.ringbolt.engine.command.CommandFlag.NOSCRIPT;
import static io.ringbolt.engine.command.CommandFlag.NO_ASYNC_LOADING;
import static io.ringbolt.engine.command.CommandFlag.NO_MULTI;
import static io.ringbolt.engine.command.CommandFlag.STALE;

import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.durability.AppendOnly;
import io.ringbolt.engine.durability.Saving;

/**
 * SAVE, BGSAVE and LASTSAVE: the data as an RDB file, when somebody asks for it; and BGREWRITEAOF.
 */
public final class SaveCommands implements CommandFamily
{
    private static final byte[] SCHEDULE = Errors.text("SCHEDULE");
    private static final byte[] CANCEL = Errors.text("CANCEL");
    private static final byte[] FAILED = Errors.text("ERR");
    private static final byte[] NO_FILES = Errors.text("ERR this server has no place for files");
    private static final byte[] REWRITING =
        Errors.text("ERR Background append only file rewriting already in progress");
    private static final byte[] NOT_REWRITTEN =
        Errors.text("ERR Can't execute an AOF background rewriting. Please check the server logs for more information.");
    private static final byte[] IN_PROGRESS = Errors.text("ERR Background save already in progress");
    private static final byte[] NOTHING_TO_CANCEL =
        Errors.text("ERR Background saving is currently not in progress or scheduled");

    private final Engine engine;

    public SaveCommands(final Engine engine)
    {
        this.engine = engine;
    }

    @Override
    public void register(final CommandTable table)
    {
        ServerRows.row(table, "BGREWRITEAOF", 1).flags(ADMIN, NOSCRIPT, NO_ASYNC_LOADING).complexity("O(1)")
            .summary("Rewrites the append-only file in the background, to as little as the data need.")
            .handler(this::rewriteInBackground);
        ServerRows.row(table, "BGSAVE", -1).flags(ADMIN, NOSCRIPT, NO_ASYNC_LOADING).complexity("O(1)")
            .history("3.2.2", "The `SCHEDULE` option.", "8.1.0", "The `CANCEL` option.")
            .summary("Saves the databases to disk while commands go on.")
            .syntax("[SCHEDULE | CANCEL]").handler(this::saveInBackground);
        ServerRows.row(table, "LASTSAVE", 1).flags(LOADING, STALE, FAST).categories(AclCategory.ADMIN, DANGEROUS)
            .complexity("O(1)").tips(ServerRows.NONDETERMINISTIC)
            .summary("Returns the Unix timestamp of the last successful save to disk.").handler(this::lastSave);
        ServerRows.row(table, "SAVE", 1).flags(ADMIN, NOSCRIPT, NO_ASYNC_LOADING, NO_MULTI).complexity("O(N)")
            .summary("Saves the databases to disk and waits for the end.").handler(this::save);
    }

    private Saving saving()
    {
        return engine.durability().saving();
    }

    private void save(final CommandContext context)
    {
        if (null == saving().files())
        {
            context.reply().error(NO_FILES);
        }
        else if (saving().isRunning())
        {
            context.reply().error(IN_PROGRESS);
        }
        else if (saving().save(context.nowMs()))
        {
            context.reply().ok();
        }
        else
        {
            context.reply().error(FAILED);
        }
    }

    /** Within a transaction a save is only scheduled: a snapshot lies between two units of execution. */
    private void saveInBackground(final CommandContext context)
    {
        final ArgParser args = context.args();
        if (2 == args.count() && args.is(1, CANCEL))
        {
            cancel(context);
        }
        else if (args.count() > 2 || 2 == args.count() && !args.is(1, SCHEDULE))
        {
            context.reply().error(Errors.SYNTAX);
        }
        else if (null == saving().files())
        {
            context.reply().error(NO_FILES);
        }
        else if (saving().isRunning())
        {
            context.reply().error(IN_PROGRESS);
        }
        else if (!context.mayBlock())
        {
            saving().schedule(true);
            context.reply().simple("Background saving scheduled");
        }
        else if (saving().start(context.nowMs()))
        {
            context.reply().simple("Background saving started");
        }
        else
        {
            context.reply().error(FAILED);
        }
    }

    private void rewriteInBackground(final CommandContext context)
    {
        final AppendOnly appendOnly = engine.durability().appendOnly();
        if (null == appendOnly)
        {
            context.reply().error(NO_FILES);
        }
        else if (appendOnly.isRewriting())
        {
            context.reply().error(REWRITING);
        }
        else if (saving().isRunning() || !context.mayBlock())
        {
            appendOnly.scheduleRewrite();
            context.reply().simple("Background append only file rewriting scheduled");
        }
        else if (appendOnly.rewrite())
        {
            context.reply().simple("Background append only file rewriting started");
        }
        else
        {
            context.reply().error(NOT_REWRITTEN);
        }
    }

    private void cancel(final CommandContext context)
    {
        if (saving().cancel())
        {
            context.reply().simple("Background saving cancelled");
        }
        else if (saving().isScheduled())
        {
            saving().schedule(false);
            context.reply().simple("Scheduled background saving cancelled");
        }
        else
        {
            context.reply().error(NOTHING_TO_CANCEL);
        }
    }

    private void lastSave(final CommandContext context)
    {
        context.reply().integer(saving().lastSaveSeconds());
    }
}
