package io.ringbolt.engine.hash;

import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.Database;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.ValueType;

/**
 * Lets hashes of a file share the names of their fields while it is read, and undoes that for names which too few of
 * them turn out to have. Gives up on further names when most of a thousand are such.
 */
public final class TemplateAdoption
{
    private static final int TRIAL_COUNT = 1000;
    private static final int KEYS_PER_STEP = 1000;

    private final Hashes hashes;
    private final HashTemplates templates;
    private final ValueRef value = new ValueRef();
    private long minEntries;
    private long maxEntries;
    private long threshold;
    private long madeCount;
    private long rareCount;
    private boolean hasAdopted;

    public TemplateAdoption(final Hashes hashes, final HashTemplates templates)
    {
        this.hashes = hashes;
        this.templates = templates;
    }

    /**
     * Takes over which hashes are to share names.
     *
     * @param min       fields, or 0 for none.
     * @param max       fields, or 0 for any number.
     * @param threshold hashes that must have the same names.
     */
    public void limits(final long min, final long max, final long threshold)
    {
        this.minEntries = min;
        this.maxEntries = max;
        this.threshold = threshold;
    }

    /** Lets a hash share its names if it is one of those that should. */
    public void adopt(final ValueRef hash)
    {
        final long count = hashes.storedCount(hash);
        if (minEntries == 0 || count < minEntries || maxEntries != 0 && count > maxEntries ||
            Encoding.isTemplate(hash.encoding()))
        {
            return;
        }
        final boolean mayMake = madeCount < TRIAL_COUNT || rareCount * 2 <= madeCount;
        if (!hashes.toTemplate(hash, mayMake) || !Encoding.isTemplate(hash.encoding()))
        {
            return;
        }
        hasAdopted = true;
        final long keys = templates.keyCount(hashes.templates.template(hash.encoding(), hash.root()));
        madeCount += keys == 1 ? 1 : 0;
        rareCount += keys == 1 && threshold > 1 ? 1 : keys == threshold && threshold > 1 ? -1 : 0;
    }

    /** Gives hashes names of their own again that share them with too few others, when all have been read. */
    public void dissolveRare(final Database database)
    {
        if (!hasAdopted || threshold <= 1)
        {
            return;
        }
        long cursor = 0;
        do
        {
            cursor = database.scan(cursor, KEYS_PER_STEP, this::dissolveIfRare);
        }
        while (cursor != 0);
    }

    private void dissolveIfRare(final KeyEntry entry)
    {
        if (entry.type() != ValueType.HASH || !Encoding.isTemplate(entry.encoding()) ||
            templates.keyCount(hashes.templates.template(entry.encoding(), entry.root())) >= threshold)
        {
            return;
        }
        value.set(entry.encoding(), entry.root());
        hashes.toPlain(value);
        entry.root(value.root());
        entry.encoding(value.encoding());
    }
}
