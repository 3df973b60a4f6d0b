package io.ringbolt.engine.blocking;

/**
 * One blocked command's place in the queue of one of its keys.
 */
final class KeyWait
{
    final BlockedCommand command;
    final BlockedKey key;
    /** Which argument of the command names the key. */
    final int argumentIndex;
    KeyWait previous;
    KeyWait next;

    KeyWait(final BlockedCommand command, final BlockedKey key, final int argumentIndex)
    {
        this.command = command;
        this.key = key;
        this.argumentIndex = argumentIndex;
    }
}
