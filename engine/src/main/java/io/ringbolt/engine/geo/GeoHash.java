package io.ringbolt.engine.geo;

/**
 * A position as an integer: bits of latitude and longitude in turn, so that neighbouring cells of a grid share their
 * first bits. A grid of step n has 2^n by 2^n cells; the scores of sorted sets use step 26.
 */
final class GeoHash
{
    static final int MAX_STEP = 26;
    static final double MAX_LONGITUDE = 180;
    /** Where the Mercator projection's square ends. */
    static final double MAX_LATITUDE = 85.05112878;

    private static final long LATITUDE_BITS = 0x5555555555555555L;
    private static final long INT_MASK = 0xFFFFFFFFL;
    private static final double UNSIGNED_LIMIT = 0x1p63;

    private GeoHash()
    {
    }

    /** @return the cell of a position, whose coordinates lie within the limits, in the grid of a step. */
    static long encode(final double longitude, final double latitude, final int step)
    {
        return encode(longitude, latitude, step, MAX_LATITUDE);
    }

    /** Like {@link #encode(double, double, int)} for a grid that reaches to another latitude. */
    static long encode(final double longitude, final double latitude, final int step, final double maxLatitude)
    {
        final double cells = 1L << step;
        final double row = (latitude + maxLatitude) / (maxLatitude + maxLatitude) * cells;
        final double column = (longitude + MAX_LONGITUDE) / (MAX_LONGITUDE + MAX_LONGITUDE) * cells;
        return spread((long)row) | spread((long)column) << 1;
    }

    /** @return the score of a cell's first position. */
    static long score(final long cell, final int step)
    {
        return cell << 2 * (MAX_STEP - step);
    }

    /** @return the cell that a member's score stands for, whatever number it is. */
    static long cellOf(final double score)
    {
        if (score < UNSIGNED_LIMIT)
        {
            return (long)score;
        }
        return score < 2 * UNSIGNED_LIMIT ? (long)(score - UNSIGNED_LIMIT) ^ Long.MIN_VALUE : 0;
    }

    static double minLatitude(final long cell, final int step)
    {
        return latitude(gather(cell), step);
    }

    static double maxLatitude(final long cell, final int step)
    {
        return latitude(gather(cell) + 1 & INT_MASK, step);
    }

    static double minLongitude(final long cell, final int step)
    {
        return longitude(gather(cell >>> 1), step);
    }

    static double maxLongitude(final long cell, final int step)
    {
        return longitude(gather(cell >>> 1) + 1 & INT_MASK, step);
    }

    private static double latitude(final long row, final int step)
    {
        return -MAX_LATITUDE + (double)row / (1L << step) * (MAX_LATITUDE + MAX_LATITUDE);
    }

    private static double longitude(final long column, final int step)
    {
        return -MAX_LONGITUDE + (double)column / (1L << step) * (MAX_LONGITUDE + MAX_LONGITUDE);
    }

    /** @return the longitude in the middle of a score's cell. */
    static double longitudeOf(final long cell)
    {
        final double middle = (minLongitude(cell, MAX_STEP) + maxLongitude(cell, MAX_STEP)) / 2;
        return Math.max(-MAX_LONGITUDE, Math.min(MAX_LONGITUDE, middle));
    }

    /** @return the latitude in the middle of a score's cell. */
    static double latitudeOf(final long cell)
    {
        final double middle = (minLatitude(cell, MAX_STEP) + maxLatitude(cell, MAX_STEP)) / 2;
        return Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, middle));
    }

    /** @return the cell so many columns east and rows north; the grid goes round at its edges. */
    static long neighbour(final long cell, final int step, final int east, final int north)
    {
        final long mask = (1L << step) - 1;
        final long row = gather(cell);
        final long column = gather(cell >>> 1);
        return spread(0 == north ? row : row + north & mask) | spread(0 == east ? column : column + east & mask) << 1;
    }

    /** Puts a zero before each of the 32 lowest bits. */
    static long spread(final long bits)
    {
        long x = bits & INT_MASK;
        x = (x | x << 16) & 0x0000FFFF0000FFFFL;
        x = (x | x << 8) & 0x00FF00FF00FF00FFL;
        x = (x | x << 4) & 0x0F0F0F0F0F0F0F0FL;
        x = (x | x << 2) & 0x3333333333333333L;
        return (x | x << 1) & LATITUDE_BITS;
    }

    /** Takes every second bit, beginning with the lowest. */
    static long gather(final long bits)
    {
        long x = bits & LATITUDE_BITS;
        x = (x | x >>> 1) & 0x3333333333333333L;
        x = (x | x >>> 2) & 0x0F0F0F0F0F0F0F0FL;
        x = (x | x >>> 4) & 0x00FF00FF00FF00FFL;
        x = (x | x >>> 8) & 0x0000FFFF0000FFFFL;
        return (x | x >>> 16) & INT_MASK;
    }
}
