package io.ringbolt.engine.stream;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandHandler;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * XADD: gives an entry its id, appends it and trims the stream.
 */
final class XaddCommand implements CommandHandler, FieldSource
{
    private static final int KEY = 1;
    private static final int FIRST_OPTION = 2;

    private static final byte[] NOMKSTREAM = Errors.text("NOMKSTREAM");
    private static final byte[] XADD = Errors.text("XADD");
    private static final byte[] ZERO_ID = Errors.text("ERR The ID specified in XADD must be greater than 0-0");
    private static final byte[] EXHAUSTED =
        Errors.text("ERR The stream has exhausted the last possible ID, unable to add more items");
    private static final byte[] NOT_ABOVE_LAST =
        Errors.text("ERR The ID specified in XADD is equal or smaller than the target stream top item");
    private static final byte[] TOO_LARGE = Errors.text("ERR Elements are too large to be stored");
    /** What a node can hold, less its own elements. */
    private static final long MAX_ENTRY_LENGTH = (1L << 29) - 1024;
    private static final int MAX_FRAME_LENGTH = 10;

    private final Arena arena;
    private final Streams streams;
    private final CollectionAccess stream;
    private final TrimOptions trim = new TrimOptions();
    private final References references;
    private final ProducerOption producer;
    private final StreamId id = new StreamId();
    private final StreamId last = new StreamId();
    private final long scratch;
    private CommandContext context;
    private boolean isCreating;
    private boolean isTimeGiven;
    private boolean isNumberMissing;
    private int firstField;

    XaddCommand(
        final Arena arena, final Streams streams, final References references, final CollectionAccess stream)
    {
        this.arena = arena;
        this.streams = streams;
        this.stream = stream;
        this.references = references;
        this.producer = new ProducerOption(arena, streams);
        this.scratch = arena.allocate(2 * StreamId.MAX_TEXT_LENGTH);
    }

    @Override
    public void execute(final CommandContext executed)
    {
        context = executed;
        parse(context.args(), context.isReplaying());
        if (context.args().failed())
        {
            return;
        }
        final int outcome = stream.lookupWrite(context, KEY);
        if (outcome == CommandContext.WRONG_TYPE)
        {
            return;
        }
        if (outcome == CommandContext.MISSING && !isCreating)
        {
            context.reply().nullValue();
            return;
        }
        if (outcome == CommandContext.FOUND && producer.isRepeated(context, stream.value(), firstField))
        {
            return;
        }
        last.set(0, 0);
        if (outcome == CommandContext.FOUND)
        {
            streams.lastId(stream.value(), last);
        }
        final byte[] error = chooseId();
        if (error != null)
        {
            context.reply().error(error);
            return;
        }

        append(outcome);
    }

    @Override
    public int fieldCount()
    {
        return (context.argCount() - firstField) / 2;
    }

    @Override
    public long address(final int index)
    {
        return context.argAddress(firstField + index);
    }

    @Override
    public int length(final int index)
    {
        return context.argLength(firstField + index);
    }

    private void append(final int outcome)
    {
        if (outcome == CommandContext.MISSING)
        {
            streams.create(stream.value());
            stream.insert(context, KEY);
        }
        streams.append(stream.value(), id, this);
        producer.remember(context, stream.value(), firstField, id);
        final long text = arena.writable(scratch, 0, StreamId.MAX_TEXT_LENGTH);
        final int textLength = id.format(text);
        context.reply().bulk(text, textLength);
        context.modified(KEY, KeyspaceEvent.XADD);
        if (trim.isGiven() && trim.trim(streams, references, stream.value()) > 0)
        {
            CollectionAccess.modified(context, KEY, KeyspaceEvent.XTRIM, 0);
        }
        propagate(text, textLength);
    }

    /** Replicas get the id that was chosen, and an exact trimming to what an approximate one came to. */
    private void propagate(final long text, final int textLength)
    {
        if (!context.effects().isActive())
        {
            return;
        }
        context.propagate(trim.rewrittenCount(context) - producer.argumentCount());
        final long threshold = arena.writable(scratch, StreamId.MAX_TEXT_LENGTH, StreamId.MAX_TEXT_LENGTH);
        for (int i = 0; i < context.argCount(); i++)
        {
            if (i == firstField - 1)
            {
                context.effects().argument(text, textLength);
            }
            else if (!producer.isArgument(i))
            {
                trim.propagate(context, i, streams, stream.value(), threshold);
            }
        }
        producer.propagate(context, text, textLength);
    }

    private void parse(final ArgParser args, final boolean isReplaying)
    {
        trim.clear();
        producer.clear();
        isCreating = true;
        args.position(FIRST_OPTION);
        boolean isIdReached = false;
        while (args.hasNext() && !isIdReached && !args.hasError())
        {
            if (args.accept(NOMKSTREAM))
            {
                isCreating = false;
            }
            else if (!producer.parseOption(args) && !trim.parseOption(args))
            {
                parseId(args, args.next());
                isIdReached = true;
            }
        }
        if (!args.hasError())
        {
            trim.conclude(args, streams.nodeMaxEntries(), isReplaying);
        }
        firstField = args.position();
        if (!args.hasError())
        {
            checkFields(args);
        }
    }

    private void checkFields(final ArgParser args)
    {
        long length = 0;
        for (int i = firstField; i < args.count(); i++)
        {
            length += args.length(i) + MAX_FRAME_LENGTH;
        }
        if (args.remaining() < 2 || args.remaining() % 2 != 0)
        {
            args.fail(Errors.wrongArgumentCount(context.command().name()));
        }
        else if (length > MAX_ENTRY_LENGTH)
        {
            args.fail(TOO_LARGE);
        }
        else if (isTimeGiven && producer.isGiven())
        {
            args.fail(ProducerOption.ID_GIVEN);
        }
        else if (isTimeGiven && !isNumberMissing && id.isZero())
        {
            args.fail(ZERO_ID);
        }
    }

    private void parseId(final ArgParser args, final int index)
    {
        final long address = args.address(index);
        final int length = args.length(index);
        isTimeGiven = length != 1 || OffHeap.getByte(address) != '*';
        isNumberMissing = false;
        if (isTimeGiven)
        {
            isNumberMissing = id.parseTime(address, length);
            if (!isNumberMissing && !id.parse(address, length, 0))
            {
                args.fail(TrimOptions.INVALID_ID);
            }
        }
    }

    /**
     * @return what is wrong with the id, or null.
     */
    private byte[] chooseId()
    {
        if (last.isMax())
        {
            return EXHAUSTED;
        }
        if (!isTimeGiven)
        {
            if (Long.compareUnsigned(context.nowMs(), last.timeMs()) > 0)
            {
                id.set(context.nowMs(), 0);
            }
            else
            {
                id.set(last);
                id.increment();
            }
        }
        else if (isNumberMissing && id.timeMs() == last.timeMs())
        {
            id.set(id.timeMs(), last.number() == -1L ? -1L : last.number() + 1);
        }
        return id.compareTo(last) <= 0 ? NOT_ABOVE_LAST : null;
    }
}
