package io.ringbolt.persistence.disk;

import com.sun.nio.file.ExtendedOpenOption;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of the operating system, written by position.
 */
final class FileSystemFile implements DiskFile
{
    private static final int UNKNOWN = -1;
    private static final int MAX_BLOCK_LENGTH = 1 << 16;

    private final Path path;
    private final FileChannel channel;
    private FileChannel uncached;
    private int blockLength = UNKNOWN;

    /** @param channel owned and closed by this file. */
    FileSystemFile(final Path path, final FileChannel channel)
    {
        this.path = path;
        this.channel = channel;
    }

    @Override
    public Path path()
    {
        return path;
    }

    @Override
    public long length() throws IOException
    {
        return channel.size();
    }

    @Override
    public int read(final long position, final ByteBuffer target) throws IOException
    {
        long next = position;
        while (target.hasRemaining())
        {
            final int count = channel.read(target, next);
            if (count < 0)
            {
                return next == position ? -1 : (int)(next - position);
            }
            next += count;
        }
        return (int)(next - position);
    }

    @Override
    public void write(final long position, final ByteBuffer source) throws IOException
    {
        write(channel, position, source);
    }

    private void write(final FileChannel target, final long position, final ByteBuffer source) throws IOException
    {
        long next = position;
        try
        {
            while (source.hasRemaining())
            {
                next += target.write(source, next);
            }
        }
        catch (final IOException failed)
        {
            throw failure("write", next, source.remaining(), failed);
        }
    }

    @Override
    public int blockLength()
    {
        if (UNKNOWN == blockLength)
        {
            blockLength = openUncached();
        }
        return blockLength;
    }

    /** File systems in memory and some across a network know no such channel, and then there are no blocks. */
    private int openUncached()
    {
        try
        {
            final long length = Files.getFileStore(path).getBlockSize();
            if (length <= 0 || length > MAX_BLOCK_LENGTH || 1 != Long.bitCount(length))
            {
                return 0;
            }
            uncached = FileChannel.open(path, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT);
            return (int)length;
        }
        catch (final IOException | UnsupportedOperationException none)
        {
            return 0;
        }
    }

    @Override
    public void writeBlocks(final long position, final ByteBuffer blocks) throws IOException
    {
        if (null != uncached)
        {
            blocks.mark();
            try
            {
                write(uncached, position, blocks);
                return;
            }
            catch (final IOException mayBeUnsupported)
            {
                // Some file systems say only here that they can't. If it is the medium, the cached write tells it too.
                blocks.reset();
                closeUncached();
            }
        }
        write(channel, position, blocks);
    }

    private void closeUncached() throws IOException
    {
        if (null != uncached)
        {
            final FileChannel closing = uncached;
            uncached = null;
            closing.close();
        }
    }

    @Override
    public void truncate(final long length) throws IOException
    {
        channel.truncate(length);
    }

    @Override
    public void force() throws IOException
    {
        try
        {
            channel.force(false);                         // fdatasync: the length is data, times are not
        }
        catch (final IOException failed)
        {
            throw failure("force", 0, channel.size(), failed);
        }
    }

    @Override
    public void close() throws IOException
    {
        try (FileChannel closing = channel)
        {
            closeUncached();
        }
    }

    private IOException failure(final String what, final long position, final long length, final IOException cause)
    {
        return new IOException(
            what + " failed: file=" + path + " position=" + position + " length=" + length + ": " + cause.getMessage(),
            cause);
    }

    @Override
    public String toString()
    {
        return "FileSystemFile{" + path + '}';
    }
}
