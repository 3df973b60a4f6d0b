package io.ringbolt.persistence.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * An open file. Positions are bytes from its start. Used by one thread at a time, but for {@link #force()}, which
 * another thread may call beside writes; it makes durable what was written before the call.
 */
public interface DiskFile extends Closeable
{
    /** @return the name under which it was opened. */
    Path path();

    long length() throws IOException;

    /**
     * Reads into what remains of {@code target}.
     *
     * @return bytes read, fewer than asked for only at the end; -1 there.
     */
    int read(long position, ByteBuffer target) throws IOException;

    /**
     * Writes all that remains of {@code source}, making the file longer where needed.
     *
     * @throws IOException if not all was written; a part may have been, and the source's position is then undefined.
     */
    void write(long position, ByteBuffer source) throws IOException;

    /**
     * @return the length of the blocks that {@link #writeBlocks} takes, a power of two; 0 if the medium has none. The
     *         first call must come while the file has the name under which it was opened.
     */
    default int blockLength()
    {
        return 0;
    }

    /**
     * Writes all that remains of {@code blocks}, whole blocks at the place of blocks that there are, past the system's
     * cache if it can. Other writes and reads may come in between. Made durable by {@link #force()} as any other.
     *
     * @param blocks direct, its address aligned as its length and {@code position} are: to {@link #blockLength()}.
     * @throws IOException as {@link #write}.
     */
    default void writeBlocks(final long position, final ByteBuffer blocks) throws IOException
    {
        write(position, blocks);
    }

    /** Cuts everything off from {@code length} on. */
    void truncate(long length) throws IOException;

    /**
     * Makes durable what was written, and the length.
     *
     * @throws IOException if the medium failed: what was written since the last success may be lost, and forcing again
     *                     proves nothing.
     */
    void force() throws IOException;

    @Override
    void close() throws IOException;
}
