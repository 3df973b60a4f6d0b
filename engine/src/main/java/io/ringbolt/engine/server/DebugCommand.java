package io.ringbolt.engine.server;

import static io.ringbolt.engine.command.CommandFlag.ADMIN;
import static io.ringbolt.engine.command.CommandFlag.LOADING;
import static io.ringbolt.engine.command.CommandFlag.NOSCRIPT;
import static io.ringbolt.engine.command.CommandFlag.PROTECTED;
import static io.ringbolt.engine.command.CommandFlag.STALE;

import io.ringbolt.config.GuardedAccess;
import io.ringbolt.config.SecurityParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandHandler;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * DEBUG: switches and looks inside, for tests of servers and clients. Open to whom {@code enable-debug-command} says.
 */
public final class DebugCommand implements CommandFamily
{
    private static final byte[] NOT_ALLOWED =
        Errors.text("ERR DEBUG command not allowed. If the enable-debug-command " +
        "option is set to \"local\", you can run it from a local connection, otherwise you need to set this option " +
        "in the configuration file, and then restart the server.");

    /** A form of the command: what runs, and how many arguments it takes, {@code DEBUG} and its own name included. */
    private record Form(int minArguments, int maxArguments, CommandHandler handler)
    {
    }

    private final Map<String, Form> forms = new HashMap<>();
    private GuardedAccess access = GuardedAccess.NO;

    /** @param packedThreshold takes the length from which a list's element gets a node of its own. */
    public DebugCommand(final Engine engine, final LongConsumer packedThreshold)
    {
        final DebugData data = new DebugData(engine);
        final DebugReload reload = new DebugReload(engine);
        final DebugSwitches switches = new DebugSwitches(engine, packedThreshold);
        form("CHANGE-REPL-ID", 2, 2, switches::changeReplicationId);
        form("CONFIG-REWRITE-FORCE-ALL", 2, 2, reload::rewriteConfig);
        form("DICT-RESIZING", 3, 3, DebugSwitches.refusal("key tables always grow and shrink in small steps"));
        form("DIGEST", 2, 2, data::digest);
        form("DIGEST-VALUE", 3, Integer.MAX_VALUE, data::digestOfValues);
        form("ERROR", 3, 3, switches::error);
        form("HELP", 2, 2, DebugHelp.create());
        form("HTSTATS", 3, 4, data::tableStatistics);
        form("HTSTATS-KEY", 3, 4, data::valueTableStatistics);
        form("LISTPACK", 3, 3, data::listPack);
        form("LOADAOF", 2, 2, reload::loadAppendOnly);
        form("LOG", 3, 3, switches::log);
        form("OBJECT", 3, 4, data::object);
        form("PAUSE-CRON", 3, 3, switches::pausePeriod);
        form("POPULATE", 3, 5, data::populate);
        form("PROTOCOL", 3, 3, DebugProtocol::execute);
        form("QUICKLIST-PACKED-THRESHOLD", 3, 3, switches::packedThreshold);
        form("RELOAD", 2, Integer.MAX_VALUE, reload::execute);
        form("REPLICATE", 3, Integer.MAX_VALUE, switches::replicate);
        form("REPLYBUFFER", 4, 4, DebugSwitches::replyBuffer);
        form("SDSLEN", 3, 3, data::stringLengths);
        form("SET-ACTIVE-EXPIRE", 3, 3, switches::activeExpiry);
        form("SET-DISABLE-DENY-SCRIPTS", 3, 3, switches::anyCommandFromScripts);
        form("SET-SKIP-CHECKSUM-VALIDATION", 3, 3, reload::skipChecksums);
        form("SLEEP", 3, 3, switches::sleep);
        form("STRINGMATCH-LEN", 4, 4, switches::matchLong);
        form("STRUCTSIZE", 2, 2, switches::structureSizes);
    }

    @Override
    public void register(final CommandTable table)
    {
        ServerRows.row(table, "DEBUG", -2).flags(ADMIN, NOSCRIPT, LOADING, STALE, PROTECTED).docFlags("syscmd")
            .summary("A container for debugging commands.").syntax("subcommand [arg [arg ...]]").handler(this::execute);
    }

    @Override
    public void onConfig(final ServerConfig config)
    {
        access = config.get(SecurityParameters.ENABLE_DEBUG_COMMAND);
    }

    private void form(final String name, final int minArguments, final int maxArguments, final CommandHandler handler)
    {
        forms.put(name, new Form(minArguments, maxArguments, handler));
    }

    private void execute(final CommandContext context)
    {
        if (GuardedAccess.NO == access || GuardedAccess.LOCAL == access && !context.session().isLocal())
        {
            context.reply().error(NOT_ALLOWED);
            return;
        }
        final String name = context.args().textAt(1);
        final Form form = forms.get(name.toUpperCase(Locale.ROOT));
        if (null == form || context.argCount() < form.minArguments() || context.argCount() > form.maxArguments())
        {
            context.reply().error(
                Errors.wrongSubcommandArguments(name, "debug"));
            return;
        }
        form.handler().execute(context);
    }
}
