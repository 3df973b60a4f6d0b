package io.ringbolt.engine.acl;

import java.util.LinkedList;
import java.util.List;
import java.util.ListIterator;

/**
 * The newest denials, for ACL LOG, and how many there were in all. Owned by the engine thread.
 */
public final class AclLog
{
    /** Entries that are looked at for one like the new one. */
    private static final int SEARCHED = 10;

    private final LinkedList<AclLogEntry> newestFirst = new LinkedList<>();
    private final long[] counts = new long[AclVerdict.values().length];
    private long maxLength;
    private long nextId;

    /** Counts a denial and keeps it. */
    void add(
        final AclVerdict reason,
        final AclContext context,
        final String object,
        final String userName,
        final String clientInfo,
        final long nowMs)
    {
        counts[reason.ordinal()]++;
        final AclLogEntry entry = new AclLogEntry(nextId, reason, context, object, userName, clientInfo, nowMs);
        final AclLogEntry known = takeMatching(entry);
        if (null != known)
        {
            known.clientInfo = clientInfo;
            known.updatedMs = nowMs;
            known.count++;
            newestFirst.addFirst(known);
            return;
        }
        nextId++;
        newestFirst.addFirst(entry);
        trim();
    }

    private AclLogEntry takeMatching(final AclLogEntry wanted)
    {
        final ListIterator<AclLogEntry> entries = newestFirst.listIterator();
        while (entries.hasNext() && entries.nextIndex() < SEARCHED)
        {
            final AclLogEntry entry = entries.next();
            if (entry.matches(wanted))
            {
                entries.remove();
                return entry;
            }
        }
        return null;
    }

    void maxLength(final long length)
    {
        maxLength = length;
    }

    private void trim()
    {
        while (newestFirst.size() > maxLength)
        {
            newestFirst.removeLast();
        }
    }

    void clear()
    {
        newestFirst.clear();
    }

    List<AclLogEntry> newestFirst()
    {
        return newestFirst;
    }

    /** @return denials for this reason since the start. */
    public long count(final AclVerdict reason)
    {
        return counts[reason.ordinal()];
    }
}
