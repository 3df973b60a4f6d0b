package io.ringbolt.transport;

/**
 * What one selector has counted. Written by its thread; others read figures that may be a moment old.
 */
final class TrafficFigures
{
    private volatile long queryLimitCount;
    private long bytesIn;
    private long bytesOut;
    private long readCount;
    private long writeCount;

    void onRead(final long count)
    {
        bytesIn += count;
        readCount++;
    }

    void onWrite(final long count)
    {
        bytesOut += count;
        writeCount++;
    }

    void onQueryLimit()
    {
        queryLimitCount = queryLimitCount + 1;
    }

    long bytesIn()
    {
        return bytesIn;
    }

    long bytesOut()
    {
        return bytesOut;
    }

    long readCount()
    {
        return readCount;
    }

    long writeCount()
    {
        return writeCount;
    }

    long queryLimitCount()
    {
        return queryLimitCount;
    }
}
