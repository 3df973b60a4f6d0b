package io.ringbolt.engine.session;

/**
 * Whether a client wants replies, as CLIENT REPLY sets it.
 */
public enum ReplyMode
{
    ON,
    OFF,
    /** The next command's reply is dropped; CLIENT REPLY SKIP itself sets this. */
    SKIP_NEXT,
    /** The current command's reply is dropped, then replies are on. */
    SKIP_CURRENT;

    /** @return true if what is written now is sent. */
    public boolean isHeard()
    {
        return ON == this || SKIP_NEXT == this;
    }
}
