package io.ringbolt.persistence.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The medium on which files outlive the process.
 * <p>
 * What was written survives a power cut once its file has been forced; that a file exists, and under which name, once
 * its folder has. Everything here may block. Every fault is an {@link IOException} whose message names the file.
 * Methods may be called from any thread.
 */
public interface Disk
{
    /**
     * Creates an empty file, or empties the one there is.
     *
     * @return the file, for reading and writing; to be closed by the caller.
     */
    DiskFile create(Path file) throws IOException;

    /**
     * Opens a file that is there.
     *
     * @return the file, for reading and writing; to be closed by the caller.
     * @throws java.nio.file.NoSuchFileException if it is not there.
     */
    DiskFile open(Path file) throws IOException;

    /** As {@link #open(Path)}, for reading alone. */
    DiskFile openToRead(Path file) throws IOException;

    boolean exists(Path path);

    /** @return whether files can be made in a folder, as far as that can be told without making one. */
    boolean isWritable(Path folder);

    /** @return bytes in a file that is there. */
    long length(Path file) throws IOException;

    /** Gives a file another name in one step, replacing what has it. */
    void rename(Path from, Path to) throws IOException;

    /** Removes a file, or nothing if it is not there. */
    void delete(Path file) throws IOException;

    /** @return the names in a folder, in order; none if it is not there. */
    List<String> list(Path folder) throws IOException;

    /** Makes a folder, unless it is there, in a folder that is. */
    void createFolder(Path folder) throws IOException;

    /** Makes durable which files a folder holds and what they are called. */
    void forceFolder(Path folder) throws IOException;

    /** @return bytes that may still be written where {@code folder} lies. */
    long usableSpace(Path folder) throws IOException;
}
