package io.ringbolt.engine.server;

import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.KeySpec;
import io.ringbolt.engine.command.ReplyWriter;

import java.util.EnumSet;
import java.util.Set;

/**
 * What COMMAND INFO replies about a command: the facts by which clients route and check it.
 */
final class CommandDescription
{
    private static final int FIELD_COUNT = 10;
    /** Flags that are the server's own business. */
    private static final Set<CommandFlag> HIDDEN =
        EnumSet.of(CommandFlag.SENTINEL_ONLY, CommandFlag.PROTECTED, CommandFlag.ALL_DBS, CommandFlag.MAY_REPLICATE,
            CommandFlag.SCRIPT_RUNNER);

    private final ReplyWriter reply;

    CommandDescription(final ReplyWriter reply)
    {
        this.reply = reply;
    }

    void write(final Command command)
    {
        final LegacyKeyRange range = LegacyKeyRange.of(command);
        reply.array(FIELD_COUNT);
        reply.bulk(command.fullNameBytes());
        reply.integer(command.arity());
        flags(command);
        reply.integer(range.first());
        reply.integer(range.last());
        reply.integer(range.step());
        categories(command);
        tips(command);
        keySpecs(command);
        subcommands(command);
    }

    /** An empty set for a command that is no container, as Redis sends it, although others get an array. */
    private void subcommands(final Command command)
    {
        if (!command.isContainer())
        {
            reply.set(0);
            return;
        }
        reply.array(command.subcommands().size());
        command.subcommands().forEach(this::write);
    }

    private void flags(final Command command)
    {
        final long set = reply.deferAggregate();
        int count = 0;
        for (final CommandFlag flag : CommandFlag.values())
        {
            if (command.is(flag) && !HIDDEN.contains(flag))
            {
                reply.simple(flag.label());
                count++;
            }
        }
        reply.completeSet(set, count);
    }

    private void categories(final Command command)
    {
        final long set = reply.deferAggregate();
        int count = 0;
        for (final AclCategory category : AclCategory.values())
        {
            if (0 != (command.categories() & category.bit()))
            {
                reply.simple("@" + category.label());
                count++;
            }
        }
        reply.completeSet(set, count);
    }

    private void tips(final Command command)
    {
        reply.set(command.tips().length);
        for (final String tip : command.tips())
        {
            reply.bulk(tip);
        }
    }

    private void keySpecs(final Command command)
    {
        reply.set(command.keySpecs().length);
        for (final KeySpec spec : command.keySpecs())
        {
            reply.map(3);
            reply.bulk("flags");
            keyFlags(reply, spec);
            begin(spec);
            find(spec);
        }
    }

    static void keyFlags(final ReplyWriter reply, final KeySpec spec)
    {
        final long set = reply.deferAggregate();
        int count = 0;
        for (final KeySpec.Flag flag : KeySpec.Flag.values())
        {
            if (spec.has(flag))
            {
                reply.simple(flag.label());
                count++;
            }
        }
        reply.completeSet(set, count);
    }

    private void begin(final KeySpec spec)
    {
        reply.bulk("begin_search");
        reply.map(2);
        reply.bulk("type");
        if (spec.isUnknown())
        {
            unknown();
            return;
        }
        if (null == spec.keyword())
        {
            reply.bulk("index");
            reply.bulk("spec");
            reply.map(1);
            number("index", spec.beginIndex());
            return;
        }
        reply.bulk("keyword");
        reply.bulk("spec");
        reply.map(2);
        reply.bulk("keyword");
        reply.bulk(spec.keyword());
        number("startfrom", spec.keywordFrom());
    }

    private void find(final KeySpec spec)
    {
        reply.bulk("find_keys");
        reply.map(2);
        reply.bulk("type");
        if (spec.isUnknown())
        {
            unknown();
            return;
        }
        reply.bulk(spec.isCounted() ? "keynum" : "range");
        reply.bulk("spec");
        reply.map(3);
        if (spec.isCounted())
        {
            number("keynumidx", spec.countIndex());
            number("firstkey", spec.firstKeyIndex());
            number("keystep", spec.step());
        }
        else
        {
            number("lastkey", spec.lastKey());
            number("keystep", spec.step());
            number("limit", spec.limit());
        }
    }

    private void unknown()
    {
        reply.bulk("unknown");
        reply.bulk("spec");
        reply.map(0);
    }

    private void number(final String name, final int value)
    {
        reply.bulk(name);
        reply.integer(value);
    }
}
