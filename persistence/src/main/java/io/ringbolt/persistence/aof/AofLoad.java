package io.ringbolt.persistence.aof;

import io.ringbolt.config.AppendOnlyParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.SnapshotParameters;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.durability.DataLoader;
import io.ringbolt.engine.durability.Replayer;
import io.ringbolt.persistence.disk.Disk;
import io.ringbolt.persistence.disk.DiskFile;
import io.ringbolt.persistence.rdb.DiskSource;
import io.ringbolt.persistence.rdb.RdbLoadOptions;
import io.ringbolt.persistence.rdb.RdbLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * The loading of an append-only file: of its base and of its increments, up to their end or to a point. Each file is
 * surveyed before any of it is used. Owned by the engine thread.
 */
final class AofLoad implements DataLoader
{
    private static final Logger LOGGER = LoggerFactory.getLogger(AofLoad.class);
    private static final byte[] RDB_MAGIC = "REDIS".getBytes(StandardCharsets.US_ASCII);
    private static final int COMMANDS_PER_PIECE = 256;

    private final Engine engine;
    private final AofFolder folder;
    private final Disk disk;
    private final RecoveryPoint point;
    private final ArrayDeque<AofPart> parts = new ArrayDeque<>();
    private final AofPart last;
    private final Replayer replayer;
    private final long totalBytes;
    private final boolean isTruncatable;
    private final long corruptTailLimit;
    private final long bytesPerPiece;
    private AofPart part;
    private DiskFile baseFile;
    private RdbLoader base;
    private AofUnitReader units;
    private AofSurvey survey;
    private long doneBytes;
    private long nextSequence;
    private long lastEnd;
    private HistoryPlace place;
    private boolean isPointReached;

    /** @param point where to stop. */
    AofLoad(final Engine engine, final AofFolder folder, final AofManifest manifest, final RecoveryPoint point)
        throws IOException
    {
        final ServerConfig config = engine.config();
        this.engine = engine;
        this.folder = folder;
        this.disk = folder.disk();
        this.point = point;
        this.replayer = new Replayer(engine);
        this.isTruncatable = config.get(AppendOnlyParameters.AOF_LOAD_TRUNCATED);
        this.corruptTailLimit = config.longValue(AppendOnlyParameters.AOF_LOAD_CORRUPT_TAIL_MAX_SIZE);
        this.bytesPerPiece = config.longValue(SnapshotParameters.LOADING_PROCESS_EVENTS_INTERVAL_BYTES);
        if (null != manifest.base())
        {
            parts.add(manifest.base());
            nextSequence = Math.max(0, manifest.base().startSequence());
        }
        parts.addAll(manifest.increments());
        last = parts.peekLast();
        long bytes = 0;
        for (final AofPart each : parts)
        {
            if (!disk.exists(folder.path(each)))
            {
                throw new AofException("The AOF file " + folder.path(each) +
                    " that the manifest names can't be opened: No such file or directory");
            }
            bytes += folder.length(each);
        }
        totalBytes = bytes;
    }

    @Override
    public boolean load() throws IOException
    {
        if (null != base)
        {
            loadBase();
        }
        else if (null != units)
        {
            loadUnits();
        }
        else if (parts.isEmpty() || isPointReached)
        {
            return false;
        }
        else
        {
            part = parts.poll();
            open();
        }
        return true;
    }

    /** Loads everything. */
    void loadAll() throws IOException
    {
        while (load())
        {
            // the next piece
        }
    }

    /** @return the sequence of the unit that would follow. */
    long nextSequence()
    {
        return nextSequence;
    }

    /** @return bytes of the newest increment that are to stay; what is behind them was torn. */
    long lastEnd()
    {
        return lastEnd;
    }

    /** @return the place in a replication history that the data belong to; null if the files do not tell. */
    HistoryPlace place()
    {
        return isPointReached ? null : place;
    }

    @Override
    public long totalBytes()
    {
        return totalBytes;
    }

    @Override
    public long loadedBytes()
    {
        return doneBytes + (null != base ? base.position() : null != units ? units.position() : 0);
    }

    @Override
    public long usedMemoryThen()
    {
        return null == base ? 0 : base.usedMemoryThen();
    }

    @Override
    public void close()
    {
        try
        {
            closeBase();
            closeUnits();
        }
        catch (final IOException stuck)
        {
            LOGGER.warn("Failed to close {}: {}", part, stuck.getMessage());
        }
    }

    private void open() throws IOException
    {
        final Path path = folder.path(part);
        baseFile = disk.openToRead(path);
        final ByteBuffer magic = ByteBuffer.allocate(RDB_MAGIC.length);
        baseFile.read(0, magic);
        if (AofPart.Type.INCREMENT != part.type() && Arrays.equals(RDB_MAGIC, magic.array()))
        {
            base = new RdbLoader(
                engine, new DiskSource(baseFile, 0), RdbLoadOptions.of(engine.config()).asAofBase());
        }
        else
        {
            closeBase();
            openUnits(0);
        }
    }

    private void loadBase() throws IOException
    {
        if (!base.load(bytesPerPiece))
        {
            final long end = base.position();
            final boolean hasTail = end < baseFile.length();
            closeBase();
            if (hasTail)
            {
                openUnits(end);
            }
            else
            {
                doneBytes += end;
                LOGGER.info("DB loaded from base file {}", part.name());
            }
        }
    }

    /** Surveys the commands of a file and begins to read them. @param start where they begin. */
    private void openUnits(final long start) throws IOException
    {
        final Path path = folder.path(part);
        survey = AofSurveyor.survey(disk, path, start, nextSequence, false);
        if (!survey.isWhole())
        {
            judge(path);
        }
        units = new AofUnitReader(disk, path, start, survey.validEnd(), nextSequence, engine.allocator());
    }

    private void judge(final Path path) throws AofException
    {
        final AofDamage damage = survey.damage();
        final long tail = survey.length() - survey.validEnd();
        final String what = "file=" + path + " offset=" + damage.offset() + " length=" + survey.length() + ": " +
            damage.reason();
        if (AofDamage.Kind.TORN_END != damage.kind())
        {
            if (AofDamage.Kind.BAD_FORMAT == damage.kind() && part == last && tail <= corruptTailLimit)
            {
                LOGGER.warn("!!! Warning: corrupt end of the AOF is cut off: {}", what);
                return;
            }
            throw new AofException("Bad file format reading the append only file: " + what +
                ". Make a backup of your AOF file, then use ./ringbolt-check-aof --fix <filename.manifest>");
        }
        if (part != last)
        {
            throw new AofException("the AOF file is truncated, but it is not the last file: " + what);
        }
        if (!isTruncatable && tail > 0)
        {
            throw new AofException("Unexpected end of file reading the append only file: " + what + ". You can: " +
                "1) Make a backup of your AOF file, then use ./ringbolt-check-aof --fix <filename.manifest>. " +
                "2) Alternatively you can " +
                "set the 'aof-load-truncated' configuration option to yes and restart the server.");
        }
        LOGGER.warn("!!! Warning: short read while loading the AOF file {}!!!", part.name());
        LOGGER.warn("AOF {} loaded anyway because aof-load-truncated is enabled: {} bytes are cut off: {}",
            part.name(), tail, what);
    }

    private void loadUnits() throws IOException
    {
        for (int i = 0; i < COMMANDS_PER_PIECE; i++)
        {
            if (!units.next())
            {
                endUnits();
                return;
            }
            if (!isNumberedBase() && point.isPassedBy(units.sequence(), units.timeMs()))
            {
                nextSequence = units.sequence();
                isPointReached = true;
                closeUnits();
                return;
            }
            final String refusal = replayer.execute(units.argumentCount(), units.areaAddress(), units.areaLength());
            if (null != refusal)
            {
                throw new AofException(refusal + ": file=" + folder.path(part) + " offset<" + units.position());
            }
        }
    }

    private void endUnits() throws IOException
    {
        if (!isNumberedBase())
        {
            nextSequence = Math.max(units.nextSequence(), survey.nextSequence());
        }
        lastEnd = survey.validEnd();
        place = units.place(replayer.databaseIndex());
        doneBytes += survey.validEnd();
        closeUnits();
        LOGGER.info("DB loaded from {} file {}", AofPart.Type.BASE == part.type() ? "base" : "incr", part.name());
        if (replayer.errorCount() > 0)
        {
            LOGGER.warn("{} commands of the AOF were answered with an error, the last with: {}", replayer.errorCount(),
                replayer.lastError());
        }
    }

    /** @return whether what is read is a state, of which the manifest tells to which unit it leads. */
    private boolean isNumberedBase()
    {
        return AofPart.Type.BASE == part.type() && AofPart.UNKNOWN != part.startSequence();
    }

    private void closeBase() throws IOException
    {
        if (null != base)
        {
            base.close();
            base = null;
        }
        if (null != baseFile)
        {
            final DiskFile closing = baseFile;
            baseFile = null;
            closing.close();
        }
    }

    private void closeUnits() throws IOException
    {
        if (null != units)
        {
            final AofUnitReader closing = units;
            units = null;
            closing.close();
        }
    }
}
