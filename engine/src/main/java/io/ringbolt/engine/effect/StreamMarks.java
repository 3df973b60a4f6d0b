package io.ringbolt.engine.effect;

/**
 * Whoever notes where in the {@link EffectLog} a place in the replication stream lies, now and then, so that any place
 * is found by a short walk. Called on the engine thread.
 */
@FunctionalInterface
public interface StreamMarks
{
    /**
     * The next record of the stream is about to be appended.
     *
     * @param streamOffset bytes of the stream before it.
     * @param position     where it will lie in the log.
     * @param timeMs       its time.
     * @return the stream offset from which on the next mark is wanted.
     */
    long onMark(long streamOffset, long position, long timeMs);
}
