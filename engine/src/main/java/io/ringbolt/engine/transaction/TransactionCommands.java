package io.ringbolt.engine.transaction;

import static io.ringbolt.engine.command.CommandFlag.ALLOW_BUSY;
import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.LOADING;
import static io.ringbolt.engine.command.CommandFlag.NOSCRIPT;
import static io.ringbolt.engine.command.CommandFlag.SKIP_SLOWLOG;
import static io.ringbolt.engine.command.CommandFlag.STALE;
import static io.ringbolt.engine.command.KeySpec.keys;

import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.acl.AclContext;
import io.ringbolt.engine.acl.AclVerdict;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.session.Session;

/**
 * The commands by which a client has several others executed as one unit, if it likes only while certain keys
 * stay as they are.
 */
public final class TransactionCommands implements CommandFamily
{
    private static final int FIRST_KEY = 1;
    private static final byte[] NESTED_MULTI = Errors.text("ERR MULTI calls can not be nested");
    private static final byte[] EXEC_WITHOUT_MULTI = Errors.text("ERR EXEC without MULTI");
    private static final byte[] DISCARD_WITHOUT_MULTI = Errors.text("ERR DISCARD without MULTI");
    private static final byte[] WATCH_INSIDE_MULTI = Errors.text("ERR WATCH inside MULTI is not allowed");
    private static final byte[] ABORTED =
        Errors.text("EXECABORT Transaction discarded because of previous errors.");

    private static final String NO_LONGER_ALLOWED =
        "NOPERM ACLs rules changed between the moment the transaction was " +
        "accumulated and the EXEC call. This command is no longer allowed for the following reason: ";

    private final Engine engine;
    private final Transactions transactions;
    private final RingEntry queued;

    public TransactionCommands(final Engine engine)
    {
        this.engine = engine;
        this.transactions = engine.transactions();
        this.queued = RingEntry.window();
    }

    @Override
    public void register(final CommandTable table)
    {
        row(table, "MULTI", 1).flags(FAST, ALLOW_BUSY).since("1.2.0").complexity("O(1)")
            .summary("Begins a transaction: the commands that follow are queued.").handler(this::multi);
        row(table, "EXEC", 1).flags(SKIP_SLOWLOG).since("1.2.0")
            .complexity("Depends on the commands in the transaction.")
            .summary("Executes all queued commands as one unit.").handler(this::exec);
        row(table, "DISCARD", 1).flags(FAST, ALLOW_BUSY).since("2.0.0")
            .complexity("O(N), N being the number of queued commands")
            .summary("Ends a transaction and executes nothing.").handler(this::discard);
        row(table, "WATCH", -2).flags(FAST, ALLOW_BUSY).keys(keys(FIRST_KEY, -1, 1).ro()).since("2.2.0")
            .complexity("O(1) for every key")
            .summary("Lets the next transaction happen only if the keys do not change before.").syntax("key [key ...]")
            .handler(this::watch);
        row(table, "UNWATCH", 1).flags(FAST, ALLOW_BUSY).since("2.2.0").complexity("O(1)")
            .summary("Forgets all watched keys.").handler(this::unwatch);
    }

    private static Command row(final CommandTable table, final String name, final int arity)
    {
        return table.command(name, arity).group(CommandGroup.TRANSACTIONS).categories(AclCategory.TRANSACTION)
            .flags(NOSCRIPT, LOADING, STALE);
    }

    private void multi(final CommandContext context)
    {
        final Transaction transaction = context.session().transaction();
        if (null != transaction && transaction.isOpen())
        {
            context.reply().error(NESTED_MULTI);
            return;
        }
        transactions.begin(context.session());
        context.reply().ok();
    }

    private void discard(final CommandContext context)
    {
        final Transaction transaction = context.session().transaction();
        if (null == transaction || !transaction.isOpen())
        {
            context.reply().error(DISCARD_WITHOUT_MULTI);
            return;
        }
        transactions.end(context.session());
        context.reply().ok();
    }

    private void watch(final CommandContext context)
    {
        final Session session = context.session();
        final Transaction transaction = session.transaction();
        if (null != transaction && transaction.isOpen())
        {
            context.reply().error(WATCH_INSIDE_MULTI);
            return;
        }
        final boolean isHopeless = null != transaction && transaction.isDirty();
        for (int index = FIRST_KEY; index < context.argCount() && !isHopeless; index++)
        {
            transactions.watch(session, context.database(), context.argAddress(index), context.argLength(index));
        }
        context.reply().ok();
    }

    private void unwatch(final CommandContext context)
    {
        transactions.unwatch(context.session());
        context.reply().ok();
    }

    private void exec(final CommandContext context)
    {
        final Session session = context.session();
        final Transaction transaction = session.transaction();
        if (null == transaction || !transaction.isOpen())
        {
            context.reply().error(EXEC_WITHOUT_MULTI);
            return;
        }
        context.propagationDecided();                 // every queued command decides for itself
        try
        {
            if (transaction.isAborted)
            {
                context.reply().error(ABORTED);
            }
            else if (transactions.isSpoilt(transaction))
            {
                context.reply().nullArray();
            }
            else
            {
                executeQueued(context, transaction.queue);
            }
        }
        finally
        {
            transactions.end(session);
        }
    }

    /** The user's rules may have changed since the command was queued. @return false once that has been replied. */
    private boolean isAllowed(final Session session)
    {
        final AclVerdict verdict = engine.acl().check(session, queued.command(), queued);
        if (AclVerdict.ALLOWED == verdict)
        {
            return true;
        }
        engine.acl().deny(verdict, session, queued.command(), queued, AclContext.MULTI);
        session.reply().error(NO_LONGER_ALLOWED + switch (verdict)
        {
            case COMMAND -> "no permission to execute the command or subcommand";
            case KEY -> "no permission to touch the specified keys";
            default -> "no permission to access one of the channels used as arguments to the command";
        });
        return false;
    }

    private void executeQueued(final CommandContext context, final CommandQueue queue)
    {
        final Session session = context.session();
        final long sequence = context.sequence();
        final long nowUs = context.nowUs();
        final RingEntry source = context.entry();
        context.reply().array(queue.count());
        session.denyBlocking(true);
        try
        {
            long position = 0;
            for (int i = 0; i < queue.count(); i++)
            {
                position = queue.show(i, position, source, queued);
                if (isAllowed(session))
                {
                    engine.entries().executeNested(queued, sequence, nowUs);
                }
            }
        }
        finally
        {
            session.denyBlocking(false);
        }
    }
}
