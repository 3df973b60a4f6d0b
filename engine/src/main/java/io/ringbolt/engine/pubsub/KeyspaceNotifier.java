package io.ringbolt.engine.pubsub;

import io.ringbolt.config.EncodingParameters;
import io.ringbolt.config.NotificationClasses;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.memory.OffHeapAllocator;

/**
 * Publishes what happens to keys, as {@code notify-keyspace-events} asks: each event once under the key's name, once
 * under its own, and with the fields that it is about as {@link SubkeyNotifier} has it. Owned by the engine thread.
 */
public final class KeyspaceNotifier
{
    private static final byte[] KEYSPACE = Errors.text("__keyspace@");
    private static final byte[] KEYEVENT = Errors.text("__keyevent@");
    private static final byte[] SEPARATOR = Errors.text("__:");

    private final PubSub pubSub;
    private final MessageBuffer channel;
    private final MessageBuffer eventName;
    private final SubkeyNotifier subkeys;
    private int classes;
    private int subkeyClasses;

    public KeyspaceNotifier(final PubSub pubSub, final OffHeapAllocator allocator)
    {
        this.pubSub = pubSub;
        this.channel = new MessageBuffer(allocator);
        this.eventName = new MessageBuffer(allocator);
        this.subkeys = new SubkeyNotifier(pubSub, allocator);
    }

    public void onConfig(final ServerConfig config)
    {
        final int wanted = config.get(EncodingParameters.NOTIFY_KEYSPACE_EVENTS);
        final boolean hasChannel = 0 != (wanted & (NotificationClasses.KEYSPACE | NotificationClasses.KEYEVENT));
        classes = hasChannel ? wanted : 0;
        subkeyClasses = 0 != (wanted & NotificationClasses.SUBKEYS) ? wanted : 0;
        subkeys.channels(wanted);
    }

    /** @return true if events of this kind are told at all. */
    public boolean tells(final KeyspaceEvent event)
    {
        return 0 != ((classes | subkeyClasses) & event.classBit());
    }

    /** @return true if somebody may hear what inside a key an event of this kind is about. */
    public boolean tellsSubkeys(final KeyspaceEvent event)
    {
        return 0 != (subkeyClasses & event.classBit()) && !pubSub.isSilent();
    }

    /** Names something inside a key that the event published next is about; it holds {@link #tellsSubkeys} for it. */
    public void subkey(final long address, final int length)
    {
        subkeys.add(address, length);
    }

    /** Tells of an event for which {@link #tells} holds. */
    public void publish(final int database, final long keyAddress, final int keyLength, final KeyspaceEvent event)
    {
        if (pubSub.isSilent())
        {
            return;
        }
        eventName.clear();
        eventName.raw(event.nameBytes());
        if (0 != (classes & NotificationClasses.KEYSPACE))
        {
            channel.clear();
            channel.raw(KEYSPACE).digits(database).raw(SEPARATOR).raw(keyAddress, keyLength);
            pubSub.publish(channel.address(), channel.length(), eventName.address(), eventName.length());
        }
        if (0 != (classes & NotificationClasses.KEYEVENT))
        {
            channel.clear();
            channel.raw(KEYEVENT).digits(database).raw(SEPARATOR).raw(eventName.address(), eventName.length());
            pubSub.publish(channel.address(), channel.length(), keyAddress, keyLength);
        }
        if (!subkeys.isEmpty())
        {
            subkeys.publish(database, keyAddress, keyLength, event);
        }
    }

    public void close()
    {
        channel.close();
        eventName.close();
        subkeys.close();
    }
}
