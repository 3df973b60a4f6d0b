package io.ringbolt.persistence.aof;

/**
 * A file that the manifest names.
 *
 * @param name          within the folder.
 * @param number        ascending with each base, and with each increment.
 * @param type          what it holds.
 * @param startSequence the sequence of the first unit that follows a base; {@link #UNKNOWN} if the manifest
 *     does not tell.
 */
record AofPart(String name, long number, Type type, long startSequence)
{
    static final long UNKNOWN = -1;

    /** What a part is to the others, with the letter by which the manifest says so. */
    enum Type
    {
        /** The state from which the increments go on. */
        BASE('b'),
        /** Left over; to be removed. */
        HISTORY('h'),
        /** Changes, in order. */
        INCREMENT('i');

        private final char letter;

        Type(final char letter)
        {
            this.letter = letter;
        }

        char letter()
        {
            return letter;
        }

        /** @return null for a letter of no type. */
        static Type of(final char letter)
        {
            for (final Type type : values())
            {
                if (type.letter == letter)
                {
                    return type;
                }
            }
            return null;
        }
    }

    AofPart(final String name, final long number, final Type type)
    {
        this(name, number, type, UNKNOWN);
    }

    /** @return true if this is, or was before it became history, a base. */
    boolean wasBase()
    {
        return Type.BASE == type || Type.HISTORY == type && name.contains(AofNames.BASE_MARK);
    }

    AofPart asHistory()
    {
        return new AofPart(name, number, Type.HISTORY, startSequence);
    }
}
