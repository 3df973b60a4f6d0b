package io.ringbolt.persistence.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A file of the operating system, written by position.
 */
final class FileSystemFile implements DiskFile
{
    private final Path path;
    private final FileChannel channel;

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
        long next = position;
        try
        {
            while (source.hasRemaining())
            {
                next += channel.write(source, next);
            }
        }
        catch (final IOException failed)
        {
            throw failure("write", next, source.remaining(), failed);
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
        channel.close();
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
