package io.ringbolt.engine.replication;

/**
 * What a link tells of itself at a moment.
 *
 * @param phase           how far it has come; {@link LinkPhase#CONNECT} if there is no connection.
 * @param lastIoMs        when bytes came last, in ms since the epoch; 0 for never.
 * @param transferTotal   bytes of the data that come; 0 if the master does not say.
 * @param transferRead    bytes of them that have come.
 * @param transferLastIoMs when bytes of them came last.
 * @param readOffset      offset in the master's history up to which bytes have come.
 * @param bytesIn         bytes that have come since the start.
 * @param bytesOut        bytes sent since the start.
 */
public record LinkFigures(
    LinkPhase phase,
    long lastIoMs,
    long transferTotal,
    long transferRead,
    long transferLastIoMs,
    long readOffset,
    long bytesIn,
    long bytesOut)
{
    /** The figures of a link that there is not. */
    public static final LinkFigures NONE = new LinkFigures(LinkPhase.CONNECT, 0, 0, 0, 0, 0, 0, 0);
}
