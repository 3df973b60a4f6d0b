package io.ringbolt.engine.session;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The lists of field names that a connection has prepared for HIMPORT, each under a name of its own. They go with the
 * connection, or with RESET.
 */
public final class FieldSets
{
    private final Map<String, FieldSet> sets = new HashMap<>();

    /**
     * Stores a list, perhaps in place of another.
     *
     * @return false, and nothing has changed, if a field is named twice.
     */
    public boolean put(final String name, final byte[][] fields)
    {
        final Set<String> names = new HashSet<>();
        for (final byte[] field : fields)
        {
            if (!names.add(new String(field, StandardCharsets.ISO_8859_1)))
            {
                return false;
            }
        }
        sets.put(name, new FieldSet(fields));
        return true;
    }

    /** The list of that name, or null. */
    public FieldSet get(final String name)
    {
        return sets.get(name);
    }

    public boolean remove(final String name)
    {
        return null != sets.remove(name);
    }

    /** Forgets all. @return how many there were. */
    public int clear()
    {
        final int count = sets.size();
        sets.clear();
        return count;
    }

    /**
     * The names of some fields, in their order, one behind the other in one array.
     */
    public static final class FieldSet
    {
        private final byte[] bytes;
        private final int[] ends;

        FieldSet(final byte[][] fields)
        {
            ends = new int[fields.length];
            int end = 0;
            for (int i = 0; i < fields.length; i++)
            {
                end += fields[i].length;
                ends[i] = end;
            }
            bytes = new byte[end];
            for (int i = 0; i < fields.length; i++)
            {
                System.arraycopy(fields[i], 0, bytes, offset(i), fields[i].length);
            }
        }

        public int count()
        {
            return ends.length;
        }

        /** All names; not to be changed. */
        public byte[] bytes()
        {
            return bytes;
        }

        public int offset(final int index)
        {
            return 0 == index ? 0 : ends[index - 1];
        }

        public int length(final int index)
        {
            return ends[index] - offset(index);
        }
    }
}
