package io.ringbolt.engine.ring;

/**
 * What a ring entry asks of the engine. Everything that can change the engine's state arrives as one of these.
 */
public enum EntryKind
{
    /** A client's command. */
    COMMAND,
    /** Time has passed: expiry, lazy freeing, time-outs and periodic figures take a bounded step. */
    TICK,
    /** A connection has been accepted; its session joins the client list. */
    SESSION_OPENED,
    /** A connection is gone; its session leaves, with whatever it held. */
    SESSION_CLOSED,
    /**
     * The client broke the protocol; the reason is to be told in its place among the replies, then the connection ends.
     */
    PROTOCOL_ERROR,
    /** The host asks the engine to run something of its own, in order with the commands. Not part of a recorded run. */
    CALL
}
