package io.ringbolt.engine.session;

import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.observe.StageSample;
import io.ringbolt.engine.replication.ReplicaFeed;

/**
 * The way back to a client: what the engine may ask of the connection behind a session. Implemented by the transport,
 * or by a test. Called on the engine thread unless said otherwise.
 */
public interface SessionChannel
{
    /** @return the writer of this client's output; the same one for the channel's life. */
    ReplyWriter reply();

    /** Changes the RESP version of replies written from now on. @param version 2 or 3. */
    void protocol(int version);

    /**
     * Makes what has been written since the last commit part of the client's output.
     *
     * @param sequence  the ring sequence of the entry that answered.
     * @param isDurable true if the reply must wait until the journal has passed {@code sequence}, where the
     *                  policy says so.
     */
    void commit(long sequence, boolean isDurable);

    /** Drops what has been written since the last commit. */
    void discard();

    /** Has the time written down at which the socket has taken what was committed last. */
    default void trace(final StageSample sample)
    {
    }

    /** Ends the connection; any thread may ask. @param afterReplies true to deliver committed output first. */
    void close(boolean afterReplies);

    /** Stops or resumes taking commands from the client; what it sends meanwhile waits with its connection. */
    void pauseReading(boolean pause);

    /** Says whether the client listens to others: its unread output is then limited as a subscriber's. */
    default void subscriber(final boolean isSubscriber)
    {
    }

    /** Keeps the client's output in order with messages to many from now on, see {@link FanOut}. */
    default void followBroadcasts()
    {
    }

    /** Has the client sent what a feed holds, behind all that has been committed. */
    default void feed(final ReplicaFeed feed)
    {
    }

    /** The client's feed has something to send; any thread. */
    default void feedReady()
    {
    }

    /** @param isDelaying whether small packets are gathered, as {@code repl-disable-tcp-nodelay} asks. */
    default void delayPackets(final boolean isDelaying)
    {
    }

    /** @return the number of the thread that writes to the client, from 0. */
    default int writerIndex()
    {
        return 0;
    }

    /**
     * Exempts a client that is silent by nature, because it only listens, from {@code timeout}; or subjects it again.
     */
    void exemptFromTimeout(boolean exempt);

    /** @return {@code 127.0.0.1:6379}, {@code [::1]:6379} or {@code /path:0}. */
    String remoteAddress();

    String localAddress();

    boolean isUnixSocket();

    /** @return bytes of committed output that have not been written to the socket. */
    long outputLength();

    /** @return bytes written since the last {@link #commit}: of the reply in the making. */
    default long replyLength()
    {
        return 0;
    }

    /** @return output chunks waiting, for CLIENT LIST's {@code oll}. */
    int outputChunkCount();

    /** @return bytes of off-heap memory held for output. */
    long outputMemory();

    /** @return bytes received and not yet decoded. */
    int queryLength();

    /** @return free bytes in the inbound buffer. */
    int queryFree();

    /** @return bytes held for a command that has not come whole, but for those of {@link #queryLength()}. */
    long argumentMemory();

    /** @return file descriptor number for CLIENT LIST, or -1 where the platform tells none. */
    int descriptor();

    /** @return bytes read from and written to the socket since it opened. */
    long bytesIn();

    long bytesOut();
}
