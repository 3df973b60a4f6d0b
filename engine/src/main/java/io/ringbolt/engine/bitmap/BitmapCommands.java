package io.ringbolt.engine.bitmap;

import io.ringbolt.config.MemoryParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.string.StringView;
import io.ringbolt.engine.string.Strings;

import static io.ringbolt.engine.command.CommandFlag.DENYOOM;
import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.READONLY;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.key;

/**
 * The family of commands that look at a string as a row of bits.
 */
public final class BitmapCommands implements CommandFamily
{
    static final KeyspaceEvent SETBIT = new KeyspaceEvent('$', "setbit");

    private static final int KEY = 1;
    private static final int OFFSET = 2;
    private static final int BIT = 3;
    private static final int COUNT_START = 2;
    private static final int WANTED = 2;
    private static final int POSITION_START = 3;
    private static final byte[] NOT_A_BIT = Errors.text("ERR bit is not an integer or out of range");
    private static final byte[] NOT_ZERO_OR_ONE = Errors.text("ERR The bit argument must be 1 or 0.");

    private final BitOffsets offsets = new BitOffsets();
    private final BitRange range = new BitRange();
    private final StringView view = new StringView();
    private final KeyEntry entry = new KeyEntry();
    private final BitopCommand bitop;
    private final BitfieldCommand bitfield = new BitfieldCommand(offsets);

    public BitmapCommands(final Arena arena)
    {
        this.bitop = new BitopCommand(arena);
    }

    @Override
    public void onConfig(final ServerConfig config)
    {
        offsets.onConfig(config);
        bitop.onConfig(config.get(MemoryParameters.LAZYFREE_LAZY_SERVER_DEL));
    }

    @Override
    public void register(final CommandTable table)
    {
        row(table, "SETBIT", 4, WRITE, DENYOOM)
            .keys(key(KEY).rw().access().update()).since("2.2.0").complexity("O(1)").handler(this::setbit)
            .summary("Sets or clears the bit at an offset of a string, which grows as needed.")
            .syntax("key offset value");
        row(table, "GETBIT", 3, READONLY, FAST)
            .keys(key(KEY).ro().access()).since("2.2.0").complexity("O(1)").handler(this::getbit)
            .summary("Returns the bit at an offset of a string.").syntax("key offset");
        row(table, "BITCOUNT", -2, READONLY)
            .keys(key(KEY).ro().access()).since("2.6.0").complexity("O(N)").handler(this::bitcount)
            .summary("Counts the bits that are set in a string or a part of it.")
            .syntax("key [start end [BYTE | BIT]]").history("7.0.0", "Takes BYTE and BIT.");
        row(table, "BITPOS", -3, READONLY)
            .keys(key(KEY).ro().access()).since("2.8.7").complexity("O(N)").handler(this::bitpos)
            .summary("Finds the first bit that is set, or clear, in a string or a part of it.")
            .syntax("key bit [start [end [BYTE | BIT]]]").history("7.0.0", "Takes BYTE and BIT.");
        bitop.register(table);
        bitfield.register(table);
    }

    static Command row(final CommandTable table, final String name, final int arity, final CommandFlag... flags)
    {
        return table.command(name, arity).group(CommandGroup.BITMAP).flags(flags).categories(AclCategory.BITMAP);
    }

    private void setbit(final CommandContext context)
    {
        final long offset = offsets.parse(context.args(), OFFSET);
        final boolean isSet = 1 == context.args().longAt(BIT, 0, 1, NOT_A_BIT);
        if (context.args().failed())
        {
            return;
        }
        final int found = context.lookupWrite(KEY, ValueType.STRING, entry);
        if (CommandContext.WRONG_TYPE == found)
        {
            return;
        }
        final int oldLength = CommandContext.FOUND == found ? Strings.length(entry) : 0;
        final int byteOffset = (int)(offset >>> 3);
        if (CommandContext.MISSING == found)
        {
            Strings.createEmpty(context, KEY, entry);
        }
        final long address = context.database().resizeString(entry, Math.max(oldLength, byteOffset + 1), byteOffset, 1);
        final byte old = OffHeap.getByte(address);
        final int mask = 0x80 >>> (offset & 7);
        final boolean wasSet = 0 != (old & mask);
        if (byteOffset >= oldLength || isSet != wasSet)
        {
            OffHeap.putByte(address, (byte)(isSet ? old | mask : old & ~mask));
            context.modified(KEY, SETBIT);
        }
        context.reply().integer(wasSet ? 1 : 0);
    }

    private void getbit(final CommandContext context)
    {
        final long offset = offsets.parse(context.args(), OFFSET);
        if (context.args().failed() || !lookup(context))
        {
            return;
        }
        final boolean isInside = offset >>> 3 < view.length();
        final int bits = isInside ? OffHeap.getByte(view.address() + (offset >>> 3)) : 0;
        context.reply().integer(bits >>> 7 - (offset & 7) & 1);
    }

    /** Turns the view to the string, which is empty if there is none. @return false if an error has been replied. */
    private boolean lookup(final CommandContext context)
    {
        final int found = context.lookupRead(KEY, ValueType.STRING, entry);
        if (CommandContext.FOUND == found)
        {
            view.wrap(entry);
        }
        else
        {
            view.wrapEmpty();
        }
        return CommandContext.WRONG_TYPE != found;
    }

    private void bitcount(final CommandContext context)
    {
        if (context.argCount() == COUNT_START + 1)
        {
            context.args().fail(Errors.SYNTAX);
        }
        range.parse(context.args(), COUNT_START);
        if (context.args().failed() || !lookup(context))
        {
            return;
        }
        context.reply().integer(!range.isReversedFromEnd() && range.resolve(view.length()) ?
            Bits.count(view.address(), range.firstBit(), range.lastBit()) : 0);
    }

    private void bitpos(final CommandContext context)
    {
        final long wanted = context.args().longAt(WANTED);
        if (!context.args().hasError() && 0 != wanted && 1 != wanted)
        {
            context.args().fail(NOT_ZERO_OR_ONE);
        }
        range.parse(context.args(), POSITION_START);
        if (context.args().failed())
        {
            return;
        }
        final int found = context.lookupRead(KEY, ValueType.STRING, entry);
        if (CommandContext.FOUND == found)
        {
            view.wrap(entry);
            context.reply().integer(position(1 == wanted));
        }
        else if (CommandContext.MISSING == found)
        {
            // what is not there counts as zeros without end
            context.reply().integer(1 == wanted ? Bits.NONE : 0);
        }
    }

    private long position(final boolean isSet)
    {
        if (!range.resolve(view.length()))
        {
            return Bits.NONE;
        }
        final long position = Bits.find(view.address(), range.firstBit(), range.lastBit(), isSet);
        // without an end, zeros follow the string
        return Bits.NONE == position && !isSet && !range.hasEnd() ? (long)view.length() << 3 : position;
    }
}
