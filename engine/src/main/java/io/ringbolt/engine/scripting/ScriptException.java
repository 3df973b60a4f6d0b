package io.ringbolt.engine.scripting;

/**
 * Why a script or library can't be had: what its client is told.
 */
final class ScriptException extends Exception
{
    private static final long serialVersionUID = 1;

    /** @param message a whole error reply, with its code. */
    ScriptException(final String message)
    {
        super(message, null, false, false);
    }
}
