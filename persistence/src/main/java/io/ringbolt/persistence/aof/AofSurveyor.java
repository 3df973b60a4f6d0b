package io.ringbolt.persistence.aof;

import io.ringbolt.persistence.disk.Disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Goes through an increment, or a base that is none in RDB format, before any of it is used: checks every batch's
 * checksum and every other command's form, and tells where what may be used ends.
 */
/*
 * Torn or rotten? A power cut leaves what had not been forced in any state: pages may be missing in the middle. What
 * had been forced is all there, or the medium is rotten. Each header tells how far the file had been forced when it was
 * written. So damage at D is rot if a sound header behind it says that the file was forced beyond D; else it is a torn
 * end. After a time of silence the writer adds a header without a batch, so that the last units too have a witness.
 *
 * A server of another kind may go on writing in our file, without headers. It begins with a SELECT; what does so
 * behind a batch is taken as Redis would take it, unless a header follows that knows nothing of it: then it is a
 * piece of a torn batch. So is what stands at a sector's begin in room that was kept ahead; room never ends at one,
 * so there no other server has begun.
 */
final class AofSurveyor
{
    private static final int FILLER_LENGTH = 2;
    private static final String MULTI = "multi";
    private static final String EXEC = "exec";
    private static final String SELECT = "select";

    private final AofInput input;
    private final boolean wantsBatches;
    private final BatchHeader header = new BatchHeader();
    private final CRC32C checksum = new CRC32C();
    private final List<AofSurvey.Batch> batches = new ArrayList<>();
    private final RespSkipper skipper;
    private long nextSequence;
    private long lastTimeMs;
    private long multiOffset = -1;
    private long foreignOffset = -1;
    private boolean hasHeaders;
    private boolean isInRoom;

    private AofSurveyor(final AofInput input, final long nextSequence, final boolean wantsBatches)
    {
        this.input = input;
        this.skipper = new RespSkipper(input);
        this.nextSequence = nextSequence;
        this.wantsBatches = wantsBatches;
    }

    /**
     * Surveys a file.
     *
     * @param start        where its commands begin, behind what is in RDB format.
     * @param nextSequence of its first unit, unless the file tells otherwise.
     */
    static AofSurvey survey(
        final Disk disk, final Path file, final long start, final long nextSequence, final boolean wantsBatches)
        throws IOException
    {
        try (AofInput input = new AofInput(disk.openToRead(file), disk.length(file)))
        {
            input.position(start);
            return new AofSurveyor(input, nextSequence, wantsBatches).survey();
        }
    }

    private AofSurvey survey() throws IOException
    {
        AofDamage damage = null;
        long end = input.position();
        while (null == damage && !input.isAtEnd())
        {
            end = input.position();
            damage = frame(end);
            end = null == damage ? input.position() : end;
        }
        end = null == damage ? end : damage.offset();
        if (multiOffset >= 0)
        {
            end = multiOffset;                                // a transaction without its end has not happened
            damage = null == damage ?
                new AofDamage(AofDamage.Kind.TORN_END, end, "the file ends within a transaction") :
                new AofDamage(damage.kind(), end, damage.reason());
        }
        return new AofSurvey(input.length(), end, damage, hasHeaders, nextSequence, lastTimeMs, batches);
    }

    /** Passes one frame. @return what is wrong with it, or null. */
    private AofDamage frame(final long start) throws IOException
    {
        if ('#' == input.peek())
        {
            if (multiOffset < 0 && input.peekHeader(header))
            {
                return batch(start);
            }
            if (input.isAtHeader() || !input.skipLine())
            {
                return judge(start, AofDamage.Kind.TORN_END, "what stands there is no annotation");
            }
            isInRoom |= FILLER_LENGTH == input.position() - start;
            return null;
        }
        try
        {
            return command(start);
        }
        catch (final AofException malformed)
        {
            return judge(start, AofDamage.Kind.BAD_FORMAT, "what stands there is no command");
        }
    }

    private AofDamage batch(final long start) throws IOException
    {
        if (header.payloadLength() > input.length() - start - BatchHeader.LENGTH)
        {
            return judge(start, AofDamage.Kind.TORN_END, "the file ends within a batch");
        }
        if (!isSound())
        {
            return judge(start, AofDamage.Kind.TORN_END, "the checksum of a batch is wrong");
        }
        if (hasHeaders && header.sequence() != nextSequence)
        {
            return judge(foreignOffset < 0 ? start : foreignOffset, AofDamage.Kind.TORN_END,
                "the sequence of a batch is wrong: sequence=" + header.sequence() + " expected=" + nextSequence);
        }
        foreignOffset = -1;
        isInRoom = false;
        hasHeaders = true;
        nextSequence = header.sequence() + header.unitCount();
        if (header.unitCount() > 0)
        {
            lastTimeMs = header.timeMs();
        }
        if (wantsBatches)
        {
            batches.add(new AofSurvey.Batch(header.sequence(), header.unitCount(), header.timeMs(), start));
        }
        return null;
    }

    /** Passes the batch whose header was peeked at. @return whether its checksum is right. */
    private boolean isSound() throws IOException
    {
        checksum.reset();
        input.checksum(checksum, BatchHeader.CHECKED_LENGTH);
        input.skip(BatchHeader.LENGTH - BatchHeader.CHECKED_LENGTH);
        input.checksum(checksum, header.payloadLength());
        return (int)checksum.getValue() == header.checksum();
    }

    private AofDamage command(final long start) throws IOException
    {
        if (!skipper.skip())
        {
            return judge(start, AofDamage.Kind.TORN_END, "the file ends within a command");
        }
        if (hasHeaders && foreignOffset < 0)
        {
            if (isInRoom && 0 == start % IncrementRoom.SECTOR_LENGTH || !skipper.isNamed(SELECT))
            {
                return judge(start, AofDamage.Kind.TORN_END, "a command stands outside of a batch");
            }
            foreignOffset = start;
        }
        if (skipper.isNamed(MULTI))
        {
            multiOffset = multiOffset < 0 ? start : multiOffset;
        }
        else if (skipper.isNamed(EXEC))
        {
            multiOffset = -1;
            nextSequence++;
        }
        else if (multiOffset < 0 && !skipper.isNamed(SELECT))
        {
            nextSequence++;
        }
        return null;
    }

    /** Tells a torn end from rot by what follows; without headers it is as Redis would see it. */
    private AofDamage judge(final long offset, final AofDamage.Kind kind, final String reason) throws IOException
    {
        input.position(offset + 1);
        while (input.seekMark())
        {
            final long mark = input.position();
            if (input.peekHeader(header) && header.forcedOffset() > offset && header.forcedOffset() <= mark &&
                header.payloadLength() <= input.length() - mark - BatchHeader.LENGTH && isSound())
            {
                return new AofDamage(AofDamage.Kind.ROT, offset, reason + ", and the file was sound beyond it once");
            }
            input.position(mark + 1);
        }
        return new AofDamage(hasHeaders ? AofDamage.Kind.TORN_END : kind, offset, reason);
    }
}
