package io.ringbolt.engine.collection;

import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.ReplyWriter;

/**
 * What a command says of a collection that is not there, which is the same as of an empty one.
 */
public enum EmptyReply
{
    ZERO, NULL, NULL_ARRAY, EMPTY_ARRAY, OK, NO_SUCH_KEY;

    void write(final ReplyWriter reply)
    {
        switch (this)
        {
            case ZERO -> reply.integer(0);
            case NULL -> reply.nullValue();
            case NULL_ARRAY -> reply.nullArray();
            case EMPTY_ARRAY -> reply.array(0);
            case OK -> reply.ok();
            case NO_SUCH_KEY -> reply.error(Errors.NO_SUCH_KEY);
        }
    }
}
