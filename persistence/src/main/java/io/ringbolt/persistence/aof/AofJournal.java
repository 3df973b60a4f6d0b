package io.ringbolt.persistence.aof;

import io.ringbolt.engine.effect.EffectLog;
import io.ringbolt.engine.effect.EffectRecord;
import io.ringbolt.persistence.disk.Disk;
import io.ringbolt.persistence.disk.DiskFile;
import io.ringbolt.persistence.journal.JournalSink;
import org.agrona.BufferUtil;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;

/**
 * The append-only file while it grows: it writes the newest increment, begins the next one, and puts a rewritten base
 * in the place of what it stands for. Used by the journal's thread alone, once it is open.
 */
/*
 * Every step leaves a manifest on disk that names files which are there and complete. A new increment is made durable
 * before the manifest names it; a new base likewise; what they replace is removed after the manifest has let go of
 * it. If storing a manifest fails nobody knows which one is on disk: nothing more is written before the one in force
 * has been stored again.
 *
 * While appendonly is being switched on there is no base yet for what is written: the increment keeps a temporary
 * name, and the manifest that may be there from earlier days stays as it is, until the first base is complete.
 */
public final class AofJournal implements JournalSink
{
    private final AofFolder folder;
    private final LongSupplier clockMs;
    private final ByteBuffer buffer;
    private final int roomLength;
    private final HistoryTrack history = new HistoryTrack();
    private AofManifest manifest;
    private IncrementWriter writer;
    private boolean keepsRoom;
    private boolean stampsTime;
    private boolean isProvisional;
    private boolean isManifestUnsure;
    private boolean keepsHistory;
    private boolean hasWitness = true;
    private long otherLength;
    private volatile boolean hasBase;
    private volatile long length;

    /** @param clockMs the wall clock, for lines that no unit gives a time. */
    AofJournal(final AofFolder folder, final AofManifest manifest, final LongSupplier clockMs)
    {
        this(folder, manifest, clockMs, IncrementWriter.BUFFER_LENGTH, IncrementWriter.ROOM_LENGTH);
    }

    /**
     * @param bufferLength bytes that gather before they are written.
     * @param roomLength   bytes by which a file is made longer.
     */
    AofJournal(
        final AofFolder folder,
        final AofManifest manifest,
        final LongSupplier clockMs,
        final int bufferLength,
        final int roomLength)
    {
        this.buffer = ByteBuffer.allocateDirect(bufferLength);
        this.roomLength = roomLength;
        this.folder = folder;
        this.manifest = manifest;
        this.clockMs = clockMs;
    }

    /**
     * Goes on where a survey of the newest increment has ended, or begins the first one.
     *
     * @param end          bytes of the newest increment that may stay; what follows is cut off.
     * @param nextSequence of the next unit.
     */
    void open(final long end, final long nextSequence) throws IOException
    {
        final AofPart last = manifest.lastIncrement();
        hasBase = true;
        if (null == last)
        {
            beginIncrement(nextSequence);
            return;
        }
        final DiskFile file = folder.disk().open(folder.path(last));
        try
        {
            if (file.length() > end)
            {
                file.truncate(end);
            }
            file.force();
        }
        catch (final IOException failed)
        {
            closeQuietly(file, failed);
            throw failed;
        }
        use(new IncrementWriter(file, buffer, roomLength, end, nextSequence, history));
    }

    /**
     * Begins an increment that no manifest names before its base is there.
     *
     * @param inForce what the manifest on disk says.
     */
    void openProvisional(final AofManifest inForce, final long nextSequence) throws IOException
    {
        manifest = inForce;
        folder.create();
        beginProvisional(nextSequence);
        isProvisional = true;
    }

    /**
     * Forgets what such an increment holds and begins another, for a base that holds it already. @return its number.
     */
    long restartProvisional() throws IOException
    {
        final IncrementWriter old = writer;
        final AofManifest before = manifest;
        beginProvisional(old.nextSequence());
        manifest = before.withoutLastIncrement().withIncrement(manifest.lastIncrement());
        old.close();
        folder.disk().delete(old.file().path());
        return manifest.lastIncrement().number();
    }

    private void beginProvisional(final long nextSequence) throws IOException
    {
        final AofPart part = nextIncrement();
        final IncrementWriter next = createIncrement(AofNames.temporary(part.name()), nextSequence);
        manifest = manifest.withIncrement(part);
        use(next);
    }

    /** Makes a complete, forced file the base of what is not journaled; what there was becomes history. */
    void installAlone(final boolean isRdb, final long startSequence) throws IOException
    {
        manifest = folder.load();
        installBase(isRdb, Long.MAX_VALUE, startSequence);
    }

    /** Takes what concerns the files of a configuration, at any time. */
    void settings(final boolean keepsRoom, final boolean stampsTime, final boolean keepsHistory)
    {
        this.keepsRoom = keepsRoom;
        this.stampsTime = stampsTime;
        this.keepsHistory = keepsHistory;
        applySettings();
    }

    /** What comes from here on belongs to a place of this history. Behind a force. @param id null for none. */
    void history(final String id, final long offset, final int database)
    {
        history.begin(null == id ? HistoryLine.NO_ID : id, offset, database);
        hasWitness = false;
    }

    @Override
    public void pass(final EffectRecord record)
    {
        history.onPassed(record);
    }

    @Override
    public void append(final EffectLog log, final EffectRecord record) throws IOException
    {
        hasWitness = false;
        writer.append(log, record);
    }

    @Override
    public void flush() throws IOException
    {
        if (isManifestUnsure)
        {
            store(manifest);
        }
        writer.flush();
        publishLength();
    }

    @Override
    public void force() throws IOException
    {
        writer.force();
    }

    @Override
    public void settle()
    {
        writer.settle();
    }

    @Override
    public void rewind()
    {
        writer.rewind();
    }

    @Override
    public void onIdle() throws IOException
    {
        if (!hasWitness && writer.writtenEnd() == writer.forcedEnd())
        {
            writer.bearWitness(clockMs.getAsLong());
            writer.settle();
            hasWitness = true;
            publishLength();
        }
    }

    /** Forces the newest increment and begins another. @return the number of the new one. */
    long roll() throws IOException
    {
        flush();
        writer.force();
        final IncrementWriter old = writer;
        beginIncrement(old.nextSequence());
        hasWitness = true;
        old.close();
        return manifest.lastIncrement().number();
    }

    /**
     * Makes a complete, forced file the base of the increments from {@code firstIncrement} on.
     *
     * @param startSequence of the first unit that it does not hold.
     */
    void installBase(final boolean isRdb, final long firstIncrement, final long startSequence) throws IOException
    {
        final String name = folder.names().baseFile(manifest.nextBaseNumber(), isRdb);
        folder.disk().rename(folder.path(AofNames.rewrite()), folder.path(name));
        if (isProvisional)
        {
            final AofPart increment = manifest.lastIncrement();
            folder.disk().rename(folder.path(AofNames.temporary(increment.name())), folder.path(increment));
            isProvisional = false;
            hasBase = true;
        }
        folder.disk().forceFolder(folder.folder());
        store(manifest.withBase(
            new AofPart(name, manifest.nextBaseNumber(), AofPart.Type.BASE, startSequence), firstIncrement));
        if (!keepsHistory)
        {
            manifest = folder.removeHistory(manifest);
        }
        measureOthers();
    }

    /** Ends the newest increment: flushed, forced, with a witness to it, and no longer than its contents. */
    void end() throws IOException
    {
        flush();
        writer.force();
        hasWitness &= !history.isUntold();
        onIdle();
        writer.force();
        writer.close();
        writer = null;
        if (isProvisional)
        {
            folder.disk().delete(folder.path(AofNames.temporary(manifest.lastIncrement().name())));
        }
    }

    /** @param keeps whether what a rewrite replaces stays, as history. */
    void keepsHistory(final boolean keeps)
    {
        this.keepsHistory = keeps;
    }

    /** @return the history's offset up to which everything is durable, or -1 if that is not known; any thread. */
    long forcedHistoryOffset()
    {
        return hasBase ? history.forcedOffset() : HistoryTrack.UNKNOWN;
    }

    /** @return whether a manifest names what is written, so that a restart will find it; any thread. */
    boolean hasBase()
    {
        return hasBase;
    }

    boolean isProvisional()
    {
        return isProvisional;
    }

    /** @return the sequence of the unit that will be written next. */
    long nextSequence()
    {
        return writer.nextSequence();
    }

    /** @return bytes of the base and of all increments; any thread. */
    long length()
    {
        return length;
    }

    AofFolder folder()
    {
        return folder;
    }

    AofManifest manifest()
    {
        return manifest;
    }

    @Override
    public void close()
    {
        if (null != writer)
        {
            try
            {
                end();
            }
            catch (final IOException failed)
            {
                closeQuietly(writer, failed);
                writer = null;
            }
        }
        BufferUtil.free(buffer);
    }

    private void beginIncrement(final long nextSequence) throws IOException
    {
        folder.create();
        final AofPart part = nextIncrement();
        final IncrementWriter next = createIncrement(part.name(), nextSequence);
        final AofManifest named = manifest.withIncrement(part);
        try
        {
            folder.disk().forceFolder(folder.folder());
            store(named);
        }
        catch (final IOException failed)
        {
            history.onFile(false);
            closeQuietly(next, failed);
            throw failed;
        }
        use(next);
    }

    private void store(final AofManifest next) throws IOException
    {
        isManifestUnsure = true;
        folder.store(next);
        isManifestUnsure = false;
        manifest = next;
    }

    private AofPart nextIncrement()
    {
        final long number = manifest.nextIncrementNumber();
        return new AofPart(folder.names().incrementFile(number), number, AofPart.Type.INCREMENT);
    }

    /** Makes an increment that tells where it begins. */
    private IncrementWriter createIncrement(final String name, final long nextSequence) throws IOException
    {
        final DiskFile file = folder.disk().create(folder.path(name));
        final IncrementWriter next = new IncrementWriter(file, buffer, roomLength, 0, nextSequence, history);
        try
        {
            next.bearWitness(clockMs.getAsLong());
            next.force();
            return next;
        }
        catch (final IOException failed)
        {
            history.onFile(false);
            closeQuietly(file, failed);
            throw failed;
        }
    }

    private void use(final IncrementWriter next) throws IOException
    {
        writer = next;
        applySettings();
        measureOthers();
    }

    private void applySettings()
    {
        if (null != writer)
        {
            writer.keepsRoom(keepsRoom);
            writer.stampsTime(stampsTime);
        }
    }

    private void publishLength()
    {
        length = otherLength + (null == writer ? 0 : writer.writtenEnd());
    }

    /** Measures the parts that do not grow any more. */
    private void measureOthers() throws IOException
    {
        otherLength = folder.length(manifest.base());
        for (final AofPart part : manifest.increments())
        {
            otherLength += part == manifest.lastIncrement() || isProvisional ? 0 : folder.length(part);
        }
        publishLength();
    }

    private static void closeQuietly(final Closeable file, final IOException failed)
    {
        try
        {
            file.close();
        }
        catch (final IOException alsoFailed)
        {
            failed.addSuppressed(alsoFailed);
        }
    }

    @Override
    public String toString()
    {
        return "AofJournal{" + writer + " manifest=" + manifest + '}';
    }
}
