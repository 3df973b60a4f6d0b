package io.ringbolt.engine.session;

/**
 * The way by which one message reaches many clients without the engine going through them one by one. Engine thread.
 */
public interface FanOut
{
    /** @return true if it has room for another message; otherwise the engine writes to the clients itself. */
    boolean isReady();

    /**
     * Sends a message behind everything that has been committed to these clients, and before what will be.
     *
     * @param address the message in RESP2, copied; in RESP3 it differs in its first byte only, see {@code pushByte}.
     * @param groups  some elements may be null or without clients.
     */
    void send(long address, int length, byte pushByte, RecipientGroup[] groups);
}
