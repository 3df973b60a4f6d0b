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
