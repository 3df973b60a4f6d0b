package io.ringbolt.engine.blocking;

import io.ringbolt.engine.command.ReplyWriter;

/**
 * What a command says when it has waited in vain, or may not wait at all.
 */
public enum TimeoutReply
{
    /** RESP3 null; RESP2 null bulk string. */
    NULL,
    /** RESP3 null; RESP2 null array. Every command of Redis says this after its time. */
    NULL_ARRAY;

    public void write(final ReplyWriter reply)
    {
        if (this == NULL)
        {
            reply.nullValue();
        }
        else
        {
            reply.nullArray();
        }
    }
}
