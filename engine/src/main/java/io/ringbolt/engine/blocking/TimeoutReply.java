package io.ringbolt.engine.blocking;

import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.ReplyWriter;

/**
 * What commands say when they have waited in vain, or may not wait at all, where it is always the same.
 */
public enum TimeoutReply implements EndReply
{
    /** RESP3 null; RESP2 null bulk string. */
    NULL,
    /** RESP3 null; RESP2 null array. Every command that waits for keys says this after its time. */
    NULL_ARRAY,
    /** CLIENT UNBLOCK has ended a MIGRATE, of which nothing will be known: what it says of a silent server. */
    NOT_READ_FROM_TARGET;

    private static final byte[] NOT_READ = Errors.text("IOERR error or timeout reading from target instance");

    @Override
    public void write(final ReplyWriter reply)
    {
        switch (this)
        {
            case NULL -> reply.nullValue();
            case NULL_ARRAY -> reply.nullArray();
            case NOT_READ_FROM_TARGET -> reply.error(NOT_READ);
        }
    }
}
