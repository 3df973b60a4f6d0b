package io.ringbolt.engine.geo;

/**
 * The cells of a grid that cover a shape: the one with its centre and those around it that the shape reaches. The grid
 * is the finest that does with these nine. Redis's choice and order, because unsorted replies show the order.
 */
final class GeoCells
{
    private static final int CELL_COUNT = 9;
    private static final int NORTH = 1;
    private static final int SOUTH = 2;
    private static final int EAST = 3;
    private static final int WEST = 4;
    /** North, south, east, west, north-east, north-west, south-east, south-west. */
    private static final int[] EASTWARDS = {0, 0, 0, 1, -1, 1, -1, 1, -1};
    private static final int[] NORTHWARDS = {0, 1, -1, 0, 0, 1, 1, -1, -1};
    private static final double HALF_EQUATOR_M = 20037726.37;
    private static final double HIGH_LATITUDE = 66;
    private static final double HIGHEST_LATITUDE = 80;

    private final long[] cells = new long[CELL_COUNT];
    private final boolean[] isNeeded = new boolean[CELL_COUNT];
    private int step;

    /** Chooses the cells for a shape that is concluded. */
    void cover(final GeoShape shape)
    {
        locate(shape, stepFor(shape.reachM(), shape.latitude()));
        if (step > 1 && isTooFine(shape))
        {
            locate(shape, step - 1);
        }
        for (int i = 0; i < CELL_COUNT; i++)
        {
            isNeeded[i] = step < 2 || !isBeyond(shape, EASTWARDS[i], NORTHWARDS[i]);
        }
    }

    private static int stepFor(final double reachM, final double latitude)
    {
        if (0 == reachM)
        {
            return GeoHash.MAX_STEP;
        }
        int step = -1;
        for (double rangeM = reachM; rangeM < HALF_EQUATOR_M; rangeM *= 2)
        {
            step++;
        }
        if (Math.abs(latitude) > HIGH_LATITUDE)
        {
            step -= Math.abs(latitude) > HIGHEST_LATITUDE ? 2 : 1;
        }
        return Math.max(1, Math.min(GeoHash.MAX_STEP, step));
    }

    private void locate(final GeoShape shape, final int newStep)
    {
        step = newStep;
        final long centre = GeoHash.encode(shape.longitude(), shape.latitude(), step);
        cells[0] = centre;
        for (int i = 1; i < CELL_COUNT; i++)
        {
            cells[i] = GeoHash.neighbour(centre, step, EASTWARDS[i], NORTHWARDS[i]);
        }
    }

    private boolean isTooFine(final GeoShape shape)
    {
        return GeoHash.maxLatitude(cells[NORTH], step) < shape.maxLatitude() ||
            GeoHash.minLatitude(cells[SOUTH], step) > shape.minLatitude() ||
            GeoHash.maxLongitude(cells[EAST], step) < shape.maxLongitude() ||
            GeoHash.minLongitude(cells[WEST], step) > shape.minLongitude();
    }

    /** @return whether the shape ends before it leaves the centre's cell in that direction. */
    private boolean isBeyond(final GeoShape shape, final int east, final int north)
    {
        return north < 0 && GeoHash.minLatitude(cells[0], step) < shape.minLatitude() ||
            north > 0 && GeoHash.maxLatitude(cells[0], step) > shape.maxLatitude() ||
            east < 0 && GeoHash.minLongitude(cells[0], step) < shape.minLongitude() ||
            east > 0 && GeoHash.maxLongitude(cells[0], step) > shape.maxLongitude();
    }

    static int count()
    {
        return CELL_COUNT;
    }

    /**
     * @return whether a cell is to be searched: it is needed, and not the same as the one before, as in the
     * coarsest grids.
     */
    boolean isNeeded(final int index, final int previous)
    {
        return isNeeded[index] && (0 == previous || cells[index] != cells[previous]);
    }

    /** @return the least score of a cell's members. */
    long minScore(final int index)
    {
        return GeoHash.score(cells[index], step);
    }

    /** @return the score at which the next cell begins. */
    long endScore(final int index)
    {
        return GeoHash.score(cells[index] + 1, step);
    }
}
