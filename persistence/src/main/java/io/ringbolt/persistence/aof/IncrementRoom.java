package io.ringbolt.persistence.aof;

import io.ringbolt.persistence.disk.DiskFile;
import org.agrona.BufferUtil;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The part of an increment behind its contents, made and forced ahead of them, so that a force has no length to
 * record. It is filled with lines of a lone '#', which every reader passes over. Owned by the increment's writer.
 */
/*
 * Where the file takes whole blocks, contents go into the room past the system's cache: what then is to be forced is on
 * its way to the medium already, and no page is taken from the cache, dirtied and written back for a hundred bytes.
 * The last block of the contents is mostly begun and not full. It is kept here and written again with what comes
 * next, and with filler up to its end; a sector of it is then the old or the new one, and what was there is in both.
 */
final class IncrementRoom implements Closeable
{
    /** What a disk writes whole or not at all, at least. Room never ends between two of them. */
    static final int SECTOR_LENGTH = 512;

    private static final byte[] FILLER_LINE = "#\n".getBytes(StandardCharsets.US_ASCII);
    private static final int STAGE_LENGTH = 1 << 18;
    private static final int MAX_FILLER_LENGTH = 1 << 20;
    private static final long NOTHING = -1;

    private final DiskFile file;
    private final int roomLength;
    private final int blockLength;
    private ByteBuffer stageMemory;
    private ByteBuffer stage;
    private long stagedEnd = NOTHING;
    private long end;

    /**
     * @param length bytes by which the file is made longer at a time.
     * @param end    of the file's contents; there is no room behind it yet.
     */
    IncrementRoom(final DiskFile file, final int length, final long end)
    {
        this.file = file;
        this.roomLength = length;
        this.end = end;
        this.blockLength = file.blockLength();
    }

    /**
     * Writes contents, making room for them where there is none: a full disk is found here, before a unit is half
     * written.
     *
     * @param position end of the contents so far.
     */
    void write(final long position, final ByteBuffer bytes) throws IOException
    {
        final long contentsEnd = position + bytes.remaining();
        final long needed = 0 == blockLength ? contentsEnd : contentsEnd + blockLength - 1 & -blockLength;
        if (needed > end)
        {
            make(position, needed);
        }
        if (0 == blockLength)
        {
            file.write(position, bytes);
        }
        else
        {
            writeBlocks(position, bytes);
        }
    }

    /** Takes it that there is no room any more. @param contentsEnd where the file ends. */
    void forget(final long contentsEnd)
    {
        end = contentsEnd;
        stagedEnd = NOTHING;
    }

    @Override
    public void close()
    {
        if (null != stageMemory)
        {
            BufferUtil.free(stageMemory);
            stageMemory = null;
        }
    }

    /** Makes the file longer than {@code needed} and forces that. */
    private void make(final long position, final long needed) throws IOException
    {
        final ByteBuffer filler = ByteBuffer.allocateDirect(Math.min(MAX_FILLER_LENGTH, roomLength));
        putFiller(filler, filler.capacity());
        long next = Math.max(end, position);
        final boolean endsAtSector = (needed + roomLength) % SECTOR_LENGTH < FILLER_LINE.length;
        final long wanted = needed + roomLength + (endsAtSector ? FILLER_LINE.length : 0);
        try
        {
            while (wanted - next >= FILLER_LINE.length)
            {
                filler.clear().limit((int)Math.min(filler.capacity(), wanted - next & -FILLER_LINE.length));
                next += filler.remaining();
                file.write(next - filler.remaining(), filler);
            }
            file.force();
            end = next;
        }
        finally
        {
            BufferUtil.free(filler);
        }
    }

    private void writeBlocks(final long position, final ByteBuffer bytes) throws IOException
    {
        stage(position);
        final int limit = bytes.limit();
        long at = position;
        while (bytes.hasRemaining())
        {
            final int piece = Math.min(limit - bytes.position(), stage.remaining());
            stage.put(bytes.limit(bytes.position() + piece));
            bytes.limit(limit);
            at += piece;
            writeStage(at);
        }
    }

    /** Has the stage begin with the block in which the contents end, up to that end. */
    private void stage(final long position) throws IOException
    {
        if (null == stage)
        {
            stageMemory = ByteBuffer.allocateDirect(STAGE_LENGTH + blockLength);
            stage = stageMemory.alignedSlice(blockLength);
        }
        if (position != stagedEnd)
        {
            final int kept = (int)(position % blockLength);
            stage.clear().limit(kept);
            if (kept > 0 && file.read(position - kept, stage) != kept)
            {
                throw new IOException("file is shorter than it was: file=" + file.path() + " expected=" + position);
            }
            stage.limit(stage.capacity());
        }
    }

    /** Writes the blocks on the stage, and leaves there what belongs to the last one if that is not full. */
    private void writeStage(final long contentsEnd) throws IOException
    {
        stagedEnd = NOTHING;
        final int contentsLength = stage.position();
        final long start = contentsEnd - contentsLength;
        putFiller(stage, -contentsLength & blockLength - 1);
        file.writeBlocks(start, stage.flip());
        final int kept = contentsLength % blockLength;
        stage.limit(contentsLength).position(contentsLength - kept);
        stage.compact();
        stagedEnd = contentsEnd;
    }

    private static void putFiller(final ByteBuffer target, final int length)
    {
        for (int i = 0; i < length; i++)
        {
            target.put(FILLER_LINE[i % FILLER_LINE.length]);
        }
    }

    @Override
    public String toString()
    {
        return "IncrementRoom{end=" + end + " blockLength=" + blockLength + '}';
    }
}
