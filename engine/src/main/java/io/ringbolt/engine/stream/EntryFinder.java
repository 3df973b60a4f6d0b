package io.ringbolt.engine.stream;

import io.ringbolt.engine.index.ValueRef;

/**
 * Finds the entries of ascending ids in one stream, which does not change meanwhile. An entry lies mostly right behind
 * the one found before, so the walk goes on from there, and only a distant one is searched from the top.
 */
final class EntryFinder
{
    /** Entries passed before searching: about as many as a search reads within the node that it comes to. */
    private static final int NEAR = 32;

    private final StreamCursor cursor;
    private final StreamId greatest = new StreamId().set(-1L, -1L);
    private ValueRef stream;
    private boolean isOnEntry;

    EntryFinder(final Streams streams)
    {
        cursor = new StreamCursor(streams);
    }

    void begin(final ValueRef searched)
    {
        stream = searched;
        isOnEntry = false;
    }

    /**
     * Finds the entry of an id, which is greater than the one before.
     *
     * @return a cursor on the entry, or null if there is none.
     */
    StreamCursor find(final StreamId id)
    {
        for (int i = 0; i < NEAR && isOnEntry && cursor.id().compareTo(id) < 0; i++)
        {
            isOnEntry = cursor.next();
        }
        if (!isOnEntry || cursor.id().compareTo(id) < 0)
        {
            isOnEntry = cursor.wrap(stream, id, greatest, true).next();
        }
        return isOnEntry && cursor.id().compareTo(id) == 0 ? cursor : null;
    }
}
