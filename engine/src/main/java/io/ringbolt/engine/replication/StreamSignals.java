package io.ringbolt.engine.replication;

import io.ringbolt.config.ReplicationParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.effect.EffectRecord;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.session.Session;

import java.nio.charset.StandardCharsets;

/**
 * What a master sends that changes nothing: PING so that replicas see it alive, REPLCONF GETACK so that they say how
 * far they are, and line ends to those who wait for a snapshot. The first two are part of the stream. Owned by the
 * engine thread.
 */
final class StreamSignals implements AutoCloseable
{
    private static final byte[] PING = ascii("*1\r\n$4\r\nPING\r\n");
    private static final byte[] GETACK = ascii("*3\r\n$8\r\nREPLCONF\r\n$6\r\nGETACK\r\n$1\r\n*\r\n");
    private static final byte[] NEWLINE = ascii("\n");

    private final Engine engine;
    private final int length = PING.length + GETACK.length + NEWLINE.length;
    private final long pingAddress;
    private final long getAckAddress;
    private final long newlineAddress;
    private long pingPeriod = 1;
    private long seconds;
    private boolean isAckWanted;

    StreamSignals(final Engine engine)
    {
        this.engine = engine;
        pingAddress = engine.allocator().allocate(length);
        getAckAddress = pingAddress + PING.length;
        newlineAddress = getAckAddress + GETACK.length;
        OffHeap.copyIn(PING, 0, pingAddress, PING.length);
        OffHeap.copyIn(GETACK, 0, getAckAddress, GETACK.length);
        OffHeap.copyIn(NEWLINE, 0, newlineAddress, NEWLINE.length);
    }

    void onConfig(final ServerConfig config)
    {
        pingPeriod = config.intValue(ReplicationParameters.REPL_PING_REPLICA_PERIOD);
    }

    /** To be called once a second. @param isPinging whether there is anybody to be pinged, and nothing against it. */
    void onSecond(final boolean isPinging)
    {
        if (0 == seconds++ % pingPeriod && isPinging)
        {
            append(pingAddress, PING.length);
        }
    }

    /** Has replicas asked how far they are, once for all who want to know in this batch. */
    void requestAcknowledgements()
    {
        isAckWanted = true;
    }

    /** The batch of entries ends. @param hasReplicas whether there is anybody to be asked. */
    void onBatchEnd(final boolean hasReplicas)
    {
        if (isAckWanted)
        {
            isAckWanted = false;
            if (hasReplicas)
            {
                append(getAckAddress, GETACK.length);
            }
        }
    }

    /** Shows a client that waits for a snapshot that the server is still there. */
    void sendNewline(final Session session)
    {
        session.reply().raw(newlineAddress, NEWLINE.length);
        session.channel().commit(engine.sequence(), false);
    }

    private void append(final long address, final int signalLength)
    {
        final int database = engine.effectLog().selectedDatabase();
        engine.effectLog().append(EffectRecord.STREAM_ONLY, engine.sequence(), engine.nowUs() / 1000,
            database, database, address, signalLength);
    }

    @Override
    public void close()
    {
        engine.allocator().free(pingAddress, length);
    }

    private static byte[] ascii(final String text)
    {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
