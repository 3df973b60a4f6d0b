package io.ringbolt.persistence.aof;

import io.ringbolt.engine.effect.EffectLog;
import io.ringbolt.engine.effect.EffectRecord;

import java.nio.ByteBuffer;

/**
 * How far the units that a journal has taken have come in a replication history, and what a reader of the file believes
 * about that. Used by the journal's thread.
 */
/*
 * A reader adds up the bytes of the commands behind a HistoryLine. Mostly that is what the history's offset does too,
 * so a line is needed only where the two part: where a file begins, behind what only replicas got (PING each ten
 * seconds), around units that are in no history, and where the history changes.
 */
final class HistoryTrack
{
    static final long UNKNOWN = -1;
    private static final String ANYTHING = "";

    private String id = HistoryLine.NO_ID;
    private long offset;
    private int database;
    private long keptOffset;
    private int keptDatabase;
    private String believedId = ANYTHING;
    private long believedOffset;
    private boolean isBelievedToCount;
    private boolean hasUnforced;
    private volatile long forcedOffset = UNKNOWN;

    /** What comes from here on belongs to another history, or to none. Everything taken before is forced. */
    void begin(final String newId, final long newOffset, final int newDatabase)
    {
        id = newId;
        offset = newOffset;
        database = newDatabase;
        hasUnforced = false;
        onForced();
    }

    /** What comes goes into another file. @param isEmpty whether a reader knows nothing yet, or may know anything. */
    void onFile(final boolean isEmpty)
    {
        believedId = isEmpty ? HistoryLine.NO_ID : ANYTHING;
    }

    /** @return whether a line is needed for a reader to know where it is. */
    boolean isUntold()
    {
        return !id.equals(believedId) || isKnown() && offset != believedOffset;
    }

    /**
     * Writes a line if the unit that follows needs one.
     *
     * @param selectLength of what stands before it to select its database; the stream may have something of its own.
     */
    void beforeUnit(final EffectRecord record, final int selectLength, final ByteBuffer buffer)
    {
        final boolean isCounting = isKnown() && !record.isJournalOnly();
        believedOffset += isBelievedToCount ? selectLength : 0;
        if (isCounting)
        {
            offset += record.prefixLength();
            database = record.firstDatabase();
        }
        if (isUntold() || isKnown() && isCounting != isBelievedToCount)
        {
            tell(isCounting, buffer);
        }
    }

    /** Writes a line. */
    void tell(final boolean isCounting, final ByteBuffer buffer)
    {
        HistoryLine.put(buffer, isCounting, id, offset, database);
        believedId = id;
        believedOffset = offset;
        isBelievedToCount = isCounting;
    }

    /** A unit has been taken whose prefix counts already. */
    void onUnit(final EffectRecord record)
    {
        hasUnforced = true;
        if (isBelievedToCount)
        {
            believedOffset += record.payloadLength();
            offset += record.payloadLength();
            database = record.lastDatabase();
        }
    }

    /** A record is part of the history and has come to its place in the log; it is not written. */
    void onPassed(final EffectRecord record)
    {
        offset += record.streamLength();
        database = EffectLog.NO_DATABASE == record.lastDatabase() ? database : record.lastDatabase();
        if (!hasUnforced)
        {
            onForced();
        }
    }

    /** Everything taken is durable. */
    void onForced()
    {
        hasUnforced = false;
        onSettled();
        forcedOffset = isKnown() ? offset : UNKNOWN;
    }

    /** Everything taken counts as done. */
    void onSettled()
    {
        keptOffset = offset;
        keptDatabase = database;
    }

    /** What has been taken since then comes again. */
    void rewind()
    {
        offset = keptOffset;
        database = keptDatabase;
        hasUnforced = false;
        onFile(false);
    }

    /** @return the history's offset up to which all is durable, or -1; any thread. */
    long forcedOffset()
    {
        return forcedOffset;
    }

    private boolean isKnown()
    {
        return !HistoryLine.NO_ID.equals(id);
    }

    @Override
    public String toString()
    {
        return "HistoryTrack{" + id + ':' + offset + " forced=" + forcedOffset + '}';
    }
}
