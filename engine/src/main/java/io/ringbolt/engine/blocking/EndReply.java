package io.ringbolt.engine.blocking;

import io.ringbolt.engine.command.ReplyWriter;

/**
 * What a command says when it has waited in vain, or may not wait at all; worked out when it says so.
 */
@FunctionalInterface
public interface EndReply
{
    void write(ReplyWriter reply);
}
