package io.ringbolt.engine.geo;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Errors;

/**
 * Coordinates, lengths and units as commands give them.
 */
final class GeoArguments
{
    private static final byte[][] UNITS = {Errors.text("M"), Errors.text("KM"), Errors.text("FT"), Errors.text("MI")};
    private static final double[] METRES = {1, 1000, 0.3048, 1609.34};
    private static final byte[] NOT_A_UNIT =
        Errors.text("ERR unsupported unit provided. please use M, KM, FT, MI");
    private static final int PRINTED_DIGITS = 6;

    private double longitude;
    private double latitude;

    /** Reads two coordinates; latches an error. */
    void position(final ArgParser args, final int index)
    {
        longitude = args.doubleAt(index);
        latitude = args.doubleAt(index + 1);
        if (!args.hasError() &&
            (Math.abs(longitude) > GeoHash.MAX_LONGITUDE || Math.abs(latitude) > GeoHash.MAX_LATITUDE))
        {
            args.fail("ERR invalid longitude,latitude pair " + text(longitude) + "," + text(latitude));
        }
    }

    private static String text(final double value)
    {
        return Double.isInfinite(value) ? value > 0 ? "inf" : "-inf" :
            (0 == value && 1 / value < 0 ? "-" : "") + GeoText.plain(value, PRINTED_DIGITS).toPlainString();
    }

    double longitude()
    {
        return longitude;
    }

    double latitude()
    {
        return latitude;
    }

    /** @return metres in the unit at {@code index}; latches an error. */
    static double unit(final ArgParser args, final int index)
    {
        for (int i = 0; i < UNITS.length; i++)
        {
            if (args.is(index, UNITS[i]))
            {
                return METRES[i];
            }
        }
        args.fail(NOT_A_UNIT);
        return 1;
    }
}
