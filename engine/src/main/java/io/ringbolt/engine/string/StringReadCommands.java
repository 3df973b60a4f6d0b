package io.ringbolt.engine.string;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.ValueType;

import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.READONLY;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.key;
import static io.ringbolt.engine.command.KeySpec.keys;
import static io.ringbolt.engine.string.StringCommands.row;

/**
 * The commands that return a string or a part of it, some of which then remove the key or change its expiry.
 */
final class StringReadCommands
{
    private static final int KEY = 1;
    private static final int START = 2;
    private static final int END = 3;
    private static final int FIRST_GETEX_OPTION = 2;
    private static final byte[] DEL = Errors.text("DEL");
    private static final byte[] UNLINK = Errors.text("UNLINK");
    private static final byte[] PEXPIREAT = Errors.text("PEXPIREAT");
    private static final byte[] PERSIST = Errors.text("PERSIST");
    private static final byte[] EMPTY = {};

    private final SetOptions options = new SetOptions();
    private final StringView view = new StringView();
    private final KeyEntry entry = new KeyEntry();
    private boolean isLazyExpire;
    private boolean isLazyUserDelete;

    /**
     * @param lazyExpire     whether expired values are freed in steps.
     * @param lazyUserDelete the same for those that clients delete.
     */
    void onConfig(final boolean lazyExpire, final boolean lazyUserDelete)
    {
        this.isLazyExpire = lazyExpire;
        this.isLazyUserDelete = lazyUserDelete;
    }

    void register(final CommandTable table)
    {
        row(table, "GET", 2, READONLY, FAST)
            .keys(key(KEY).ro().access()).since("1.0.0").complexity("O(1)").handler(this::get)
            .summary("Returns the string value of a key.").syntax("key");
        row(table, "MGET", -2, READONLY, FAST)
            .keys(keys(KEY, -1, 1).ro().access()).since("1.0.0").handler(this::mget)
            .complexity("O(N), N being the number of keys").tips("request_policy:multi_shard")
            .summary("Returns the string values of several keys at once.").syntax("key [key ...]");
        row(table, "STRLEN", 2, READONLY, FAST)
            .keys(key(KEY).ro()).since("2.2.0").complexity("O(1)").handler(this::strlen)
            .summary("Returns the length of a string value.").syntax("key");
        row(table, "GETRANGE", 4, READONLY)
            .keys(key(KEY).ro().access()).since("2.4.0").handler(this::getrange)
            .complexity("O(N), N being the length of what is returned; O(1) for short strings")
            .summary("Returns a part of a string value.").syntax("key start end");
        row(table, "SUBSTR", 4, READONLY)
            .keys(key(KEY).ro().access()).since("1.0.0").handler(this::getrange).deprecated("2.0.0", "`GETRANGE`")
            .complexity("O(N), N being the length of what is returned; O(1) for short strings")
            .summary("Returns a part of a string value.").syntax("key start end");
        row(table, "GETDEL", 2, WRITE, FAST)
            .keys(key(KEY).rw().access().delete()).since("6.2.0").complexity("O(1)").handler(this::getdel)
            .summary("Returns the string value of a key and removes the key.").syntax("key");
        row(table, "GETEX", -2, WRITE, FAST)
            .keys(key(KEY).rw().access().update()).since("6.2.0").complexity("O(1)").handler(this::getex)
            .summary("Returns the string value of a key and sets or removes its expiry.")
            .syntax("key [EX seconds | PX milliseconds | EXAT unix-time-seconds | " +
                "PXAT unix-time-milliseconds | PERSIST]");
    }

    static void replyValueOrNull(final CommandContext context, final KeyEntry entry, final boolean isFound)
    {
        if (isFound)
        {
            Strings.reply(context.reply(), entry);
        }
        else
        {
            context.reply().nullValue();
        }
    }

    private void get(final CommandContext context)
    {
        final int found = context.lookupRead(KEY, ValueType.STRING, entry);
        if (CommandContext.WRONG_TYPE != found)
        {
            replyValueOrNull(context, entry, CommandContext.FOUND == found);
        }
    }

    private void mget(final CommandContext context)
    {
        context.reply().array(context.argCount() - 1);
        for (int index = KEY; index < context.argCount(); index++)
        {
            final boolean isString = context.lookupRead(index, entry) && ValueType.STRING == entry.type();
            replyValueOrNull(context, entry, isString);
        }
    }

    private void strlen(final CommandContext context)
    {
        final int found = context.lookupRead(KEY, ValueType.STRING, entry);
        if (CommandContext.WRONG_TYPE != found)
        {
            context.reply().integer(CommandContext.FOUND == found ? Strings.length(entry) : 0);
        }
    }

    private void getrange(final CommandContext context)
    {
        final ArgParser args = context.args();
        final long start = args.longAt(START);
        final long end = args.longAt(END);
        if (args.failed())
        {
            return;
        }
        final int found = context.lookupRead(KEY, ValueType.STRING, entry);
        if (CommandContext.WRONG_TYPE == found)
        {
            return;
        }
        if (CommandContext.MISSING == found || start < 0 && end < 0 && start > end)
        {
            context.reply().bulk(EMPTY);
            return;
        }
        replyRange(context, start, end);
    }

    private void replyRange(final CommandContext context, final long start, final long end)
    {
        view.wrap(entry);
        final int length = view.length();
        final long first = Math.max(0, start < 0 ? start + length : start);
        final long last = Math.min(length - 1L, Math.max(0, end < 0 ? end + length : end));
        if (first > last)
        {
            context.reply().bulk(EMPTY);
            return;
        }
        context.reply().bulk(view.address() + first, (int)(last - first + 1));
    }

    private void getdel(final CommandContext context)
    {
        final int found = context.lookupRead(KEY, ValueType.STRING, entry);
        if (CommandContext.WRONG_TYPE == found)
        {
            return;
        }
        final boolean isFound = CommandContext.FOUND == found;
        replyValueOrNull(context, entry, isFound);
        if (isFound)
        {
            context.database().remove(entry, isLazyUserDelete);
            context.modified(KEY, KeyspaceEvent.DEL);
            propagate(context, DEL);
        }
    }

    private void getex(final CommandContext context)
    {
        options.parse(context.args(), FIRST_GETEX_OPTION, SetOptions.PERSIST_TTL);
        if (context.args().failed())
        {
            return;
        }
        final int found = context.lookupRead(KEY, ValueType.STRING, entry);
        if (CommandContext.FOUND != found)
        {
            if (CommandContext.MISSING == found)
            {
                context.reply().nullValue();
            }
            return;
        }
        final long expiresAtMs = options.hasExpiry() ? options.expiresAtMs(context) : 0;
        if (context.args().failed())
        {
            return;                                   // Redis, too, looks at the time only if there is a key
        }
        Strings.reply(context.reply(), entry);
        changeExpiry(context, expiresAtMs);
    }

    private void changeExpiry(final CommandContext context, final long expiresAtMs)
    {
        if (options.isPersist())
        {
            if (context.database().persist(entry))
            {
                context.modified(KEY, KeyspaceEvent.PERSIST);
                propagate(context, PERSIST);
            }
        }
        else if (options.isAbsolute() && options.hasExpiry() && expiresAtMs <= context.expiryMs())
        {
            context.database().remove(entry, isLazyExpire);
            context.modified(KEY, KeyspaceEvent.DEL);
            propagate(context, isLazyExpire ? UNLINK : DEL);
        }
        else if (options.hasExpiry())
        {
            context.database().expireAt(entry, expiresAtMs);
            context.modified(KEY, KeyspaceEvent.EXPIRE);
            context.propagate(3).argument(PEXPIREAT).argument(context.argAddress(KEY), context.argLength(KEY))
                .argument(expiresAtMs);
        }
    }

    private static void propagate(final CommandContext context, final byte[] commandName)
    {
        context.propagate(2).argument(commandName).argument(context.argAddress(KEY), context.argLength(KEY));
    }
}
