package io.ringbolt.transport;

import io.ringbolt.engine.session.SessionChannel;

/**
 * A broadcast with those of its recipients that one selector writes to and that speak one protocol.
 *
 * @param recipients of which the first {@code count} do not change any more.
 * @param firstByte  of the message in the recipients' protocol.
 */
record BroadcastTask(Broadcast message, SessionChannel[] recipients, int count, byte firstByte)
{
    boolean hasSameRecipients(final BroadcastTask other)
    {
        return recipients == other.recipients && count == other.count && firstByte == other.firstByte;
    }
}
