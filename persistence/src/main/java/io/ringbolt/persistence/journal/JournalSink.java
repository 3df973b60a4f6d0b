package io.ringbolt.persistence.journal;

import io.ringbolt.engine.effect.EffectLog;
import io.ringbolt.engine.effect.EffectRecord;

import java.io.IOException;

/**
 * Where the journal keeps records: a file, or in a test memory. Used by the journal agent's thread alone.
 */
public interface JournalSink extends AutoCloseable
{
    /**
     * Takes one record, which needs not be durable yet.
     *
     * @param record wrapped on {@code log}; its bytes are valid during the call.
     * @throws IOException if the medium fails; the record then counts as not taken and comes again.
     */
    void append(EffectLog log, EffectRecord record) throws IOException;

    /** Leaves out a record that is for replicas only. */
    default void pass(final EffectRecord record)
    {
    }

    /**
     * Makes everything taken durable. May block for as long as the medium takes.
     *
     * @throws IOException if the medium fails; nothing taken since the last success may then be called durable.
     */
    void force() throws IOException;

    /**
     * Gives everything taken to the system, which need not have it on the medium yet.
     *
     * @throws IOException as {@link #force()}.
     */
    default void flush() throws IOException
    {
    }

    /** Counts everything taken as done, under a policy that does not force. */
    default void settle()
    {
    }

    /** Forgets everything taken since the last success of {@link #force()} or {@link #settle()}; it comes again. */
    default void rewind()
    {
    }

    /** Nothing has come for a while, and everything is forced. */
    default void onIdle() throws IOException
    {
    }

    @Override
    void close();
}
