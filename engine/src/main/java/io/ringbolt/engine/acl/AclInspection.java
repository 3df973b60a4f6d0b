package io.ringbolt.engine.acl;

import static io.ringbolt.engine.command.CommandFlag.LOADING;
import static io.ringbolt.engine.command.CommandFlag.NOSCRIPT;
import static io.ringbolt.engine.command.CommandFlag.STALE;

import io.ringbolt.config.ByteText;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.ring.RingEntry;

import java.util.Collection;
import java.util.List;

/**
 * The subcommands of ACL that change nothing but the log.
 */
final class AclInspection
{
    private static final int NAME = 2;
    private static final int CATEGORY = 2;
    private static final int LOG_COUNT = 2;
    private static final int FIRST_TRIED = 3;
    private static final int SELECTOR_FIELDS = 3;
    private static final int USER_FIELDS = 6;
    private static final int LOG_FIELDS = 10;
    private static final int DEFAULT_LOG_COUNT = 10;
    private static final int SHOWN_CATEGORY_LENGTH = 128;
    private static final double MS_PER_SECOND = 1000;
    private static final byte[] RESET = Errors.text("RESET");

    private final Engine engine;

    AclInspection(final Engine engine)
    {
        this.engine = engine;
    }

    void register(final Command acl)
    {
        acl.subcommand("CAT", -2).flags(NOSCRIPT, LOADING, STALE).since("6.0.0").complexity("O(1)")
            .summary("Lists the ACL categories, or the commands inside a category.").syntax("[category]")
            .handler(this::categories);
        AclCommands.admin(acl, "DRYRUN", -4).since("7.0.0").complexity("O(1)")
            .summary("Simulates the execution of a command by a user, without executing the command.")
            .syntax("username command [arg [arg ...]]").handler(this::dryRun);
        AclCommands.admin(acl, "GETUSER", 3).complexity("O(N)")
            .history("6.2.0", "Added Pub/Sub channel patterns.",
                "7.0.0", "Added selectors and changed the format of key and channel patterns from a list to " +
                    "their rule representation.")
            .summary("Lists the ACL rules of a user.").syntax("username").handler(this::user);
        AclCommands.admin(acl, "LIST", 2).complexity("O(N)").summary("Dumps the effective rules in ACL file format.")
            .handler(context -> lines(context, "user ", engine.acl().userLines()));
        AclCommands.admin(acl, "LOG", -2).complexity("O(N)")
            .history("7.2.0", "Added entry ID, timestamp created, and timestamp last updated.")
            .summary("Lists recent security events generated due to ACL rules.").syntax("[count | RESET]")
            .handler(this::log);
        AclCommands.admin(acl, "USERS", 2).complexity("O(N)").summary("Lists all ACL users.")
            .handler(context -> lines(context, "", engine.acl().users().stream().map(AclUser::name).toList()));
    }

    /** @return the bytes of a text that has one char a byte. */
    static byte[] bytes(final String text)
    {
        return ByteText.bytes(text);
    }

    /** @return true, once the error has been replied, if there are more arguments than the subcommand takes. */
    static boolean refuseMore(final CommandContext context, final int maxCount)
    {
        if (context.argCount() > maxCount)
        {
            context.reply().error(Errors.wrongSubcommandArguments(context.args().textAt(1), "ACL"));
            return true;
        }
        return false;
    }

    private static void lines(final CommandContext context, final String prefix, final List<String> lines)
    {
        context.reply().array(lines.size());
        lines.forEach(line -> context.reply().bulk(bytes(prefix + line)));
    }

    private void categories(final CommandContext context)
    {
        if (refuseMore(context, CATEGORY + 1))
        {
            return;
        }
        if (CATEGORY == context.argCount())
        {
            lines(context, "", List.of(AclCategory.values()).stream().map(AclCategory::label).toList());
            return;
        }
        final String name = context.args().textAt(CATEGORY);
        final AclCategory category = SelectorRules.category(name);
        if (null == category)
        {
            context.reply().error("ERR Unknown category '" +
                name.substring(0, Math.min(SHOWN_CATEGORY_LENGTH, name.length())) + "'");
            return;
        }
        lines(context, "", engine.commands().allRows().stream()
            .filter(command -> 0 != (command.categories() & category.bit())).map(Command::fullName).toList());
    }

    private void user(final CommandContext context)
    {
        final ReplyWriter reply = context.reply();
        final AclUser user = engine.acl().user(context.args().textAt(NAME));
        if (null == user)
        {
            reply.nullValue();
            return;
        }
        reply.map(USER_FIELDS);
        reply.bulk("flags");
        reply.set(user.flags().size());
        user.flags().forEach(reply::bulk);
        reply.bulk("passwords");
        strings(reply, user.passwords());
        selector(reply, user.first());
        reply.bulk("selectors");
        final AclSelector[] selectors = user.selectors();
        reply.array(selectors.length - 1);
        for (int i = 1; i < selectors.length; i++)
        {
            reply.map(SELECTOR_FIELDS);
            selector(reply, selectors[i]);
        }
    }

    private static void strings(final ReplyWriter reply, final Collection<String> texts)
    {
        reply.array(texts.size());
        texts.forEach(reply::bulk);
    }

    private static void selector(final ReplyWriter reply, final AclSelector selector)
    {
        reply.bulk("commands");
        reply.bulk(bytes(selector.describeCommands()));
        reply.bulk("keys");
        reply.bulk(bytes(selector.describeKeys()));
        reply.bulk("channels");
        reply.bulk(bytes(selector.describeChannels()));
    }

    private void dryRun(final CommandContext context)
    {
        final RingEntry entry = context.entry();
        final AclUser user = engine.acl().user(context.args().textAt(NAME));
        if (null == user)
        {
            context.reply().error("ERR User '" + context.args().textAt(NAME) + "' not found");
            return;
        }
        final Command command = find(entry);
        if (null == command || null == command.handler() && context.argCount() > FIRST_TRIED + 1)
        {
            context.reply().error("ERR Command '" + context.args().textAt(FIRST_TRIED) + "' not found");
            return;
        }
        if (!command.acceptsArgumentCount(context.argCount() - FIRST_TRIED))
        {
            context.reply().error(Errors.wrongArgumentCount(command.fullName()));
            return;
        }
        final AclVerdict verdict = engine.acl().check(user, command, entry, FIRST_TRIED);
        if (AclVerdict.ALLOWED == verdict)
        {
            context.reply().ok();
            return;
        }
        context.reply().bulk(bytes(explain(verdict, user, command, entry)));
    }

    private String explain(final AclVerdict verdict, final AclUser user, final Command command, final RingEntry entry)
    {
        final String permissions = "User " + user.name() + " has no permissions to ";
        return AclVerdict.COMMAND == verdict ? permissions + "run the '" + command.fullName() + "' command" :
            permissions + "access the '" + Acl.textAt(entry, engine.acl().deniedIndex()) + "' " + verdict.label();
    }

    private Command find(final RingEntry entry)
    {
        final int argument = FIRST_TRIED + 1;
        final boolean hasArgument = entry.argumentCount() > argument;
        return engine.commands().find(
            entry.argumentAddress(FIRST_TRIED), entry.argumentLength(FIRST_TRIED), hasArgument,
            hasArgument ? entry.argumentAddress(argument) : 0, hasArgument ? entry.argumentLength(argument) : 0);
    }

    private void log(final CommandContext context)
    {
        if (refuseMore(context, LOG_COUNT + 1))
        {
            return;
        }
        long count = DEFAULT_LOG_COUNT;
        if (context.argCount() > LOG_COUNT)
        {
            if (context.args().is(LOG_COUNT, RESET))
            {
                engine.acl().log().clear();
                context.reply().ok();
                return;
            }
            count = context.args().longAt(LOG_COUNT);
            if (context.args().failed())
            {
                return;
            }
        }
        final List<AclLogEntry> entries = engine.acl().log().newestFirst();
        final int shown = (int)Math.min(entries.size(), Math.max(0, count));
        context.reply().array(shown);
        entries.stream().limit(shown).forEach(entry -> write(entry, context));
    }

    private static void write(final AclLogEntry entry, final CommandContext context)
    {
        final ReplyWriter reply = context.reply();
        reply.map(LOG_FIELDS);
        reply.bulk("count");
        reply.integer(entry.count);
        reply.bulk("reason");
        reply.bulk(entry.reason.label());
        reply.bulk("context");
        reply.bulk(entry.context.label());
        reply.bulk("object");
        reply.bulk(bytes(entry.object));
        reply.bulk("username");
        reply.bulk(bytes(entry.userName));
        reply.bulk("age-seconds");
        reply.doubleValue((context.nowMs() - entry.updatedMs) / MS_PER_SECOND);
        reply.bulk("client-info");
        reply.bulk(bytes(entry.clientInfo));
        reply.bulk("entry-id");
        reply.integer(entry.id);
        reply.bulk("timestamp-created");
        reply.integer(entry.createdMs);
        reply.bulk("timestamp-last-updated");
        reply.integer(entry.updatedMs);
    }
}
