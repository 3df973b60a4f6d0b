package io.ringbolt.engine.durability;

/**
 * What INFO tells of the append-only file.
 *
 * @param lastRewriteSeconds    how long the last rewrite took; -1 if there was none.
 * @param currentRewriteSeconds for how long one has been running; -1 if none is.
 * @param isLastRewriteOk       how the last one ended.
 * @param rewriteCount          rewrites begun.
 * @param failuresInARow        rewrites that have failed since the last success.
 * @param isLastWriteOk         whether the file could be written the last time.
 * @param lastCopiedBytes       what the snapshot pool held at the last rewrite's end.
 * @param currentLength         bytes of the base and of all increments.
 * @param baseLength            the same after the last rewrite, or at the start.
 * @param isForcePending        whether something has been written and not forced.
 * @param bufferLength          bytes of effects that are not on disk yet.
 * @param delayedForces         forces that took so long that the next one was late.
 */
public record AppendOnlyFigures(
    long lastRewriteSeconds,
    long currentRewriteSeconds,
    boolean isLastRewriteOk,
    long rewriteCount,
    long failuresInARow,
    boolean isLastWriteOk,
    long lastCopiedBytes,
    long currentLength,
    long baseLength,
    boolean isForcePending,
    long bufferLength,
    long delayedForces)
{
}
