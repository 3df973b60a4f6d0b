package io.ringbolt.engine.memory;

/**
 * A right to bytes off-heap that others own: until its release they stay where and as they are.
 */
public interface Claim
{
    /** @return another claim on the same bytes, to be released for itself. Engine thread. */
    Claim again();

    /** @return whether the bytes are there for claims alone, and belong to nothing else that counts them. */
    boolean isSole();

    /** Ends the claim; to be called once. */
    void release();
}
