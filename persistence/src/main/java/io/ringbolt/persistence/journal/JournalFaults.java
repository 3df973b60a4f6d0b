package io.ringbolt.persistence.journal;

import java.io.IOException;

/**
 * Who is told how the journal's medium fares. Called on the journal's thread, after every attempt.
 */
public interface JournalFaults
{
    /** The newest attempt failed; what it carried will be tried again. */
    void onFailure(IOException failure);

    /** The newest attempt succeeded. */
    void onSuccess();
}
