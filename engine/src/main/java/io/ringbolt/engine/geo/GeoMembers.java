package io.ringbolt.engine.geo;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.zset.SortedSets;

/**
 * The positions of a sorted set's members. Owned by the engine thread.
 */
final class GeoMembers
{
    private static final byte[] NO_MEMBER = Errors.text("ERR could not decode requested zset member");

    private final SortedSets sortedSets;
    private ValueRef sortedSet;
    private double longitude;
    private double latitude;
    private double score;

    GeoMembers(final SortedSets sortedSets)
    {
        this.sortedSets = sortedSets;
    }

    /** Turns to a sorted set. @return this. */
    GeoMembers wrap(final ValueRef searched)
    {
        this.sortedSet = searched;
        return this;
    }

    /** Finds the member at an argument. @return false if it is not there, which latches an error. */
    boolean locate(final ArgParser args, final int index)
    {
        final boolean isThere = find(args, index);
        if (!isThere)
        {
            args.fail(NO_MEMBER);
        }
        return isThere;
    }

    /** Finds the member at an argument. @return false if it is not there. */
    boolean find(final ArgParser args, final int index)
    {
        if (!sortedSets.find(sortedSet, args.address(index), args.length(index)))
        {
            return false;
        }
        decode(sortedSets.score());
        return true;
    }

    /** Turns to the position that a score stands for. */
    void decode(final double memberScore)
    {
        score = memberScore;
        final long cell = GeoHash.cellOf(memberScore);
        longitude = GeoHash.longitudeOf(cell);
        latitude = GeoHash.latitudeOf(cell);
    }

    double score()
    {
        return score;
    }

    double longitude()
    {
        return longitude;
    }

    double latitude()
    {
        return latitude;
    }
}
