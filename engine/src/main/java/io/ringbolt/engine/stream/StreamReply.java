package io.ringbolt.engine.stream;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;

/**
 * How ids and entries of streams are replied.
 */
final class StreamReply
{
    private final Arena arena;
    private final StreamCursor cursor;
    private final ListPackElement field = new ListPackElement();
    private final ListPackElement value = new ListPackElement();
    private final long scratch;
    private long length;

    StreamReply(final Arena arena, final Streams streams)
    {
        this.arena = arena;
        this.cursor = new StreamCursor(streams);
        this.scratch = arena.allocate(StreamId.MAX_TEXT_LENGTH);
    }

    void id(final ReplyWriter reply, final StreamId id)
    {
        final long text = text();
        reply.bulk(text, id.format(text));
    }

    /** Where an id can be formatted. */
    long text()
    {
        return arena.writable(scratch, 0, StreamId.MAX_TEXT_LENGTH);
    }

    /** Replies the entry under a cursor: its id, its fields and values. */
    void entry(final ReplyWriter reply, final StreamCursor at)
    {
        reply.array(2);
        content(reply, at);
    }

    /** The parts of an entry, for a reply that has more of them. */
    void content(final ReplyWriter reply, final StreamCursor at)
    {
        id(reply, at.id());
        reply.array(2 * at.fieldCount());
        length = StreamId.MAX_TEXT_LENGTH;
        for (int i = 0; i < at.fieldCount(); i++)
        {
            at.nextField(field, value);
            CollectionAccess.reply(reply, field);
            CollectionAccess.reply(reply, value);
            length += lengthOf(field) + lengthOf(value);
        }
    }

    /** Bytes of the entry replied last, more or less. */
    long length()
    {
        return length;
    }

    /**
     * Replies the entry of an id.
     *
     * @return false, and nothing is replied, if there is none.
     */
    boolean entry(final ReplyWriter reply, final ValueRef stream, final StreamId id)
    {
        if (!cursor.wrap(stream, id, id, true).next())
        {
            return false;
        }
        entry(reply, cursor);
        return true;
    }

    private static int lengthOf(final ListPackElement element)
    {
        return element.isInteger() ? Long.BYTES : element.length();
    }
}
