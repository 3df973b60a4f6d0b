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

    /**
     * Makes everything taken durable. May block for as long as the medium takes.
     *
     * @throws IOException if the medium fails; nothing taken since the last success may then be called durable.
     */
    void force() throws IOException;

    @Override
    void close();
}
