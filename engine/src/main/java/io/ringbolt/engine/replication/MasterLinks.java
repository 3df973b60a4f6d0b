package io.ringbolt.engine.replication;

/**
 * The link to a master, as the engine drives it; implemented where sockets are. There is one at a time. What it has to
 * tell comes to {@link Following} on the engine thread, with the generation of the request that it is about.
 */
public interface MasterLinks
{
    /** Begins to connect; a link that there is ends without a word. Returns at once. */
    void connect(LinkRequest request);

    /** @param milliseconds without a sign of the master after which the link ends. */
    void timeoutMs(long milliseconds);

    /** Ends the link without a word. Data that are being received are given up. */
    void close();

    /** The data are loaded, so what has changed since may come. @param offset up to which the data go. */
    void onLoaded(long generation, long offset);

    /** Tells the master at once how far this server is. */
    void acknowledge();

    /** Says how far this server is. @param offset everything of the master's history below it has been applied. */
    void applied(long offset);

    /** @return the figures of the moment. */
    LinkFigures figures();

    /** @return an id for the master among the clients. */
    long nextClientId();

    /** @return the port that clients reach this server at. */
    int listeningPort();

    /** Where there are no sockets: nobody can be followed. */
    static MasterLinks none()
    {
        return NoLinks.INSTANCE;
    }
}
