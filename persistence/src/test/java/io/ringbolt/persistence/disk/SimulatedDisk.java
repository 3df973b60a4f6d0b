package io.ringbolt.persistence.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A disk in memory that fails as disks do, as a seed decides: it cuts the power between any two operations, drops
 * what was not forced, tears what was being written by pages, runs full, and reports errors of the medium.
 */
/*
 * A file has the bytes that programs see and those that a power cut leaves. The latter follow at a force. At the cut
 * each page of 512 bytes that differs is one or the other, and the length likewise, independently of each other:
 * systems promise no more. Names are kept in the same way for each folder; renames since the last force of their
 * folder have happened or not, in order.
 */
public final class SimulatedDisk implements Disk
{
    /** What ends a simulated program. */
    public static final class PowerCutException extends RuntimeException
    {
        private static final long serialVersionUID = 1;
    }

    private static final int PAGE_LENGTH = 512;

    private final Random random;
    private final int blockLength;
    private final TreeMap<Path, Inode> names = new TreeMap<>();
    private final List<NameChange> pendingNames = new ArrayList<>();
    private final TreeMap<Path, Inode> durableNames = new TreeMap<>();
    private final Set<Path> folders = new TreeSet<>();
    private long operationsLeft = Long.MAX_VALUE;
    private long capacity = Long.MAX_VALUE;
    private boolean isWriteFailing;
    private boolean isForceFailing;
    private boolean isReadOnly;
    private long forceCount;
    private long operationCount;
    private int generation;

    /** A file without its name. */
    private static final class Inode
    {
        private byte[] bytes = {};
        private byte[] durable = {};
    }

    /** A name that has got, or lost, its file. */
    private record NameChange(Path folder, Path removed, Path added, Inode inode)
    {
    }

    /** @param seed of what goes wrong; if it is odd, files take whole blocks as well. */
    public SimulatedDisk(final long seed)
    {
        random = new Random(seed);
        blockLength = 0 == (seed & 1) ? 0 : PAGE_LENGTH;
    }

    /** Cuts the power before the operation that is so many away. */
    public void cutPowerAfter(final long operations)
    {
        operationsLeft = operations;
    }

    /** Comes back after a power cut: only what was forced is sure to be there. */
    public void restart()
    {
        for (final NameChange change : pendingNames)
        {
            if (random.nextBoolean())
            {
                break;                                        // a journalling file system keeps the order
            }
            apply(change, durableNames);
        }
        pendingNames.clear();
        names.clear();
        durableNames.values().forEach(this::tear);
        names.putAll(durableNames);
        operationsLeft = Long.MAX_VALUE;
        generation++;
    }

    /** @param bytes that all files together may have. */
    public void capacity(final long bytes)
    {
        this.capacity = bytes;
    }

    public void failWrites(final boolean fail)
    {
        this.isWriteFailing = fail;
    }

    public void failForces(final boolean fail)
    {
        this.isForceFailing = fail;
    }

    public void readOnly(final boolean readOnly)
    {
        this.isReadOnly = readOnly;
    }

    /** Changes a byte, as rot does. */
    public void flip(final Path file, final long position)
    {
        final Inode inode = names.get(file);
        inode.bytes[(int)position] ^= 1 << random.nextInt(8);
        inode.durable = inode.bytes.clone();
    }

    public byte[] bytes(final Path file)
    {
        return names.get(file).bytes.clone();
    }

    public void put(final Path file, final byte[] bytes)
    {
        final Inode inode = new Inode();
        inode.bytes = bytes.clone();
        inode.durable = bytes.clone();
        names.put(file, inode);
        durableNames.put(file, inode);
    }

    public long forceCount()
    {
        return forceCount;
    }

    public long operationCount()
    {
        return operationCount;
    }

    @Override
    public DiskFile create(final Path file) throws IOException
    {
        operation();
        checkWritable(file);
        Inode inode = names.get(file);
        if (null == inode)
        {
            inode = new Inode();
            change(new NameChange(file.getParent(), null, file, inode));
        }
        inode.bytes = new byte[0];
        return new File(file, inode);
    }

    @Override
    public DiskFile open(final Path file) throws IOException
    {
        operation();
        checkWritable(file);
        return new File(file, inode(file));
    }

    @Override
    public DiskFile openToRead(final Path file) throws IOException
    {
        operation();
        return new File(file, inode(file));
    }

    @Override
    public boolean exists(final Path path)
    {
        return names.containsKey(path) || folders.contains(path);
    }

    @Override
    public boolean isWritable(final Path folder)
    {
        return !isReadOnly;
    }

    @Override
    public long length(final Path file) throws IOException
    {
        return inode(file).bytes.length;
    }

    @Override
    public void rename(final Path from, final Path to) throws IOException
    {
        operation();
        checkWritable(to);
        change(new NameChange(to.getParent(), from, to, inode(from)));
    }

    @Override
    public void delete(final Path file) throws IOException
    {
        operation();
        checkWritable(file);
        if (names.containsKey(file))
        {
            change(new NameChange(file.getParent(), file, null, null));
        }
    }

    @Override
    public List<String> list(final Path folder)
    {
        return names.keySet().stream().filter(file -> folder.equals(file.getParent()))
            .map(file -> file.getFileName().toString()).sorted().toList();
    }

    @Override
    public void createFolder(final Path folder) throws IOException
    {
        operation();
        checkWritable(folder);
        folders.add(folder);
    }

    @Override
    public void forceFolder(final Path folder) throws IOException
    {
        operation();
        if (isForceFailing)
        {
            throw new IOException("Input/output error: " + folder);
        }
        forceCount++;
        pendingNames.forEach(change -> apply(change, durableNames));
        pendingNames.clear();
    }

    @Override
    public long usableSpace(final Path folder)
    {
        return Math.max(0, capacity - used());
    }

    private void tear(final Inode inode)
    {
        final boolean keepsLength = inode.bytes.length == inode.durable.length || random.nextBoolean();
        final byte[] torn = new byte[keepsLength ? inode.bytes.length : inode.durable.length];
        final int kept = Math.min(torn.length, inode.durable.length);
        System.arraycopy(inode.durable, 0, torn, 0, kept);
        for (int start = 0; start < Math.min(torn.length, inode.bytes.length); start += PAGE_LENGTH)
        {
            if (random.nextBoolean())
            {
                final int length = Math.min(PAGE_LENGTH, Math.min(torn.length, inode.bytes.length) - start);
                System.arraycopy(inode.bytes, start, torn, start, length);
            }
        }
        inode.bytes = torn;
        inode.durable = torn.clone();
    }

    private void change(final NameChange change)
    {
        pendingNames.add(change);
        apply(change, names);
    }

    private static void apply(final NameChange change, final Map<Path, Inode> target)
    {
        if (null != change.removed())
        {
            target.remove(change.removed());
        }
        if (null != change.added())
        {
            target.put(change.added(), change.inode());
        }
    }

    private void operation()
    {
        operationCount++;
        if (0 == operationsLeft)
        {
            throw new PowerCutException();
        }
        operationsLeft--;
    }

    private Inode inode(final Path file) throws NoSuchFileException
    {
        final Inode inode = names.get(file);
        if (null == inode)
        {
            throw new NoSuchFileException(file.toString());
        }
        return inode;
    }

    private void checkWritable(final Path file) throws IOException
    {
        if (isReadOnly)
        {
            throw new IOException("Read-only file system: " + file);
        }
    }

    private long used()
    {
        return names.values().stream().mapToLong(inode -> inode.bytes.length).sum();
    }

    private final class File implements DiskFile
    {
        private final Path path;
        private final Inode inode;
        private final int openedIn = generation;

        private File(final Path path, final Inode inode)
        {
            this.path = path;
            this.inode = inode;
        }

        @Override
        public Path path()
        {
            return path;
        }

        @Override
        public long length()
        {
            return inode.bytes.length;
        }

        @Override
        public int read(final long position, final ByteBuffer target)
        {
            final int length = (int)Math.min(target.remaining(), inode.bytes.length - position);
            if (length <= 0)
            {
                return -1;
            }
            target.put(inode.bytes, (int)position, length);
            return length;
        }

        @Override
        public void write(final long position, final ByteBuffer source) throws IOException
        {
            begin();
            final int length = source.remaining();
            final int end = (int)position + length;
            final long room = capacity - used() + inode.bytes.length - end;
            final boolean isTooMuch = end > inode.bytes.length && room < 0;
            final boolean isBrokenOff = isWriteFailing || isTooMuch || 0 == operationsLeft;
            final int written = isBrokenOff ? random.nextInt(length + 1) : length;
            final int newEnd = (int)position +
                (isTooMuch ? (int)Math.max(0, Math.min(written, length + room)) : written);
            if (newEnd > inode.bytes.length)
            {
                inode.bytes = Arrays.copyOf(inode.bytes, newEnd);
            }
            source.get(inode.bytes, (int)position, newEnd - (int)position);
            if (isWriteFailing || isTooMuch)
            {
                throw new IOException((isTooMuch ? "No space left on device: " : "Input/output error: ") + path);
            }
        }

        @Override
        public int blockLength()
        {
            return blockLength;
        }

        @Override
        public void writeBlocks(final long position, final ByteBuffer blocks) throws IOException
        {
            assert blocks.isDirect() && 0 == blocks.alignmentOffset(blocks.position(), blockLength) : path;
            assert 0 == position % blockLength && 0 == blocks.remaining() % blockLength : path + " at " + position;
            assert position + blocks.remaining() <= inode.bytes.length : path + " has no room at " + position;
            write(position, blocks);
        }

        @Override
        public void truncate(final long length) throws IOException
        {
            begin();
            if (length < inode.bytes.length)
            {
                inode.bytes = Arrays.copyOf(inode.bytes, (int)length);
            }
        }

        @Override
        public void force() throws IOException
        {
            begin();
            if (isForceFailing)
            {
                if (random.nextBoolean())
                {
                    tear(inode);                              // the system forgets pages that it could not write
                }
                throw new IOException("Input/output error: " + path);
            }
            forceCount++;
            inode.durable = inode.bytes.clone();
        }

        @Override
        public void close()
        {
            assert openedIn <= generation : path;
        }

        private void begin() throws IOException
        {
            operation();
            if (openedIn != generation)
            {
                throw new IOException("the file was opened before the power cut: " + path);
            }
            checkWritable(path);
        }
    }
}
