package io.ringbolt.engine.command;

import io.ringbolt.engine.ring.RingEntry;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A row of the command table: a command's name, what is known about it, and the method that executes it.
 * <p>
 * Rows are built once, before the table is handed to other threads, and never change afterwards. A command with
 * subcommands is a container: its rows stand in a table of its own and are found by the first argument.
 */
public final class Command
{
    private static final KeySpec[] NO_KEYS = {};

    private final String name;
    private final Command container;
    private final int arity;
    private final int id;
    private final CommandTable table;
    private final byte[] nameBytes;
    private CommandGroup group = CommandGroup.GENERIC;
    private long flags;
    private EntryFlags entryFlags;
    private long categories;
    private KeySpec[] keySpecs = NO_KEYS;
    private ChannelUse channelUse = ChannelUse.NONE;
    private CommandHandler handler;
    private String since = "1.0.0";
    private String summary = "";
    private String complexity = "";
    private String deprecatedSince;
    private String replacedBy;
    private String[] tips = {};
    private String[] docFlags = {};
    private String[] history = {};
    private String syntax = "";
    private NameIndex subcommands;
    private List<Command> subcommandRows = List.of();

    Command(final CommandTable table, final Command container, final String name, final int arity, final int id)
    {
        this.table = table;
        this.container = container;
        this.name = name.toLowerCase(Locale.ROOT);
        this.arity = arity;
        this.id = id;
        this.nameBytes = fullName().getBytes(StandardCharsets.US_ASCII);
    }

    public Command group(final CommandGroup group)
    {
        this.group = group;
        return this;
    }

    public Command flags(final CommandFlag... values)
    {
        for (final CommandFlag value : values)
        {
            flags |= value.bit();
        }
        return this;
    }

    /** Says that a call's arguments decide on its flags. */
    public Command entryFlags(final EntryFlags source)
    {
        this.entryFlags = source;
        return this;
    }

    /**
     * Adds categories to those that follow from the flags: write, read, admin and dangerous, fast or slow, and so on.
     */
    public Command categories(final AclCategory... values)
    {
        for (final AclCategory value : values)
        {
            categories |= value.bit();
        }
        return this;
    }

    public Command keys(final KeySpec... specs)
    {
        this.keySpecs = specs;
        return this;
    }

    /** Says which arguments name channels that the client must be allowed to use. */
    public Command channels(final ChannelUse use)
    {
        this.channelUse = use;
        return this;
    }

    public Command since(final String version)
    {
        this.since = version;
        return this;
    }

    public Command summary(final String text)
    {
        this.summary = text;
        return this;
    }

    public Command complexity(final String text)
    {
        this.complexity = text;
        return this;
    }

    public Command tips(final String... values)
    {
        this.tips = values;
        return this;
    }

    public Command deprecated(final String version, final String replacement)
    {
        this.deprecatedSince = version;
        this.replacedBy = replacement;
        this.docFlags = new String[]{"deprecated"};
        return this;
    }

    public Command docFlags(final String... values)
    {
        this.docFlags = values;
        return this;
    }

    /** @param versionsAndChanges alternately a version and what changed in it. */
    public Command history(final String... versionsAndChanges)
    {
        this.history = versionsAndChanges;
        return this;
    }

    /**
     * @param text the arguments in the manual's notation, {@code key value [NX | XX] [GET]}; COMMAND DOCS
     * derives from it.
     */
    public Command syntax(final String text)
    {
        this.syntax = text;
        return this;
    }

    public Command handler(final CommandHandler handler)
    {
        this.handler = handler;
        return this;
    }

    /** Adds a row below this one. @param arity counts the container's name and the subcommand's. */
    public Command subcommand(final String subcommandName, final int arity)
    {
        if (null == subcommands)
        {
            subcommands = new NameIndex();
            subcommandRows = new ArrayList<>();
        }
        final Command row = table.newRow(this, subcommandName, arity);
        row.group = group;
        subcommands.put(row.name, row);
        subcommandRows.add(row);
        return row;
    }

    /** @return the subcommand of that name in any case of letters, or null. */
    public Command findSubcommand(final long address, final int length)
    {
        return null == subcommands ? null : subcommands.find(address, length);
    }

    public boolean isContainer()
    {
        return null != subcommands;
    }

    public List<Command> subcommands()
    {
        return subcommandRows;
    }

    /** @return lower case, without the container's name. */
    public String name()
    {
        return name;
    }

    /** @return {@code config|get} for a subcommand, else the name. */
    public String fullName()
    {
        return null == container ? name : container.name + "|" + name;
    }

    /** @return {@link #fullName()} in ASCII; not to be changed. */
    public byte[] fullNameBytes()
    {
        return nameBytes;
    }

    public Command container()
    {
        return container;
    }

    /** @return a dense number valid for this table only. */
    public int id()
    {
        return id;
    }

    /** @return the number of arguments, name included; negative: at least that many. */
    public int arity()
    {
        return arity;
    }

    public boolean acceptsArgumentCount(final int count)
    {
        return arity < 0 ? count >= -arity : count == arity;
    }

    public boolean is(final CommandFlag flag)
    {
        return flag.in(flags);
    }

    public long flags()
    {
        return flags;
    }

    /** @return the flags of one call: those of {@link #flags()}, unless its arguments say otherwise. */
    public long flags(final RingEntry entry)
    {
        return null == entryFlags ? flags : entryFlags.of(entry, flags);
    }

    /** @return bits of {@link AclCategory}, those that follow from the flags included. */
    public long categories()
    {
        long bits = categories;
        bits |= is(CommandFlag.WRITE) ? AclCategory.WRITE.bit() : 0;
        bits |= is(CommandFlag.READONLY) && group != CommandGroup.SCRIPTING ? AclCategory.READ.bit() : 0;
        bits |= is(CommandFlag.ADMIN) ? AclCategory.ADMIN.bit() | AclCategory.DANGEROUS.bit() : 0;
        bits |= is(CommandFlag.PUBSUB) ? AclCategory.PUBSUB.bit() : 0;
        bits |= is(CommandFlag.BLOCKING) ? AclCategory.BLOCKING.bit() : 0;
        return bits | (is(CommandFlag.FAST) ? AclCategory.FAST.bit() : AclCategory.SLOW.bit());
    }

    public KeySpec[] keySpecs()
    {
        return keySpecs;
    }

    public ChannelUse channelUse()
    {
        return channelUse;
    }

    public CommandHandler handler()
    {
        return handler;
    }

    public CommandGroup group()
    {
        return group;
    }

    public String since()
    {
        return since;
    }

    public String summary()
    {
        return summary;
    }

    public String complexity()
    {
        return complexity;
    }

    /** @return the version that deprecated the command, or null. */
    public String deprecatedSince()
    {
        return deprecatedSince;
    }

    public String replacedBy()
    {
        return replacedBy;
    }

    public String[] tips()
    {
        return tips;
    }

    public String[] docFlags()
    {
        return docFlags;
    }

    public String[] history()
    {
        return history;
    }

    public String syntax()
    {
        return syntax;
    }

    @Override
    public String toString()
    {
        return "Command{" + fullName() + " arity=" + arity + " id=" + id + '}';
    }
}
