package io.ringbolt.persistence.aof;

/**
 * The place of a replication history that loaded data belong to.
 *
 * @param id       the history's name, 40 hexadecimal digits.
 * @param offset   bytes of it that the data hold.
 * @param database selected by its stream there.
 */
public record HistoryPlace(String id, long offset, int database)
{
}
