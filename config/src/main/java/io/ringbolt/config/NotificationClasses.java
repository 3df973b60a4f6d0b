package io.ringbolt.config;

/**
 * The classes of keyspace notifications as bits, each with the letter that {@code notify-keyspace-events} gives it.
 * Where the letters are written, their order is that of the constants.
 */
public final class NotificationClasses
{
    public static final int GENERIC = 1;
    public static final int STRING = 1 << 1;
    public static final int LIST = 1 << 2;
    public static final int SET = 1 << 3;
    public static final int HASH = 1 << 4;
    public static final int SORTED_SET = 1 << 5;
    public static final int EXPIRED = 1 << 6;
    public static final int EVICTED = 1 << 7;
    public static final int STREAM = 1 << 8;
    public static final int MODULE = 1 << 9;
    public static final int NEW = 1 << 10;
    public static final int KEYSPACE = 1 << 11;
    public static final int KEYEVENT = 1 << 12;
    public static final int KEY_MISS = 1 << 13;
    public static final int OVERWRITTEN = 1 << 14;
    public static final int TYPE_CHANGED = 1 << 15;
    public static final int ARRAY = 1 << 16;
    public static final int SUBKEYSPACE = 1 << 17;
    public static final int SUBKEYEVENT = 1 << 18;
    public static final int SUBKEYSPACE_ITEM = 1 << 19;
    public static final int SUBKEYSPACE_EVENT = 1 << 20;

    /** The channels that name what inside a key an event is about. */
    public static final int SUBKEYS = SUBKEYSPACE | SUBKEYEVENT | SUBKEYSPACE_ITEM | SUBKEYSPACE_EVENT;

    /**
     * What the letter A stands for: every class but those that must be asked for: NEW, KEY_MISS,
     * OVERWRITTEN, TYPE_CHANGED.
     */
    public static final int ALL = NEW - 1 | ARRAY;

    /** What an event has for a letter that belongs to no class, so that nobody is told of it. */
    public static final char NO_CLASS = '\0';

    /** The classes that made up A before there were arrays: whoever names all of them means A, as configurations do. */
    private static final int ALL_BEFORE_ARRAYS = NEW - 1;

    private static final String LETTERS = "g$lshzxetdnKEmocaSTIV";

    private NotificationClasses()
    {
    }

    /** @return the bit of the class with this letter; no bit for {@link #NO_CLASS}. */
    public static int bit(final char letter)
    {
        if (NO_CLASS == letter)
        {
            return 0;
        }
        final int index = LETTERS.indexOf(letter);
        if (index < 0)
        {
            throw new IllegalArgumentException("no class of notifications: " + letter);
        }
        return 1 << index;
    }

    /** The classes that the letters name, or -1 if a letter names none. */
    static int parse(final String letters)
    {
        int classes = 0;
        for (int i = 0; i < letters.length(); i++)
        {
            final int index = LETTERS.indexOf(letters.charAt(i));
            if ('A' == letters.charAt(i))
            {
                classes |= ALL;
            }
            else if (index < 0)
            {
                return -1;
            }
            else
            {
                classes |= 1 << index;
            }
        }
        return (classes & ALL_BEFORE_ARRAYS) == ALL_BEFORE_ARRAYS ? classes | ARRAY : classes;
    }

    static String format(final int classes)
    {
        final StringBuilder letters = new StringBuilder();
        final boolean hasAll = (classes & ALL) == ALL;
        if (hasAll)
        {
            letters.append('A');
        }
        for (int i = 0; i < LETTERS.length(); i++)
        {
            final int bit = 1 << i;
            if ((classes & bit) != 0 && !(hasAll && isSilentBesideAll(bit)))
            {
                letters.append(LETTERS.charAt(i));
            }
        }
        return letters.toString();
    }

    private static boolean isSilentBesideAll(final int bit)
    {
        return ((ALL | NEW) & bit) != 0;
    }
}
