package io.ringbolt.persistence.aof;

import io.ringbolt.persistence.disk.Disk;
import io.ringbolt.persistence.disk.DiskFile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The folder with the parts of one append-only file, and its manifest. Used by one thread at a time.
 */
final class AofFolder
{
    private static final int MAX_MANIFEST_LENGTH = 16 << 20;

    private final Disk disk;
    private final Path parent;
    private final Path folder;
    private final AofNames names;

    /**
     * @param parent     {@code dir}.
     * @param folderName {@code appenddirname}.
     * @param baseName   {@code appendfilename}.
     */
    AofFolder(final Disk disk, final Path parent, final String folderName, final String baseName)
    {
        this.disk = disk;
        this.parent = parent;
        this.folder = parent.resolve(folderName);
        this.names = new AofNames(baseName);
    }

    Disk disk()
    {
        return disk;
    }

    Path folder()
    {
        return folder;
    }

    AofNames names()
    {
        return names;
    }

    Path path(final String name)
    {
        return folder.resolve(name);
    }

    Path path(final AofPart part)
    {
        return folder.resolve(part.name());
    }

    /** @return whether files can be made in it, or it in its parent; false only if that is certain not to be so. */
    boolean isWritable()
    {
        return disk.isWritable(disk.exists(folder) ? folder : parent);
    }

    /** Makes the folder durable with its name. */
    void create() throws IOException
    {
        if (!disk.exists(folder))
        {
            disk.createFolder(folder);
            disk.forceFolder(parent);
        }
    }

    /** @return what the manifest says, or an empty one if there is none. */
    AofManifest load() throws IOException
    {
        final Path file = path(names.manifest());
        return disk.exists(file) ? AofManifest.parse(readAll(file)) : AofManifest.EMPTY;
    }

    /** Puts a manifest in the place of the old one, in one step and for good. */
    void store(final AofManifest manifest) throws IOException
    {
        create();
        final Path temporary = path(AofNames.temporary(names.manifest()));
        try (DiskFile file = disk.create(temporary))
        {
            file.write(0, ByteBuffer.wrap(manifest.encode()));
            file.force();
        }
        disk.rename(temporary, path(names.manifest()));
        disk.forceFolder(folder);
    }

    /**
     * Takes over the single file of a release before 7.0, if there is one and no manifest that names others.
     *
     * @return the manifest to go on with.
     */
    AofManifest upgrade(final AofManifest manifest) throws IOException
    {
        final Path single = parent.resolve(names.base());
        if (!disk.exists(single) || !isUpgradable(manifest))
        {
            return manifest;
        }
        final AofManifest upgraded =
            new AofManifest(new AofPart(names.base(), 1, AofPart.Type.BASE), manifest.history(), manifest.increments());
        store(upgraded);
        disk.rename(single, path(names.base()));
        disk.forceFolder(folder);
        disk.forceFolder(parent);
        return upgraded;
    }

    /** Removes what unfinished steps have left behind. */
    void removeLeftOvers() throws IOException
    {
        for (final String name : disk.list(folder))
        {
            if (names.isLeftOver(name))
            {
                disk.delete(path(name));
            }
        }
    }

    /** Removes the parts that are history. @return a manifest without them, which has been stored. */
    AofManifest removeHistory(final AofManifest manifest) throws IOException
    {
        if (manifest.history().isEmpty())
        {
            return manifest;
        }
        for (final AofPart part : manifest.history())
        {
            disk.delete(path(part));
        }
        final AofManifest rest = manifest.withoutHistory();
        store(rest);
        return rest;
    }

    /** Bytes of a part; 0 if there is none. */
    long length(final AofPart part) throws IOException
    {
        return null == part || !disk.exists(path(part)) ? 0 : disk.length(path(part));
    }

    /**
     * The single file is moved after the manifest was stored: a crash between the two leaves a manifest of
     * only that file.
     */
    private boolean isUpgradable(final AofManifest manifest)
    {
        return manifest.isEmpty() || manifest.increments().isEmpty() && manifest.history().isEmpty() &&
            names.base().equals(manifest.base().name()) && !disk.exists(path(manifest.base()));
    }

    private byte[] readAll(final Path file) throws IOException
    {
        try (DiskFile opened = disk.openToRead(file))
        {
            final long length = opened.length();
            if (length > MAX_MANIFEST_LENGTH)
            {
                throw new AofException("the AOF manifest is too long: file=" + file + " length=" + length);
            }
            final ByteBuffer bytes = ByteBuffer.allocate((int)length);
            opened.read(0, bytes);
            return bytes.array();
        }
    }
}
