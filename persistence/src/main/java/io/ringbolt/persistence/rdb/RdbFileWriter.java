package io.ringbolt.persistence.rdb;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.rdb.RdbSink;
import io.ringbolt.persistence.disk.Disk;
import io.ringbolt.persistence.disk.DiskFile;
import org.agrona.BufferUtil;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A file that comes to be at once or not at all: written under another name, forced, renamed, and its folder forced.
 * Owned by one thread.
 */
public final class RdbFileWriter implements RdbSink
{
    private static final int BUFFER_LENGTH = 1 << 18;
    private static final long FORCE_INTERVAL = 16L << 20;

    private final Disk disk;
    private final Path draft;
    private final Path target;
    private final boolean isForcedOnTheWay;
    private final Runnable check;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_LENGTH);
    private final long bufferAddress = BufferUtil.address(buffer);
    private DiskFile file;
    private int used;
    private long position;
    private long forced;

    /**
     * @param draft            the name while it is written; in the same folder as the target.
     * @param target           what it is called when it is done; what has that name is replaced.
     * @param isForcedOnTheWay whether to force now and then, so that the disk has not everything to do at the end.
     * @param check            called now and then; what it throws ends the writing.
     */
    public RdbFileWriter(
        final Disk disk, final Path draft, final Path target, final boolean isForcedOnTheWay, final Runnable check)
        throws IOException
    {
        this.disk = disk;
        this.draft = draft;
        this.target = target;
        this.isForcedOnTheWay = isForcedOnTheWay;
        this.check = check;
        this.file = disk.create(draft);
    }

    /** @throws UncheckedIOException if the disk fails. */
    @Override
    public void accept(final long address, final int length)
    {
        int done = 0;
        while (done < length)
        {
            final int part = Math.min(length - done, BUFFER_LENGTH - used);
            OffHeap.copy(address + done, bufferAddress + used, part);
            used += part;
            done += part;
            if (BUFFER_LENGTH == used)
            {
                writeOut();
            }
        }
    }

    private void writeOut()
    {
        check.run();
        try
        {
            buffer.clear().limit(used);
            file.write(position, buffer);
            position += used;
            used = 0;
            if (isForcedOnTheWay && position - forced >= FORCE_INTERVAL)
            {
                file.force();
                forced = position;
            }
        }
        catch (final IOException failure)
        {
            throw new UncheckedIOException(failure);
        }
    }

    /** @return bytes that the file has. */
    public long length()
    {
        return position + used;
    }

    /** Makes the file durable under its target's name. @param beforeRename called when only the name is missing. */
    public void commit(final Runnable beforeRename) throws IOException
    {
        writeOut();
        file.force();
        closeFile();
        beforeRename.run();
        disk.rename(draft, target);
        disk.forceFolder(target.getParent());
    }

    /** Removes what has been written, if it has not been committed. */
    public void abandon() throws IOException
    {
        closeFile();
        disk.delete(draft);
    }

    private void closeFile() throws IOException
    {
        if (null != file)
        {
            final DiskFile open = file;
            file = null;
            open.close();
        }
    }
}
