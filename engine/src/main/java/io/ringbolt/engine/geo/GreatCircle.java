package io.ringbolt.engine.geo;

/**
 * Distances on a sphere of the Earth's size by the haversine formula, in Redis's order of operations.
 */
final class GreatCircle
{
    static final double EARTH_RADIUS_M = 6372797.560856;

    private static final double RADIANS_PER_DEGREE = Math.PI / 180.0;

    private final Trigonometry trigonometry = new Trigonometry();

    static double radians(final double degrees)
    {
        return degrees * RADIANS_PER_DEGREE;
    }

    static double degrees(final double radians)
    {
        return radians / RADIANS_PER_DEGREE;
    }

    double cos(final double radians)
    {
        return trigonometry.cos(radians);
    }

    /** @return metres between two parallels. */
    static double distanceM(final double latitude1, final double latitude2)
    {
        return EARTH_RADIUS_M * Math.abs(radians(latitude2) - radians(latitude1));
    }

    /** @return metres between two positions in degrees. */
    double distanceM(final double longitude1, final double latitude1, final double longitude2, final double latitude2)
    {
        final double v = trigonometry.sin((radians(longitude2) - radians(longitude1)) / 2);
        if (0.0 == v)
        {
            return distanceM(latitude1, latitude2);
        }
        final double radians1 = radians(latitude1);
        final double radians2 = radians(latitude2);
        final double u = trigonometry.sin((radians2 - radians1) / 2);
        final double a = u * u + trigonometry.cos(radians1) * trigonometry.cos(radians2) * v * v;
        return 2.0 * EARTH_RADIUS_M * trigonometry.asin(Math.sqrt(a));
    }
}
