package io.ringbolt.engine.string;

import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.command.Numbers;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.keyspace.Database;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.memory.Arena;

/**
 * String values under keys: the one place that knows when a string is an {@code int}, an {@code embstr} or {@code raw}.
 * <p>
 * Methods that store leave the entry's window on the stored value. They tell of a key that was not there before, and of
 * nothing else. Keys and values are copied.
 */
public final class Strings
{
    /** The longest string that Redis keeps in one block with its header, and therefore calls {@code embstr}. */
    static final int MAX_EMBEDDED_LENGTH = 44;

    private Strings()
    {
    }

    /** @return the encoding of a string that is no number, or is not to be kept as one. */
    public static int textEncoding(final int length)
    {
        return length <= MAX_EMBEDDED_LENGTH ? Encoding.EMBSTR : Encoding.RAW;
    }

    /** @return the bytes that a string has, also one kept as a number. */
    public static int length(final KeyEntry entry)
    {
        return entry.isLong() ? Numbers.length(entry.longValue()) : entry.stringLength();
    }

    /** Replies the value as a bulk string. */
    public static void reply(final ReplyWriter reply, final KeyEntry entry)
    {
        if (entry.isLong())
        {
            reply.bulkLong(entry.longValue());
        }
        else if (entry.canPin())
        {
            reply.bulkPinned(entry.pin(), 0, entry.stringLength());
        }
        else
        {
            reply.bulk(entry.stringAddress(), entry.stringLength());
        }
    }

    /**
     * Stores argument {@code valueIndex} under the key at {@code keyIndex}.
     *
     * @param entry   with which the key has just been looked up; if {@code isFound} its value, of any type, is
     *                released.
     * @param keepTtl whether an expiry stays.
     */
    static void store(
        final CommandContext context,
        final int keyIndex,
        final int valueIndex,
        final KeyEntry entry,
        final boolean isFound,
        final boolean keepTtl)
    {
        final long valueAddress = context.argAddress(valueIndex);
        final int valueLength = context.argLength(valueIndex);
        final int oldType = isFound ? entry.type() : ValueType.STRING;
        if (valueLength <= Numbers.MAX_LONG_LENGTH && Numbers.isLong(valueAddress, valueLength))
        {
            storeLong(context, keyIndex, Numbers.parseLong(valueAddress, valueLength), entry, isFound);
        }
        else if (valueLength < Arena.ADOPTABLE_LENGTH || !adopt(context, keyIndex, valueIndex, entry, isFound))
        {
            storeText(context, keyIndex, valueAddress, valueLength, entry, isFound);
        }
        if (isFound && !keepTtl && entry.hasExpiry())
        {
            context.database().persist(entry);
        }
        if (isFound)
        {
            context.overwritten(keyIndex, oldType, ValueType.STRING);
        }
    }

    /** Stores an argument with the region it came in. @return false if that is not to be had; nothing has changed. */
    private static boolean adopt(
        final CommandContext context,
        final int keyIndex,
        final int valueIndex,
        final KeyEntry entry,
        final boolean isFound)
    {
        final long ref = context.entry().handOver(valueIndex, context.engine().arena());
        if (Arena.NULL_REF == ref)
        {
            return false;
        }
        final int length = context.argLength(valueIndex);
        if (isFound)
        {
            context.database().replaceAdopted(entry, textEncoding(length), ref, length);
        }
        else
        {
            context.database().insertAdopted(
                context.argAddress(keyIndex), context.argLength(keyIndex), textEncoding(length), ref, length, entry);
            onNewKey(context, keyIndex);
        }
        return true;
    }

    /** Stores a number; an expiry stays. */
    static void storeLong(
        final CommandContext context, final int keyIndex, final long value, final KeyEntry entry, final boolean isFound)
    {
        final Database database = context.database();
        if (isFound)
        {
            database.setLong(entry, value);
        }
        else
        {
            database.insertLong(context.argAddress(keyIndex), context.argLength(keyIndex), value, entry);
            onNewKey(context, keyIndex);
        }
    }

    /** Stores bytes as bytes, even if they are digits; an expiry stays. */
    static void storeText(
        final CommandContext context,
        final int keyIndex,
        final long valueAddress,
        final int valueLength,
        final KeyEntry entry,
        final boolean isFound)
    {
        final Database database = context.database();
        final int encoding = textEncoding(valueLength);
        if (isFound)
        {
            database.replaceString(entry, encoding, valueAddress, valueLength);
        }
        else
        {
            database.insertString(
                context.argAddress(keyIndex), context.argLength(keyIndex), encoding, valueAddress, valueLength, entry);
            onNewKey(context, keyIndex);
        }
    }

    /** Enters an empty string under a key that is not there, for {@link Database#resizeString} to fill. */
    public static void createEmpty(final CommandContext context, final int keyIndex, final KeyEntry entry)
    {
        storeText(context, keyIndex, context.argAddress(keyIndex), 0, entry, false);
    }

    private static void onNewKey(final CommandContext context, final int keyIndex)
    {
        context.modified(
            context.database(), context.argAddress(keyIndex), context.argLength(keyIndex), KeyspaceEvent.NEW, 0);
    }
}
