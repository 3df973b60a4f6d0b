package io.ringbolt.engine.server;

import static io.ringbolt.engine.command.CommandFlag.ADMIN;
import static io.ringbolt.engine.command.CommandFlag.NOSCRIPT;
import static io.ringbolt.engine.command.CommandFlag.NO_ASYNC_LOADING;
import static io.ringbolt.engine.command.CommandFlag.PROTECTED;

import io.ringbolt.config.GuardedAccess;
import io.ringbolt.config.SecurityParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.HelpReply;

/**
 * MODULE: native libraries for redis-server. None can be loaded here, so there are none to list or unload, and loading
 * fails as it does for a library that is no module.
 */
public final class ModuleCommands implements CommandFamily
{
    private static final byte[] NOT_ALLOWED =
        Errors.text("ERR MODULE command not allowed. If the enable-module-command " +
            "option is set to \"local\", you can run it from a local connection, otherwise you need to set this " +
            "option in the configuration file, and then restart the server.");
    private static final byte[] NOT_LOADED =
        Errors.text("ERR Error loading the extension. Please check the server logs.");
    private static final byte[] NO_SUCH_MODULE =
        Errors.text("ERR Error unloading module: no such module with that name");

    private GuardedAccess access = GuardedAccess.NO;

    @Override
    public void register(final CommandTable table)
    {
        final Command module = ServerRows.row(table, "MODULE", -2).since("4.0.0")
            .summary("A container for module commands.");
        ServerRows.help(module).since("5.0.0").handler(new HelpReply()
            .add("LIST", "Return the modules that are loaded: none, for native modules can't be.")
            .add("LOAD <path> [<arg> ...]", "Refused, as the path of a file that is no module.")
            .add("LOADEX <path> [CONFIG <name> <value> ...] [ARGS ...]", "Likewise.")
            .add("UNLOAD <name>", "Refused: there is no such module.").handler());
        module.subcommand("LIST", 2).since("4.0.0").flags(ADMIN, NOSCRIPT).complexity("O(N)")
            .tips(ServerRows.NONDETERMINISTIC_ORDER)
            .summary("Returns the modules that are loaded.").handler(context -> context.reply().array(0));
        guarded(module, "LOAD", -3).since("4.0.0").summary("Loads a module.").syntax("path [arg [arg ...]]")
            .handler(context -> refuse(context, NOT_LOADED));
        guarded(module, "LOADEX", -3).since("7.0.0").summary("Loads a module, with settings for it.")
            .syntax("path [CONFIG name value [CONFIG name value ...]] [ARGS args [args ...]]")
            .handler(context -> refuse(context, NOT_LOADED));
        guarded(module, "UNLOAD", 3).since("4.0.0").summary("Unloads a module.").syntax("name")
            .handler(context -> refuse(context, NO_SUCH_MODULE));
    }

    private static Command guarded(final Command module, final String name, final int arity)
    {
        return module.subcommand(name, arity).flags(ADMIN, NOSCRIPT, NO_ASYNC_LOADING, PROTECTED).complexity("O(1)");
    }

    @Override
    public void onConfig(final ServerConfig config)
    {
        access = config.get(SecurityParameters.ENABLE_MODULE_COMMAND);
    }

    private void refuse(final CommandContext context, final byte[] reason)
    {
        final boolean isAllowed =
            GuardedAccess.YES == access || GuardedAccess.LOCAL == access && context.session().isLocal();
        context.reply().error(isAllowed ? reason : NOT_ALLOWED);
    }
}
