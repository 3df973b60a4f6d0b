package io.ringbolt.engine.command;

import io.ringbolt.engine.memory.BlockPin;

/**
 * The one way in which a command answers: protocol-neutral values, written in order to one client's output.
 * <p>
 * Owned by the engine thread. Nothing is visible to the client before the engine commits the reply. Where RESP2 lacks a
 * type the writer sends Redis's substitute (a map becomes a flat array, a double a bulk string, a null a null bulk
 * string). Aggregates announce their element count first; the caller then writes exactly that many elements.
 */
public interface ReplyWriter
{
    /** @return 2 or 3, the RESP version the client speaks. */
    int protocol();

    /** {@code +OK}. */
    void ok();

    /** A simple string. @param text ASCII without line breaks. */
    void simple(byte[] text);

    void simple(String text);

    /**
     * An error reply. @param text ASCII with its code and without the leading dash, for example
     * {@link Errors#WRONG_TYPE}.
     */
    void error(byte[] text);

    /** An error composed for this reply; line breaks become spaces. For rare paths: it allocates. */
    void error(String text);

    void integer(long value);

    /** @param address bytes to copy, valid during the call. */
    void bulk(long address, int length);

    /**
     * A bulk string out of a long block, which is read where it lies if that can be had.
     *
     * @param pin    released once the bytes have been read, by whoever reads them.
     * @param offset where the string begins in the block.
     */
    default void bulkPinned(final BlockPin pin, final int offset, final int length)
    {
        bulk(pin.address() + offset, length);
        pin.release();
    }

    void bulk(byte[] bytes);

    /** A bulk string in UTF-8. For rare paths: it allocates. */
    void bulk(String text);

    /** A bulk string that holds the decimal digits of {@code value}. */
    void bulkLong(long value);

    /**
     * RESP3 double; RESP2 bulk string with the shortest digits that read back to the same double, as Redis
     * prints scores.
     */
    void doubleValue(double value);

    /** RESP3 boolean; RESP2 integer 1 or 0. */
    void bool(boolean value);

    /** RESP3 null; RESP2 null bulk string. */
    void nullValue();

    /** RESP3 null; RESP2 null array. */
    void nullArray();

    void array(int count);

    /** @param pairs key-value pairs; RESP2 sends an array of twice as many elements. */
    void map(int pairs);

    /** RESP3 set; RESP2 array. */
    void set(int count);

    /** RESP3 out-of-band push; RESP2 array. */
    void push(int count);

    /** RESP3 verbatim string; RESP2 bulk string. @param format three ASCII letters, {@code txt} or {@code mkd}. */
    void verbatim(String format, String text);

    /** As {@link #verbatim(String, String)}, for text of any bytes. */
    void verbatim(String format, byte[] text);

    /** RESP3 big number; RESP2 bulk string. */
    void bigNumber(String digits);

    /**
     * Opens an array whose length is not known yet. Deferred aggregates nest.
     *
     * @return a handle for {@link #completeArray}, {@link #completeMap} or {@link #completeSet}.
     */
    long deferAggregate();

    void completeArray(long handle, int count);

    void completeMap(long handle, int pairs);

    void completeSet(long handle, int count);

    /** Appends bytes that are already in the client's protocol, for example a reply kept from another writer. */
    void raw(long address, int length);

    /**
     * @return true if the client will not get this reply, since it is longer than the client's output may be. Who
     *     writes without end may stop then; who ends as usual does no harm.
     */
    default boolean isRefused()
    {
        return false;
    }

    /**
     * @return how many errors this writer has written since it was made; the engine compares before and
     * after a command.
     */
    long errorCount();

    /** @return the text of the newest error, as handed in or encoded; null before the first. */
    byte[] lastError();
}
