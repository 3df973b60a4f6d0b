package io.ringbolt.persistence.journal;

import java.io.IOException;

/**
 * Something that the journal's thread shall do when it has written and forced everything up to a place in the effect
 * log, and nothing behind it.
 */
@FunctionalInterface
public interface JournalOrder
{
    /**
     * Runs on the journal's thread, once. @throws IOException if the sink failed: it then goes back to its last
     * success.
     */
    void execute() throws IOException;
}
