package io.ringbolt.engine.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * Where in a command's arguments its keys stand, and what the command does with them.
 * <p>
 * The three shapes are Redis's: a range from an index, a range behind a keyword, and a count followed by that many
 * keys. One description serves COMMAND GETKEYS, ACL, cluster slots, tracking and transactions.
 */
public final class KeySpec
{
    /** What the command does with a key or its value; the labels are those of COMMAND INFO. */
    public enum Flag
    {
        RW, RO, OW, RM, ACCESS, INSERT, UPDATE, DELETE, NOT_KEY, INCOMPLETE, VARIABLE_FLAGS;

        public String label()
        {
            return this.compareTo(RM) <= 0 ? name() : name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int CHANGING =
        1 << Flag.INSERT.ordinal() | 1 << Flag.UPDATE.ordinal() | 1 << Flag.DELETE.ordinal();

    private final int beginIndex;
    private byte[] supersedingWord;
    private String keyword;
    private byte[] keywordBytes;
    private int keywordFrom;
    private int lastKey;
    private int step = 1;
    private int limit;
    private boolean isCounted;
    private int countIndex;
    private int firstKeyIndex;
    private boolean isUnknown;
    private final List<byte[]> passedWords = new ArrayList<>(0);
    private final List<Integer> passedCounts = new ArrayList<>(0);
    private int flags;

    private KeySpec(final int beginIndex)
    {
        this.beginIndex = beginIndex;
    }

    /** One key at argument {@code index}; the command's name is argument 0. */
    public static KeySpec key(final int index)
    {
        return new KeySpec(index);
    }

    /**
     * Keys from argument {@code index} to a last one.
     *
     * @param last relative to the first key; negative counts from the end of the arguments, -1 being the last.
     */
    public static KeySpec keys(final int index, final int last, final int step)
    {
        final KeySpec spec = new KeySpec(index);
        spec.lastKey = last;
        spec.step = step;
        return spec;
    }

    /** A count at argument {@code index}, followed by that many keys. */
    public static KeySpec counted(final int index)
    {
        final KeySpec spec = new KeySpec(index);
        spec.isCounted = true;
        spec.firstKeyIndex = 1;
        return spec;
    }

    /** Keys behind a keyword, searched from argument {@code from} (negative: backwards from the end). */
    public static KeySpec behind(final String keyword, final int from)
    {
        final KeySpec spec = new KeySpec(0);
        spec.keyword = keyword;
        spec.keywordBytes = keyword.getBytes(StandardCharsets.US_ASCII);
        spec.keywordFrom = from;
        return spec;
    }

    /** Keys that cannot be told from the arguments, but depend on data. */
    public static KeySpec unknown()
    {
        final KeySpec spec = new KeySpec(0);
        spec.isUnknown = true;
        return spec;
    }

    /**
     * A key behind the last {@code word} from argument {@code from} on, of which clients are told only
     * that it is there.
     */
    public static KeySpec unknownBehind(final String word, final int from)
    {
        final KeySpec spec = behind(word, from);
        spec.isUnknown = true;
        return spec;
    }

    /** An option before the keyword, which {@code count} arguments follow, none of them a keyword whatever they say. */
    public KeySpec passing(final String word, final int count)
    {
        passedWords.add(word.getBytes(StandardCharsets.US_ASCII));
        passedCounts.add(count);
        return this;
    }

    /** Ends the range at {@code last} in steps; {@code limit} 2 means the first half of the remaining arguments. */
    public KeySpec range(final int last, final int step, final int limit)
    {
        this.lastKey = last;
        this.step = step;
        this.limit = limit;
        return this;
    }

    /**
     * The key does not count where it is empty and {@code word} stands behind it: the keys are then behind the word.
     */
    public KeySpec unlessEmptyBefore(final String word)
    {
        this.supersedingWord = word.getBytes(StandardCharsets.US_ASCII);
        return this;
    }

    /** @return the word behind which the keys are if this one is empty, or null. */
    byte[] supersedingWord()
    {
        return supersedingWord;
    }

    public KeySpec rw()
    {
        return with(Flag.RW);
    }

    public KeySpec ro()
    {
        return with(Flag.RO);
    }

    /** The old value is overwritten without being looked at. */
    public KeySpec ow()
    {
        return with(Flag.OW);
    }

    /** The key is removed without its value being looked at. */
    public KeySpec rm()
    {
        return with(Flag.RM);
    }

    public KeySpec access()
    {
        return with(Flag.ACCESS);
    }

    public KeySpec insert()
    {
        return with(Flag.INSERT);
    }

    public KeySpec update()
    {
        return with(Flag.UPDATE);
    }

    public KeySpec delete()
    {
        return with(Flag.DELETE);
    }

    public KeySpec notKey()
    {
        return with(Flag.NOT_KEY);
    }

    public KeySpec incomplete()
    {
        return with(Flag.INCOMPLETE);
    }

    public KeySpec variableFlags()
    {
        return with(Flag.VARIABLE_FLAGS);
    }

    public boolean has(final Flag flag)
    {
        return 0 != (flags & 1 << flag.ordinal());
    }

    /**
     * Whether clients are not told where the keys stand; there is a keyword nevertheless if the server itself knows.
     */
    public boolean isUnknown()
    {
        return isUnknown;
    }

    public int beginIndex()
    {
        return beginIndex;
    }

    /** @return the keyword, or null if the keys begin at an index. */
    public String keyword()
    {
        return keyword;
    }

    byte[] keywordBytes()
    {
        return keywordBytes;
    }

    /** @return whether what is said of the value tells of reading it; of what ACL rules must allow. */
    public boolean readsValue()
    {
        return has(Flag.ACCESS);
    }

    /** @return whether the value is changed, made or removed. */
    public boolean changesValue()
    {
        return 0 != (flags & CHANGING);
    }

    /** Options that {@link #passing} names. */
    List<byte[]> passedWords()
    {
        return passedWords;
    }

    int passedCount(final int option)
    {
        return passedCounts.get(option);
    }

    public int keywordFrom()
    {
        return keywordFrom;
    }

    public boolean isCounted()
    {
        return isCounted;
    }

    public int countIndex()
    {
        return countIndex;
    }

    public int firstKeyIndex()
    {
        return firstKeyIndex;
    }

    public int lastKey()
    {
        return lastKey;
    }

    public int step()
    {
        return step;
    }

    public int limit()
    {
        return limit;
    }

    @Override
    public String toString()
    {
        final StringJoiner names = new StringJoiner(",", "[", "]");
        for (final Flag flag : Flag.values())
        {
            if (has(flag))
            {
                names.add(flag.name());
            }
        }
        if (isUnknown)
        {
            return "unknown unknown " + names;
        }
        final String begin = null == keyword ? "index:" + beginIndex : "keyword:" + keyword + "," + keywordFrom;
        final String find = isCounted ? "keynum:" + countIndex + "," + firstKeyIndex + "," + step :
            "range:" + lastKey + "," + step + "," + limit;
        return begin + " " + find + " " + names;
    }

    private KeySpec with(final Flag flag)
    {
        flags |= 1 << flag.ordinal();
        return this;
    }
}
