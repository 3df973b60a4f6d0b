package io.ringbolt.persistence.aof;

/**
 * Where a file stops being what it should be.
 *
 * @param kind   what may be done about it.
 * @param offset of the first byte that is not to be used.
 * @param reason for people.
 */
record AofDamage(Kind kind, long offset, String reason)
{
    /** What damage means. */
    enum Kind
    {
        /** The end was not written completely; nothing of it had been promised. It may be cut off. */
        TORN_END,
        /** What had been forced is not there any more, or has changed. */
        ROT,
        /** It is none of these files. */
        BAD_FORMAT
    }
}
