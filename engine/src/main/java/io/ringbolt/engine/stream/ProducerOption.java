package io.ringbolt.engine.stream;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.Hash64;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * The option of XADD by which a producer names its entry, or has it named after its content, so that an entry sent
 * twice is added once.
 */
final class ProducerOption
{
    static final byte[] ID_GIVEN = Errors.text("ERR IDMP/IDMPAUTO can be used only with auto-generated IDs");

    private static final byte[] IDMP = Errors.text("IDMP");
    private static final byte[] IDMPAUTO = Errors.text("IDMPAUTO");
    private static final byte[] XIDMPRECORD = Errors.text("XIDMPRECORD");
    private static final byte[] TWICE = Errors.text("ERR IDMP/IDMPAUTO specified multiple times");
    private static final byte[] EMPTY_PRODUCER = Errors.text("ERR IDMP requires a non-empty producer ID");
    private static final byte[] EMPTY_PRODUCER_AUTO = Errors.text("ERR IDMPAUTO requires a non-empty producer ID");
    private static final byte[] EMPTY_NAME = Errors.text("ERR IDMP requires a non-empty idempotent ID");
    private static final int KEY = 1;
    private static final int DIGEST_LENGTH = 2 * Long.BYTES;
    private static final long FIRST_SEED = 0x9E3779B97F4A7C15L;
    private static final long SECOND_SEED = 0xC2B2AE3D27D4EB4FL;

    private final Arena arena;
    private final Streams streams;
    private final StreamId id = new StreamId();
    private final long digest;
    private final long text;
    private int optionIndex;
    private boolean isNamed;
    private long nameAddress;
    private int nameLength;

    ProducerOption(final Arena arena, final Streams streams)
    {
        this.arena = arena;
        this.streams = streams;
        this.digest = arena.allocate(DIGEST_LENGTH);
        this.text = arena.allocate(StreamId.MAX_TEXT_LENGTH);
    }

    void clear()
    {
        optionIndex = 0;
    }

    boolean isGiven()
    {
        return optionIndex != 0;
    }

    /**
     * Reads the option if the parser stands at it; latches an error.
     *
     * @return false if it stands at something else.
     */
    boolean parseOption(final ArgParser args)
    {
        final int index = args.position();
        final boolean isAuto = args.accept(IDMPAUTO, 1);
        if (!isAuto && !args.accept(IDMP, 2))
        {
            return false;
        }
        if (isGiven())
        {
            args.fail(TWICE);
            return true;
        }
        optionIndex = index;
        isNamed = !isAuto;
        if (args.length(args.next()) == 0)
        {
            args.fail(isAuto ? EMPTY_PRODUCER_AUTO : EMPTY_PRODUCER);
        }
        if (isNamed && args.length(args.next()) == 0)
        {
            args.fail(EMPTY_NAME);
        }
        return true;
    }

    /** Arguments that the option takes. */
    int argumentCount()
    {
        return isGiven() ? isNamed ? 3 : 2 : 0;
    }

    boolean isArgument(final int index)
    {
        return isGiven() && index >= optionIndex && index < optionIndex + argumentCount();
    }

    /**
     * Replies the id of the entry that was added under the same name before, if there is one.
     *
     * @return false if there is none.
     */
    boolean isRepeated(final CommandContext context, final ValueRef stream, final int firstField)
    {
        if (!isGiven())
        {
            return false;
        }
        name(context, firstField);
        final long remembered = streams.producers(stream);
        if (!streams.producers.find(remembered, context.argAddress(optionIndex + 1),
            context.argLength(optionIndex + 1), nameAddress, nameLength, context.nowMs(), id))
        {
            return false;
        }
        streams.producers.countDuplicate(remembered);
        final long address = arena.writable(text, 0, StreamId.MAX_TEXT_LENGTH);
        context.reply().bulk(address, id.format(address));
        return true;
    }

    /** Remembers the name of an entry that has been added. */
    void remember(final CommandContext context, final ValueRef stream, final int firstField, final StreamId added)
    {
        if (!isGiven())
        {
            return;
        }
        name(context, firstField);
        if (streams.producers(stream) == Arena.NULL_REF)
        {
            streams.producersAre(stream, streams.producers.create());
        }
        streams.producers.remember(streams.producers(stream), context.argAddress(optionIndex + 1),
            context.argLength(optionIndex + 1), nameAddress, nameLength, context.nowMs(), added);
    }

    /** Has replicas remember the name too. */
    void propagate(final CommandContext context, final long idText, final int idLength)
    {
        if (isGiven())
        {
            context.propagate(5).argument(XIDMPRECORD).argument(context.argAddress(KEY), context.argLength(KEY))
                .argument(context.argAddress(optionIndex + 1), context.argLength(optionIndex + 1))
                .argument(nameAddress, nameLength).argument(idText, idLength);
        }
    }

    private void name(final CommandContext context, final int firstField)
    {
        if (isNamed)
        {
            nameAddress = context.argAddress(optionIndex + 2);
            nameLength = context.argLength(optionIndex + 2);
            return;
        }
        long first = 0;
        long second = 0;
        for (int i = firstField; i < context.argCount(); i += 2)
        {
            first += hashOfPair(context, i, FIRST_SEED);
            second += hashOfPair(context, i, SECOND_SEED);
        }
        final long address = arena.writable(digest, 0, DIGEST_LENGTH);
        OffHeap.putLong(address, first);
        OffHeap.putLong(address + Long.BYTES, second);
        nameAddress = address;
        nameLength = DIGEST_LENGTH;
    }

    /** The order of the pairs in an entry does not matter, that of a field and its value does. */
    private static long hashOfPair(final CommandContext context, final int index, final long seed)
    {
        final long field = Hash64.hash(seed, context.argAddress(index), context.argLength(index));
        return Hash64.hash(field, context.argAddress(index + 1), context.argLength(index + 1));
    }
}
