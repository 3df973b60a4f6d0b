package io.ringbolt.persistence.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

/**
 * The operating system's files.
 */
public final class FileSystemDisk implements Disk
{
    @Override
    public DiskFile create(final Path file) throws IOException
    {
        return open(file, CREATE, TRUNCATE_EXISTING, READ, WRITE);
    }

    @Override
    public DiskFile open(final Path file) throws IOException
    {
        return open(file, READ, WRITE);
    }

    @Override
    public DiskFile openToRead(final Path file) throws IOException
    {
        return open(file, READ);
    }

    @Override
    public boolean exists(final Path path)
    {
        return Files.exists(path);
    }

    @Override
    public boolean isWritable(final Path folder)
    {
        return Files.isWritable(folder);
    }

    @Override
    public long length(final Path file) throws IOException
    {
        return Files.size(file);
    }

    @Override
    public void rename(final Path from, final Path to) throws IOException
    {
        Files.move(from, to, ATOMIC_MOVE);
    }

    @Override
    public void delete(final Path file) throws IOException
    {
        Files.deleteIfExists(file);
    }

    @Override
    public List<String> list(final Path folder) throws IOException
    {
        if (!Files.exists(folder))
        {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder))
        {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public void createFolder(final Path folder) throws IOException
    {
        if (!Files.isDirectory(folder))
        {
            try
            {
                Files.createDirectory(folder);
            }
            catch (final FileAlreadyExistsException exists)
            {
                if (!Files.isDirectory(folder))
                {
                    throw new NotDirectoryException(folder.toString());
                }
            }
        }
    }

    @Override
    public void forceFolder(final Path folder) throws IOException
    {
        try (FileChannel channel = FileChannel.open(folder, READ))
        {
            channel.force(true);
        }
    }

    @Override
    public long usableSpace(final Path folder) throws IOException
    {
        return Files.getFileStore(folder).getUsableSpace();
    }

    private static DiskFile open(final Path file, final OpenOption... options) throws IOException
    {
        return new FileSystemFile(file, FileChannel.open(file, options));
    }
}
