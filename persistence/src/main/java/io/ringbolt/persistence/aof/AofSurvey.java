package io.ringbolt.persistence.aof;

import java.util.List;

/**
 * What has been found out about a file before any of it is used.
 *
 * @param length       of the file.
 * @param validEnd     the offset up to which it may be used.
 * @param damage       what lies there; null if the file is whole.
 * @param hasHeaders   whether there are {@link BatchHeader}s in it.
 * @param nextSequence of the unit that would follow.
 * @param lastTimeMs   of the last unit, 0 if the file does not tell.
 * @param batches      one for each batch, if they were asked for.
 */
record AofSurvey(
    long length,
    long validEnd,
    AofDamage damage,
    boolean hasHeaders,
    long nextSequence,
    long lastTimeMs,
    List<Batch> batches)
{
    /** Units that stand under one header. */
    record Batch(long sequence, int unitCount, long timeMs, long offset)
    {
    }

    boolean isWhole()
    {
        return null == damage;
    }
}
