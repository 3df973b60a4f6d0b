package io.ringbolt.engine.server;

import io.ringbolt.config.ConfigChange;
import io.ringbolt.config.ConfigParameter;
import io.ringbolt.config.ConfigParameters;
import io.ringbolt.config.ConfigSetCaller;
import io.ringbolt.config.ConfigSetException;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandHandler;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.HelpReply;
import io.ringbolt.engine.command.ReplyWriter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * CONFIG: reading, changing and saving the configuration of the running server.
 */
public final class ConfigCommands implements CommandFamily
{
    private static final int FIRST_OPERAND = 2;
    private static final byte[] NO_FILE = Errors.text("ERR The server is running without a config file");

    private final Engine engine;

    public ConfigCommands(final Engine engine)
    {
        this.engine = engine;
    }

    @Override
    public void register(final CommandTable table)
    {
        final Command config = ServerRows.row(table, "CONFIG", -2).since("2.0.0")
            .summary("A container for server configuration commands.");
        ServerRows.admin(config, "GET", -3).complexity("O(N)").history("7.0.0", "Several patterns can be given.")
            .summary("Returns the effective values of configuration parameters.")
            .syntax("parameter [parameter ...]").handler(ConfigCommands::get);
        ServerRows.help(config).since("5.0.0").handler(help());
        ServerRows.admin(config, "RESETSTAT", 2).tips(ServerRows.ALL_NODES, ServerRows.ALL_SUCCEEDED)
            .summary("Resets the server's statistics.").handler(this::resetStatistics);
        ServerRows.admin(config, "REWRITE", 2).since("2.8.0").tips(ServerRows.ALL_NODES, ServerRows.ALL_SUCCEEDED)
            .summary("Persists the effective configuration to file.").handler(this::rewrite);
        ServerRows.admin(config, "SET", -4).complexity("O(N)").tips(ServerRows.ALL_NODES, ServerRows.ALL_SUCCEEDED)
            .history("7.0.0", "Several parameters can be set at once.")
            .summary("Sets configuration parameters in-flight.")
            .syntax("parameter value [parameter value ...]").handler(this::set);
    }

    private static void get(final CommandContext context)
    {
        final List<String> namesAndValues = context.engine().config().get(operands(context));
        final ReplyWriter reply = context.reply();
        reply.map(namesAndValues.size() / 2);
        for (final String text : namesAndValues)
        {
            reply.bulk(text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private void set(final CommandContext context)
    {
        hideSecrets(context);
        final ConfigChange change;
        try
        {
            change = engine.config().trySet(operands(context), caller(context));
        }
        catch (final ConfigSetException refused)
        {
            context.reply().error(refused.getMessage());
            return;
        }
        final String refusal = apply(change);
        if (null != refusal)
        {
            context.reply().error(refusal);
            return;
        }
        engine.config(change.next());
        context.reply().ok();
    }

    /**
     * Has the host apply one row after the other, so that a refusal names its row, but a certificate with its key.
     *
     * @return null, or the error reply.
     */
    private String apply(final ConfigChange change)
    {
        ServerConfig applied = engine.config();
        boolean isTlsApplied = false;
        for (final ConfigParameter<?> parameter : change.changed())
        {
            if (isTls(parameter) && isTlsApplied)
            {
                continue;
            }
            ServerConfig next = withRowOf(applied, parameter, change.next());
            if (isTls(parameter))
            {
                next = withTlsOf(next, change);
                isTlsApplied = true;
            }
            final String reason = engine.host().applyConfig(applied, next);
            if (null != reason)
            {
                engine.host().applyConfig(applied, engine.config());
                return ConfigSetException.failed(parameter.name(), reason).getMessage();
            }
            applied = next;
        }
        return null;
    }

    private static boolean isTls(final ConfigParameter<?> parameter)
    {
        return parameter.name().startsWith("tls-");
    }

    private static ServerConfig withTlsOf(final ServerConfig config, final ConfigChange change)
    {
        ServerConfig next = config;
        for (final ConfigParameter<?> parameter : change.changed())
        {
            next = isTls(parameter) ? withRowOf(next, parameter, change.next()) : next;
        }
        return next;
    }

    private static <T> ServerConfig withRowOf(
        final ServerConfig config, final ConfigParameter<T> parameter, final ServerConfig source)
    {
        return config.with(parameter, source.get(parameter));
    }

    private void rewrite(final CommandContext context)
    {
        if (null == engine.config().file())
        {
            context.reply().error(NO_FILE);
            return;
        }
        final String reason = engine.host().rewriteConfig(engine.config(), engine.acl().userLines(), false);
        if (null == reason)
        {
            context.reply().ok();
        }
        else
        {
            context.reply().error("ERR Rewriting config file: " + reason);
        }
    }

    private void resetStatistics(final CommandContext context)
    {
        engine.figures().reset();
        context.reply().ok();
    }

    private static void hideSecrets(final CommandContext context)
    {
        for (int i = FIRST_OPERAND; i + 1 < context.argCount(); i += 2)
        {
            final ConfigParameter<?> parameter = ConfigParameters.find(context.args().textAt(i));
            if (null != parameter && parameter.isSensitive())
            {
                context.secret(i + 1);
            }
        }
    }

    private static List<String> operands(final CommandContext context)
    {
        final ArgParser args = context.args();
        final List<String> operands = new ArrayList<>(args.count() - FIRST_OPERAND);
        for (int i = FIRST_OPERAND; i < args.count(); i++)
        {
            operands.add(args.textAt(i));
        }
        return operands;
    }

    private ConfigSetCaller caller(final CommandContext context)
    {
        return new ConfigSetCaller(context.session().isLocal(), engine.durability().loading().isOn());
    }

    private static CommandHandler help()
    {
        return new HelpReply()
            .add("GET <pattern> [<pattern> ...]", "Return the parameters whose names match, with their values.")
            .add("RESETSTAT", "Set the counters of INFO back to zero.")
            .add("REWRITE", "Write the configuration in effect to the configuration file.")
            .add("SET <parameter> <value> [<parameter> <value> ...]", "Change parameters, all of them or none.")
            .handler();
    }
}
