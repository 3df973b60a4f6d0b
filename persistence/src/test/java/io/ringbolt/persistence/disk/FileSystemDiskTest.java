package io.ringbolt.persistence.disk;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FileSystemDiskTest
{
    @TempDir
    Path folder;

    private final Disk disk = new FileSystemDisk();

    @Test
    void shouldReadBackWhatWasWrittenByPosition() throws IOException
    {
        try (DiskFile file = disk.create(folder.resolve("a")))
        {
            file.write(0, bytes("hello"));
            file.write(3, bytes("p me"));
            file.force();
            assertEquals(7, file.length());
            final ByteBuffer read = ByteBuffer.allocate(10);
            assertEquals(6, file.read(1, read));
            assertEquals("elp me", new String(read.array(), 0, 6, StandardCharsets.US_ASCII));
            assertEquals(-1, file.read(7, ByteBuffer.allocate(1)));
            file.truncate(4);
            assertEquals(4, disk.length(folder.resolve("a")));
        }
    }

    @Test
    void shouldReplaceTheFileThatHasTheNewName() throws IOException
    {
        Files.writeString(folder.resolve("old"), "old");
        Files.writeString(folder.resolve("new"), "new");
        disk.rename(folder.resolve("new"), folder.resolve("old"));
        disk.forceFolder(folder);
        assertEquals(List.of("old"), disk.list(folder));
        assertEquals("new", Files.readString(folder.resolve("old")));
    }

    @Test
    void shouldMakeFoldersOnce() throws IOException
    {
        final Path made = folder.resolve("made");
        assertEquals(List.of(), disk.list(made));
        disk.createFolder(made);
        disk.createFolder(made);
        assertTrue(disk.exists(made));
        Files.writeString(folder.resolve("file"), "");
        assertThrows(IOException.class, () -> disk.createFolder(folder.resolve("file")));
    }

    @Test
    void shouldDeleteWhatIsThere() throws IOException
    {
        Files.writeString(folder.resolve("a"), "");
        disk.delete(folder.resolve("a"));
        disk.delete(folder.resolve("a"));
        assertFalse(disk.exists(folder.resolve("a")));
        assertThrows(NoSuchFileException.class, () -> disk.open(folder.resolve("a")));
    }

    @Test
    void shouldKnowHowMuchMayBeWritten() throws IOException
    {
        assertTrue(disk.usableSpace(folder) > 0);
    }

    private static ByteBuffer bytes(final String text)
    {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
