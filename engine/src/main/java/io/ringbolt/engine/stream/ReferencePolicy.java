package io.ringbolt.engine.stream;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Errors;

/**
 * What becomes of the pending entries of consumer groups when the stream's entries that they refer to are removed.
 */
enum ReferencePolicy
{
    /** They stay and refer to nothing. */
    KEEPREF,
    /** They are removed too. */
    DELREF,
    /** An entry to which any refers, or which a group has yet to read, is not removed. */
    ACKED;

    private static final ReferencePolicy[] ALL = values();

    private final byte[] keyword = Errors.text(name());

    /** Passes a policy's name in the arguments. @return null if something else stands there. */
    static ReferencePolicy accept(final ArgParser args)
    {
        for (int i = 0; i < ALL.length; i++)
        {
            if (args.accept(ALL[i].keyword))
            {
                return ALL[i];
            }
        }
        return null;
    }
}
