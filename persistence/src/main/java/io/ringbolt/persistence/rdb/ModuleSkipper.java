package io.ringbolt.persistence.rdb;

import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.rdb.RdbReader;

/**
 * Passes over what modules have written: a number that names the module's type, then tagged values up to an end mark.
 */
final class ModuleSkipper
{
    private static final int END = 0;
    private static final int SIGNED = 1;
    private static final int UNSIGNED = 2;
    private static final int FLOAT = 3;
    private static final int DOUBLE = 4;
    private static final int STRING = 5;

    /** A type's number holds nine characters of six bits above ten bits of its encoding's version. */
    private static final String CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final int NAME_LENGTH = 9;
    private static final int VERSION_BITS = 10;
    private static final int CHARACTER_BITS = 6;
    private static final int CHARACTER_MASK = (1 << CHARACTER_BITS) - 1;

    private final RdbReader reader;
    private final ListPackElement string = new ListPackElement();

    ModuleSkipper(final RdbReader reader)
    {
        this.reader = reader;
    }

    /** Reads which module's type follows. */
    String readName()
    {
        final long number = reader.readLength() >>> VERSION_BITS;
        final StringBuilder name = new StringBuilder(NAME_LENGTH);
        for (int i = NAME_LENGTH - 1; i >= 0; i--)
        {
            name.append(CHARACTERS.charAt((int)(number >>> i * CHARACTER_BITS) & CHARACTER_MASK));
        }
        return name.toString();
    }

    /** Passes over data of a module that belong to no key. @return false if they begin with what they can't. */
    boolean skipAux()
    {
        final long tag = reader.readLength();
        reader.readLength();
        if (!reader.hasFailed() && UNSIGNED != tag)
        {
            return false;
        }
        skipValue();
        return true;
    }

    /** Passes over tagged values up to the end mark. */
    void skipValue()
    {
        while (!reader.hasFailed())
        {
            switch ((int)reader.readLength())
            {
                case END ->
                {
                    return;
                }
                case SIGNED, UNSIGNED -> reader.readLength();
                case FLOAT -> reader.readInt();
                case DOUBLE -> reader.readLong();
                case STRING -> reader.readText(RdbReader.FIRST, string);
                default -> reader.fail();
            }
        }
    }
}
