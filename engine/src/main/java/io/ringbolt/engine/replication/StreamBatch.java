package io.ringbolt.engine.replication;

import io.ringbolt.engine.command.Command;

/**
 * A piece of a master's stream that holds whole units, with what has been found out about it: where commands begin,
 * where their arguments lie. Filled by a link, read by the engine, then given back.
 * <p>
 * The region holds for each command the table that {@link io.ringbolt.engine.ring.RingEntry} describes, whose offsets
 * point into the bytes behind all tables.
 */
public interface StreamBatch
{
    int unitCount();

    /** @return the first byte of a unit, as it came. */
    long unitAddress(int unit);

    int unitLength(int unit);

    /** @return the place among the batch's commands of a unit's first. */
    int firstCommand(int unit);

    /** @return how many commands a unit holds; none if it is an empty line. MULTI and EXEC are not among them. */
    int commandCount(int unit);

    /** @return null if this server knows no such command. */
    Command command(int index);

    int argumentCount(int index);

    /** @return the command's table. */
    long areaAddress(int index);

    /** @return bytes from the table to the command's end. */
    int areaLength(int index);

    /** Gives the batch back; nothing of it may be used any more. */
    void release();
}
