package io.ringbolt.engine.acl;

import static io.ringbolt.engine.command.CommandFlag.ADMIN;
import static io.ringbolt.engine.command.CommandFlag.LOADING;
import static io.ringbolt.engine.command.CommandFlag.NOSCRIPT;
import static io.ringbolt.engine.command.CommandFlag.STALE;

import io.ringbolt.config.SecurityParameters;
import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.CommandHandler;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.HelpReply;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * ACL: the commands by which administrators make users and see what they were denied.
 */
public final class AclCommands implements CommandFamily
{
    private static final String ALL_NODES = "request_policy:all_nodes";
    private static final String ALL_SUCCEEDED = "response_policy:all_succeeded";
    private static final int NAME = 2;
    private static final int FIRST_RULE = 3;
    private static final int MAX_PASSWORD_BITS = 4096;
    private static final int DEFAULT_PASSWORD_BITS = 256;
    private static final int BITS_PER_DIGIT = 4;
    private static final byte[] BAD_NAME = Errors.text("ERR Usernames can't contain spaces or null characters");
    private static final byte[] DEFAULT_STAYS = Errors.text("ERR The 'default' user cannot be removed");
    private static final byte[] SAVE_FAILED =
        Errors.text("ERR There was an error trying to save the ACLs. Please check the " +
        "server logs for more information");
    private static final byte[] NO_FILE =
        Errors.text("ERR This Redis instance is not configured to use an ACL file. You may " +
        "want to specify users via the ACL SETUSER command and then issue a CONFIG REWRITE (assuming you have a " +
        "Redis configuration file set) in order to store users in the Redis configuration.");

    private final Engine engine;
    private final AclInspection inspection;

    public AclCommands(final Engine engine)
    {
        this.engine = engine;
        this.inspection = new AclInspection(engine);
    }

    @Override
    public void register(final CommandTable table)
    {
        final Command acl = table.command("ACL", -2).group(CommandGroup.SERVER).since("6.0.0")
            .summary("A container for Access List Control commands.");
        registerChanges(acl);
        inspection.register(acl);
        acl.subcommand("GENPASS", -2).flags(NOSCRIPT, LOADING, STALE).since("6.0.0").complexity("O(1)")
            .summary("Generates a pseudorandom, secure password that can be used to identify ACL users.")
            .syntax("[bits]")
            .handler(this::generatePassword);
        acl.subcommand("HELP", 2).flags(LOADING, STALE).since("6.0.0").complexity("O(1)")
            .summary("Returns helpful text about the different subcommands.").handler(help());
        acl.subcommand("WHOAMI", 2).flags(NOSCRIPT, LOADING, STALE).since("6.0.0").complexity("O(1)")
            .summary("Returns the authenticated username of the current connection.")
            .handler(context -> context.reply().bulk(AclInspection.bytes(context.session().user())));
    }

    private void registerChanges(final Command acl)
    {
        admin(acl, "DELUSER", -3).complexity("O(1)").tips(ALL_NODES, ALL_SUCCEEDED)
            .summary("Deletes ACL users, and terminates their connections.").syntax("username [username ...]")
            .handler(this::delete);
        admin(acl, "LOAD", 2).complexity("O(N)")
            .summary("Reloads the rules from the configured ACL file.").handler(this::load);
        admin(acl, "SAVE", 2).complexity("O(N)").tips(ALL_NODES, ALL_SUCCEEDED)
            .summary("Saves the effective ACL rules in the configured ACL file.").handler(this::save);
        admin(acl, "SETUSER", -3).complexity("O(N)").tips(ALL_NODES, ALL_SUCCEEDED)
            .history("6.2.0", "Added Pub/Sub channel patterns.",
                "7.0.0", "Added selectors and key based permissions.")
            .summary("Creates and modifies an ACL user and its rules.").syntax("username [rule [rule ...]]")
            .handler(this::set);
    }

    static Command admin(final Command acl, final String name, final int arity)
    {
        return acl.subcommand(name, arity).flags(ADMIN, NOSCRIPT, LOADING, STALE).since("6.0.0");
    }

    private void set(final CommandContext context)
    {
        final ArgParser args = context.args();
        final List<String> rules = new ArrayList<>();
        for (int i = NAME; i < args.count(); i++)
        {
            context.secret(i);
            if (i >= FIRST_RULE)
            {
                rules.add(args.textAt(i));
            }
        }
        if (SelectorRules.hasSpaces(args.textAt(NAME)))
        {
            context.reply().error(BAD_NAME);
            return;
        }
        final String refusal = engine.acl().setUser(args.textAt(NAME), rules);
        if (null == refusal)
        {
            context.reply().ok();
        }
        else
        {
            context.reply().error(refusal);
        }
    }

    private void delete(final CommandContext context)
    {
        final ArgParser args = context.args();
        for (int i = NAME; i < args.count(); i++)
        {
            if (AclUser.DEFAULT_NAME.equals(args.textAt(i)))
            {
                context.reply().error(DEFAULT_STAYS);
                return;
            }
        }
        int count = 0;
        for (int i = NAME; i < args.count(); i++)
        {
            count += engine.acl().delete(args.textAt(i)) ? 1 : 0;
        }
        context.reply().integer(count);
    }

    private void load(final CommandContext context)
    {
        if (hasNoFile(context))
        {
            return;
        }
        final String faults = engine.acl().loadFile(engine.config());
        if (null == faults)
        {
            context.reply().ok();
        }
        else
        {
            context.reply().error("ERR " + faults);
        }
    }

    private void save(final CommandContext context)
    {
        if (hasNoFile(context))
        {
            return;
        }
        try
        {
            engine.acl().saveFile(engine.config());
            context.reply().ok();
        }
        catch (final IOException failed)
        {
            engine.host().log("Writing ACL file for ACL SAVE: " + failed);
            context.reply().error(SAVE_FAILED);
        }
    }

    private boolean hasNoFile(final CommandContext context)
    {
        final boolean hasNone = engine.config().get(SecurityParameters.ACLFILE).isEmpty();
        if (hasNone)
        {
            context.reply().error(NO_FILE);
        }
        return hasNone;
    }

    private void generatePassword(final CommandContext context)
    {
        if (AclInspection.refuseMore(context, NAME + 1))
        {
            return;
        }
        final long bits = context.argCount() > NAME ? context.args().longAt(NAME) : DEFAULT_PASSWORD_BITS;
        if (context.args().failed())
        {
            return;
        }
        if (bits <= 0 || bits > MAX_PASSWORD_BITS)
        {
            context.reply().error("ERR ACL GENPASS argument must be the number of bits for the output password, " +
                "a positive number up to " + MAX_PASSWORD_BITS);
            return;
        }
        final int digits = ((int)bits + BITS_PER_DIGIT - 1) / BITS_PER_DIGIT;
        final byte[] secret = new byte[(digits + 1) / 2];
        engine.host().fillWithEntropy(secret);
        context.reply().bulk(HexFormat.of().formatHex(secret).substring(0, digits));
    }

    private static CommandHandler help()
    {
        return new HelpReply()
            .add("CAT [<category>]", "Return the commands of a category, or the categories if none is given.")
            .add("DELUSER <username> [<username> ...]", "Delete users and end their connections.")
            .add("DRYRUN <username> <command> [<arg> ...]",
                "Tell whether the user could execute the command; it is not executed.")
            .add("GETUSER <username>", "Return what a user is and may do.")
            .add("GENPASS [<bits>]", "Return a random password of 256 bits, or of as many as given.")
            .add("LIST", "Return all users as a configuration file describes them.")
            .add("LOAD", "Read the users from the ACL file anew.")
            .add("LOG [<count> | RESET]", "Return the newest denials, or forget them.")
            .add("SAVE", "Write the users to the ACL file.")
            .add("SETUSER <username> <attribute> [<attribute> ...]", "Make a user, or change it.")
            .add("USERS", "Return the names of all users.")
            .add("WHOAMI", "Return the name of the connection's user.")
            .handler();
    }
}
