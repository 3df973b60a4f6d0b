package io.ringbolt.engine.pubsub;

import io.ringbolt.config.NotificationClasses;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;

/**
 * Publishes which fields of a hash an event is about, on up to four kinds of channels. Fields are listed as
 * {@code length:field}, with commas between them, in the order in which the command named them, twice if it did so.
 * <p>
 * A channel's name that could be read in two ways is not used: {@code I} leaves out keys with a line's end. Owned by
 * the engine thread.
 */
final class SubkeyNotifier
{
    private static final byte[] SUBKEYSPACE = Errors.text("__subkeyspace@");
    private static final byte[] SUBKEYEVENT = Errors.text("__subkeyevent@");
    private static final byte[] SUBKEYSPACE_ITEM = Errors.text("__subkeyspaceitem@");
    private static final byte[] SUBKEYSPACE_EVENT = Errors.text("__subkeyspaceevent@");
    private static final byte[] SEPARATOR = Errors.text("__:");
    private static final byte[] BAR = {'|'};
    private static final byte[] COLON = {':'};
    private static final byte[] COMMA = {','};
    private static final byte[] NEW_LINE = {'\n'};

    private final PubSub pubSub;
    private final MessageBuffer list;
    private final MessageBuffer channel;
    private final MessageBuffer message;
    private int channels;

    SubkeyNotifier(final PubSub pubSub, final OffHeapAllocator allocator)
    {
        this.pubSub = pubSub;
        this.list = new MessageBuffer(allocator);
        this.channel = new MessageBuffer(allocator);
        this.message = new MessageBuffer(allocator);
    }

    /** @param channels bits of {@link NotificationClasses}, of which those in its SUBKEYS count. */
    void channels(final int channels)
    {
        this.channels = channels;
    }

    /** Adds a field to those that the next event is about. */
    void add(final long address, final int length)
    {
        if (!list.isEmpty())
        {
            list.raw(COMMA);
        }
        list.digits(length).raw(COLON).raw(address, length);
    }

    boolean isEmpty()
    {
        return list.isEmpty();
    }

    /** Tells of an event about the fields added since the last one. */
    void publish(final int database, final long keyAddress, final int keyLength, final KeyspaceEvent event)
    {
        if (0 != (channels & NotificationClasses.SUBKEYSPACE))
        {
            message.clear();
            message.raw(event.nameBytes()).raw(BAR).raw(list.address(), list.length());
            begin(SUBKEYSPACE, database).raw(keyAddress, keyLength);
            send(message);
        }
        if (0 != (channels & NotificationClasses.SUBKEYEVENT))
        {
            message.clear();
            message.digits(keyLength).raw(COLON).raw(keyAddress, keyLength).raw(BAR).raw(list.address(), list.length());
            begin(SUBKEYEVENT, database).raw(event.nameBytes());
            send(message);
        }
        if (0 != (channels & NotificationClasses.SUBKEYSPACE_ITEM) && !hasNewLine(keyAddress, keyLength))
        {
            publishItems(database, keyAddress, keyLength, event);
        }
        if (0 != (channels & NotificationClasses.SUBKEYSPACE_EVENT))
        {
            begin(SUBKEYSPACE_EVENT, database).raw(event.nameBytes()).raw(BAR).raw(keyAddress, keyLength);
            send(list);
        }
        list.clear();
    }

    private void publishItems(
        final int database, final long keyAddress, final int keyLength, final KeyspaceEvent event)
    {
        message.clear();
        message.raw(event.nameBytes());
        int offset = 0;
        while (offset < list.length())
        {
            int length = 0;
            for (byte next = list.byteAt(offset++); ':' != next; next = list.byteAt(offset++))
            {
                length = 10 * length + next - '0';
            }
            begin(SUBKEYSPACE_ITEM, database).raw(keyAddress, keyLength).raw(NEW_LINE)
                .raw(list.address() + offset, length);
            send(message);
            offset += length + COMMA.length;
        }
    }

    private MessageBuffer begin(final byte[] prefix, final int database)
    {
        channel.clear();
        return channel.raw(prefix).digits(database).raw(SEPARATOR);
    }

    private void send(final MessageBuffer payload)
    {
        pubSub.publish(channel.address(), channel.length(), payload.address(), payload.length());
    }

    private static boolean hasNewLine(final long address, final int length)
    {
        for (int i = 0; i < length; i++)
        {
            if ('\n' == OffHeap.getByte(address + i))
            {
                return true;
            }
        }
        return false;
    }

    void close()
    {
        list.close();
        channel.close();
        message.close();
    }
}
