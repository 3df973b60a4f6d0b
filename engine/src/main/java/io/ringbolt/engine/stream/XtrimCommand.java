package io.ringbolt.engine.stream;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandHandler;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.memory.Arena;

/**
 * XTRIM: removes the oldest entries of a stream.
 */
final class XtrimCommand implements CommandHandler
{
    private static final int KEY = 1;
    private static final int FIRST_OPTION = 2;
    private static final byte[] NO_STRATEGY =
        Errors.text("ERR syntax error, XTRIM must be called with a trimming strategy");

    private final Arena arena;
    private final Streams streams;
    private final References references;
    private final CollectionAccess stream;
    private final TrimOptions trim = new TrimOptions();
    private final long scratch;

    XtrimCommand(
        final Arena arena, final Streams streams, final References references, final CollectionAccess stream)
    {
        this.arena = arena;
        this.streams = streams;
        this.references = references;
        this.stream = stream;
        this.scratch = arena.allocate(StreamId.MAX_TEXT_LENGTH);
    }

    @Override
    public void execute(final CommandContext context)
    {
        parse(context.args(), context.isReplaying());
        final int outcome = context.args().failed() ? CommandContext.WRONG_TYPE : stream.lookupWrite(context, KEY);
        if (outcome == CommandContext.WRONG_TYPE)
        {
            return;
        }
        final long removed = outcome == CommandContext.FOUND ? trim.trim(streams, references, stream.value()) : 0;
        if (removed > 0)
        {
            CollectionAccess.modified(context, KEY, KeyspaceEvent.XTRIM, removed);
            propagate(context);
        }
        context.reply().integer(removed);
    }

    private void propagate(final CommandContext context)
    {
        if (trim.isRewritten() && context.effects().isActive())
        {
            context.propagate(trim.rewrittenCount(context));
            final long text = arena.writable(scratch, 0, StreamId.MAX_TEXT_LENGTH);
            for (int i = 0; i < context.argCount(); i++)
            {
                trim.propagate(context, i, streams, stream.value(), text);
            }
        }
    }

    private void parse(final ArgParser args, final boolean isReplaying)
    {
        trim.clear();
        args.position(FIRST_OPTION);
        while (args.hasNext() && !args.hasError())
        {
            if (!trim.parseOption(args))
            {
                args.fail(Errors.SYNTAX);
            }
        }
        if (!args.hasError())
        {
            trim.conclude(args, streams.nodeMaxEntries(), isReplaying);
        }
        if (!trim.isGiven())
        {
            args.fail(NO_STRATEGY);
        }
    }
}
