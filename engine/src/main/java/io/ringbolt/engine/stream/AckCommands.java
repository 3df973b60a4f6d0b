package io.ringbolt.engine.stream;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.memory.Arena;

/**
 * XACK and XACKDEL, by which entries cease to be pending, and XDEL and XDELEX, by which they cease to be.
 */
final class AckCommands
{
    private static final int KEY = 1;
    private static final int GROUP = 2;
    private static final int DELETED = 1;
    private static final int NO_SUCH_ID = -1;
    private static final int STILL_REFERENCED = 2;

    private final Streams streams;
    private final ConsumerGroups groups;
    private final References references;
    private final CollectionAccess stream;
    private final GroupLookup lookup;
    private final IdsArgument argument = new IdsArgument();
    private final IdList ids = new IdList();
    private final StreamId id = new StreamId();

    AckCommands(final Streams streams, final References references, final CollectionAccess stream)
    {
        this.streams = streams;
        this.groups = streams.groups;
        this.references = references;
        this.stream = stream;
        this.lookup = new GroupLookup(streams, stream);
    }

    void xack(final CommandContext context)
    {
        final int outcome = stream.lookupRead(context, KEY);
        if (outcome == CommandContext.WRONG_TYPE)
        {
            return;
        }
        final long group = outcome == CommandContext.FOUND ? lookup.find(context, GROUP) : Arena.NULL_REF;
        if (group == Arena.NULL_REF)
        {
            context.reply().integer(0);
            return;
        }
        ids.clear();
        ids.parse(context.args(), GROUP + 1, context.argCount());
        if (context.args().failed())
        {
            return;
        }
        int count = 0;
        for (int i = 0; i < ids.count(); i++)
        {
            count += groups.acknowledge(group, ids.get(i, id)) ? 1 : 0;
        }
        context.engine().changes().addDirty(count);
        context.reply().integer(count);
    }

    void xdel(final CommandContext context)
    {
        ids.clear();
        final int outcome = stream.lookupWrite(context, KEY);
        if (outcome == CommandContext.FOUND)
        {
            ids.parse(context.args(), KEY + 1, context.argCount());
        }
        if (outcome == CommandContext.WRONG_TYPE || context.args().failed())
        {
            return;
        }
        int count = 0;
        for (int i = 0; i < ids.count(); i++)
        {
            count += streams.delete(stream.value(), ids.get(i, id)) ? 1 : 0;
        }
        deleted(context, count);
        context.reply().integer(count);
    }

    void xdelex(final CommandContext context)
    {
        final ReferencePolicy policy = argument.parse(context.args(), KEY + 1);
        final int outcome = context.args().failed() ? CommandContext.WRONG_TYPE : stream.lookupWrite(context, KEY);
        if (outcome == CommandContext.WRONG_TYPE)
        {
            return;
        }
        final IdList wanted = argument.ids();
        context.reply().array(wanted.count());
        int count = 0;
        for (int i = 0; i < wanted.count(); i++)
        {
            wanted.get(i, id);
            final int result = outcome == CommandContext.FOUND ? delete(context, policy) : NO_SUCH_ID;
            count += result == DELETED ? 1 : 0;
            context.reply().integer(result);
        }
        deleted(context, count);
    }

    void xackdel(final CommandContext context)
    {
        final ReferencePolicy policy = argument.parse(context.args(), GROUP + 1);
        final int outcome = context.args().failed() ? CommandContext.WRONG_TYPE : stream.lookupRead(context, KEY);
        if (outcome == CommandContext.WRONG_TYPE)
        {
            return;
        }
        final long group = outcome == CommandContext.FOUND ? lookup.find(context, GROUP) : Arena.NULL_REF;
        final IdList wanted = argument.ids();
        context.reply().array(wanted.count());
        int count = 0;
        for (int i = 0; i < wanted.count(); i++)
        {
            wanted.get(i, id);
            int result = NO_SUCH_ID;
            if (group != Arena.NULL_REF && groups.acknowledge(group, id))
            {
                context.engine().changes().addDirty(1);
                final int deletion = delete(context, policy);
                count += deletion == DELETED ? 1 : 0;
                result = deletion == STILL_REFERENCED ? STILL_REFERENCED : DELETED;
            }
            context.reply().integer(result);
        }
        deleted(context, count);
    }

    private int delete(final CommandContext context, final ReferencePolicy policy)
    {
        if (policy == ReferencePolicy.DELREF)
        {
            context.engine().changes().addDirty(references.remove(stream.value(), id));
        }
        if (policy == ReferencePolicy.ACKED && streams.exists(stream.value(), id) &&
            references.isReferenced(stream.value(), id))
        {
            return STILL_REFERENCED;
        }
        return streams.delete(stream.value(), id) ? DELETED : NO_SUCH_ID;
    }

    private static void deleted(final CommandContext context, final int count)
    {
        if (count > 0)
        {
            CollectionAccess.modified(context, KEY, KeyspaceEvent.XDEL, count);
        }
    }
}
