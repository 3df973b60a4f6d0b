package io.ringbolt.engine.command;

import io.ringbolt.engine.ring.RingEntry;

/**
 * What a command does with a key by its very arguments, where its row tells only what it may do: SET reads the old
 * value if it is asked for it, BITFIELD may do nothing but read.
 */
public final class KeyUse
{
    private static final int FIRST_SET_OPTION = 3;
    private static final int FIRST_BITFIELD_OPERATION = 2;
    private static final int GET_OPERAND_COUNT = 2;
    private static final int UNCONDITIONAL_DELEX_COUNT = 2;
    private static final byte[] OVERFLOW = Errors.text("OVERFLOW");
    private static final byte[] GET = Errors.text("GET");
    private static final KeySpec READING = KeySpec.key(1).ro().access();
    private static final KeySpec OVERWRITING = KeySpec.key(1).ow().update();
    private static final KeySpec CHANGING = KeySpec.key(1).rw().access().update();
    private static final KeySpec REMOVING = KeySpec.key(1).rm().delete();
    private static final KeySpec REMOVING_IF = KeySpec.key(1).rw().access().delete();

    private KeyUse()
    {
    }

    /**
     * Tells what a key is used for. Allocates nothing.
     *
     * @param spec  by which the key was found.
     * @param first index in the entry of the command's name.
     * @return the same spec, or one whose flags say more exactly what happens.
     */
    public static KeySpec of(final Command command, final KeySpec spec, final RingEntry entry, final int first)
    {
        if (!spec.has(KeySpec.Flag.VARIABLE_FLAGS))
        {
            return spec;
        }
        return switch (command.name())
        {
            case "set" -> set(entry, first);
            case "bitfield" -> bitfield(entry, first);
            case "delex" -> entry.argumentCount() - first == UNCONDITIONAL_DELEX_COUNT ? REMOVING : REMOVING_IF;
            default -> spec;
        };
    }

    private static KeySpec bitfield(final RingEntry entry, final int first)
    {
        int index = first + FIRST_BITFIELD_OPERATION;
        while (index < entry.argumentCount())
        {
            final boolean isGet = KeyFinder.is(entry, index, GET);
            final int operandCount = isGet ? GET_OPERAND_COUNT : 1;
            if (!isGet && !KeyFinder.is(entry, index, OVERFLOW) || entry.argumentCount() - index - 1 < operandCount)
            {
                return CHANGING;
            }
            index += 1 + operandCount;
        }
        return READING;
    }

    private static KeySpec set(final RingEntry entry, final int first)
    {
        for (int i = first + FIRST_SET_OPTION; i < entry.argumentCount(); i++)
        {
            if (KeyFinder.is(entry, i, GET))
            {
                return CHANGING;
            }
        }
        return OVERWRITING;
    }
}
