package io.ringbolt.engine.stream;

/**
 * How many entries a reply may still hold: of the stream that is being read, and of all.
 */
final class ReadBudget
{
    private long perStream;
    private long countLeft;
    private long sizeLeft;
    private long streamLeft;
    private int streamCount;

    void begin(final ReadOptions options)
    {
        perStream = options.count() == 0 ? Long.MAX_VALUE : options.count();
        countLeft = options.maxCount();
        sizeLeft = options.maxSize();
        beginStream();
    }

    /** Goes on to another stream. */
    void beginStream()
    {
        streamLeft = perStream;
        streamCount = 0;
    }

    /** An entry of so many bytes is in the reply. */
    void spend(final long length)
    {
        streamLeft--;
        countLeft--;
        sizeLeft -= length;
        streamCount++;
    }

    /** Says that no more entries of this stream fit; the first of a reply always does. */
    boolean isSpent()
    {
        return streamLeft <= 0 || countLeft <= 0 || sizeLeft <= 0;
    }

    /** Entries of this stream in the reply. */
    int streamCount()
    {
        return streamCount;
    }
}
