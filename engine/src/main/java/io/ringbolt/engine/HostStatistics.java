package io.ringbolt.engine;

/**
 * Figures about connections, process and machine that INFO and friends show and that only the host knows. Counters
 * count from the start or the last CONFIG RESETSTAT.
 */
public final class HostStatistics
{
    public long connectionsReceived;
    public long connectionsRejected;
    public long bytesIn;
    public long bytesOut;
    public long readsProcessed;
    public long writesProcessed;
    public long ioThreadsActive;
    public long queryBufferLimitDisconnections;
    public long outputBufferLimitDisconnections;
    public long migrationLinks;
    public long residentBytes;
    public long heapUsedBytes;
    public long heapCommittedBytes;
    public long directBytes;
    public long collectionCount;
    public long collectionMs;
    public long allocatedBytes;
    public long totalSystemBytes;
    public double cpuSystemSeconds;
    public double cpuUserSeconds;
    public double cpuSystemMainThreadSeconds;
    public double cpuUserMainThreadSeconds;
    public double cpuSystemChildrenSeconds;
    public double cpuUserChildrenSeconds;
    public long processId;
    public int tcpPort;
    public String executable = "";
    public String operatingSystem = "";
    public String threadingMode = "";
    public int selectorCount;
    public long processStartMs;
    public long maxDescriptors;
}
