package io.ringbolt.engine.blocking;

import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.ReplyWriter;

/**
 * What a command says when it has waited in vain, or may not wait at all.
 */
public enum TimeoutReply
{
    /** RESP3 null; RESP2 null bulk string. */
    NULL,
    /** RESP3 null; RESP2 null array. Every command that waits for keys says this after its time. */
    NULL_ARRAY,
    /** Nobody has acknowledged: what WAIT says. */
    ZERO,
    /** Nobody has acknowledged, neither here nor elsewhere: what WAITAOF says. */
    TWO_ZEROS,
    /** It is on disk here, and nobody else has acknowledged. */
    ONE_AND_ZERO,
    /** CLIENT UNBLOCK has ended a MIGRATE, of which nothing will be known: what it says of a silent server. */
    NOT_READ_FROM_TARGET;

    private static final byte[] NOT_READ = Errors.text("IOERR error or timeout reading from target instance");

    public void write(final ReplyWriter reply)
    {
        switch (this)
        {
            case NULL -> reply.nullValue();
            case NULL_ARRAY -> reply.nullArray();
            case ZERO -> reply.integer(0);
            case NOT_READ_FROM_TARGET -> reply.error(NOT_READ);
            default ->
            {
                reply.array(2);
                reply.integer(ONE_AND_ZERO == this ? 1 : 0);
                reply.integer(0);
            }
        }
    }
}
