package io.ringbolt.engine.scripting;

/** Counts the errors within what a script replies. */
interface ReplyErrors
{
    /** The error that comes next is one that a command has given the script, and so has been counted. */
    void onErrorRelayed();

    /** An error has been written that is the script's own. @param error its code and text. */
    void onScriptError(byte[] error);
}
