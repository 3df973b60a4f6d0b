package io.ringbolt.engine.geo;

import java.util.Arrays;

/**
 * The part of the Earth that a search is about: what lies within a circle, a box or a polygon, and how far from the
 * centre. Reused between commands.
 */
final class GeoShape
{
    private static final int CIRCLE = 0;
    private static final int BOX = 1;
    private static final int POLYGON = 2;

    private final GreatCircle greatCircle;
    private int kind;
    private double longitude;
    private double latitude;
    private double metresPerUnit = 1;
    private double width;
    private double height;
    private double[] vertices = new double[16];
    private int vertexCount;
    private double distanceM;

    private double minLongitude;
    private double maxLongitude;
    private double minLatitude;
    private double maxLatitude;

    GeoShape(final GreatCircle greatCircle)
    {
        this.greatCircle = greatCircle;
    }

    void centre(final double centreLongitude, final double centreLatitude)
    {
        this.longitude = centreLongitude;
        this.latitude = centreLatitude;
    }

    /** @param unit metres in a unit. */
    void circle(final double radius, final double unit)
    {
        kind = CIRCLE;
        width = radius;
        height = radius;
        metresPerUnit = unit;
    }

    void box(final double boxWidth, final double boxHeight, final double unit)
    {
        kind = BOX;
        width = boxWidth;
        height = boxHeight;
        metresPerUnit = unit;
    }

    /** Begins a polygon; its vertices follow by {@link #vertex}. */
    void polygon()
    {
        kind = POLYGON;
        vertexCount = 0;
        metresPerUnit = 1;
    }

    void vertex(final double vertexLongitude, final double vertexLatitude)
    {
        if (2 * vertexCount == vertices.length)
        {
            vertices = Arrays.copyOf(vertices, 2 * vertices.length);
        }
        vertices[2 * vertexCount] = vertexLongitude;
        vertices[2 * vertexCount + 1] = vertexLatitude;
        vertexCount++;
    }

    double longitude()
    {
        return longitude;
    }

    double latitude()
    {
        return latitude;
    }

    double metresPerUnit()
    {
        return metresPerUnit;
    }

    /** Works out the box of degrees around the shape and, of a polygon, the centre: the mean of its vertices. */
    void conclude()
    {
        if (POLYGON == kind)
        {
            concludePolygon();
            return;
        }
        final double half = CIRCLE == kind ? 1 : 2;
        final double heightM = metresPerUnit * (height / half);
        final double widthM = metresPerUnit * (width / half);
        final double latitudeDelta = GreatCircle.degrees(heightM / GreatCircle.EARTH_RADIUS_M);
        // the parallel that is shorter spans more degrees: the one nearer to the pole
        final double nearPole = latitude < 0 ? latitude - latitudeDelta : latitude + latitudeDelta;
        final double longitudeDelta = GreatCircle.degrees(
            widthM / GreatCircle.EARTH_RADIUS_M / greatCircle.cos(GreatCircle.radians(nearPole)));
        minLongitude = longitude - longitudeDelta;
        maxLongitude = longitude + longitudeDelta;
        minLatitude = latitude - latitudeDelta;
        maxLatitude = latitude + latitudeDelta;
    }

    private void concludePolygon()
    {
        double longitudeSum = 0;
        double latitudeSum = 0;
        minLongitude = GeoHash.MAX_LONGITUDE;
        maxLongitude = -GeoHash.MAX_LONGITUDE;
        minLatitude = GeoHash.MAX_LATITUDE;
        maxLatitude = -GeoHash.MAX_LATITUDE;
        for (int i = 0; i < vertexCount; i++)
        {
            final double x = vertices[2 * i];
            final double y = vertices[2 * i + 1];
            longitudeSum += x;
            latitudeSum += y;
            minLongitude = Math.min(minLongitude, x);
            maxLongitude = Math.max(maxLongitude, x);
            minLatitude = Math.min(minLatitude, y);
            maxLatitude = Math.max(maxLatitude, y);
        }
        centre(longitudeSum / vertexCount, latitudeSum / vertexCount);
    }

    /** @return metres from the centre within which all of the shape lies. */
    double reachM()
    {
        if (CIRCLE == kind)
        {
            return width * metresPerUnit;
        }
        if (BOX == kind)
        {
            return Math.sqrt(width / 2 * (width / 2) + height / 2 * (height / 2)) * metresPerUnit;
        }
        double reach = 0;
        for (int i = 0; i < vertexCount; i++)
        {
            reach = Math.max(reach, greatCircle.distanceM(longitude, latitude, vertices[2 * i], vertices[2 * i + 1]));
        }
        return reach;
    }

    /** @return whether a position lies within; how far from the centre is then {@link #distanceM()}. */
    boolean contains(final double x, final double y)
    {
        if (BOX == kind && (GreatCircle.distanceM(y, latitude) > metresPerUnit * height / 2 ||
            greatCircle.distanceM(x, y, longitude, y) > metresPerUnit * width / 2))
        {
            return false;
        }
        if (POLYGON == kind && !isInPolygon(x, y))
        {
            return false;
        }
        distanceM = greatCircle.distanceM(longitude, latitude, x, y);
        return CIRCLE != kind || distanceM <= width * metresPerUnit;
    }

    /** Counts the sides that a ray to the east crosses. */
    private boolean isInPolygon(final double x, final double y)
    {
        boolean isInside = false;
        int previous = vertexCount - 1;
        for (int i = 0; i < vertexCount; i++)
        {
            final double xHere = vertices[2 * i];
            final double yHere = vertices[2 * i + 1];
            final double xThere = vertices[2 * previous];
            final double yThere = vertices[2 * previous + 1];
            if (yHere > y != yThere > y && x < (xThere - xHere) * (y - yHere) / (yThere - yHere) + xHere)
            {
                isInside = !isInside;
            }
            previous = i;
        }
        return isInside;
    }

    double distanceM()
    {
        return distanceM;
    }

    double minLongitude()
    {
        return minLongitude;
    }

    double maxLongitude()
    {
        return maxLongitude;
    }

    double minLatitude()
    {
        return minLatitude;
    }

    double maxLatitude()
    {
        return maxLatitude;
    }
}
