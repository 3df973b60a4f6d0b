package io.ringbolt.transport.differential;

import java.util.List;

/**
 * What the differential test asks of positions; ZRANGE compares the scores to the last digit.
 */
final class GeoTemplates
{
    private static final String LIMITS = " ?ASC|DESC ?COUNT_1|COUNT_5|COUNT_30 ?WITHDIST ?WITHHASH ?WITHCOORD";
    private static final String FROM = " FROMLONLAT_lon_lat|FROMLONLAT_near_near|FROMMEMBER_p ";
    private static final String BY = "BYRADIUS_rad_unit|BYRADIUS_rad_km|BYBOX_rad_rad_unit|BYBOX_rad_rad_km";

    static final List<String> ALL = List.of(
        "GEOADD zk lon lat p", "GEOADD zk near near p near near p near near p",
        "GEOADD zk ?NX|XX ?CH near near p lon lat p", "GEOADD zk lon lat p near near p near near p lon lat p lon lat p",
        "GEOADD zk n f m", "GEODIST zk p p ?unit", "GEOPOS zk p p", "GEOHASH zk p p",
        "GEORADIUS zk near near rad km" + LIMITS, "GEORADIUS zk lon lat rad unit" + LIMITS,
        "GEORADIUS zk lon lat rad km ?ASC ?COUNT_3_ANY STORE|STOREDIST zk",
        "GEORADIUS zk near near rad km STOREDIST zk", "GEORADIUSBYMEMBER zk p rad km" + LIMITS,
        "GEORADIUSBYMEMBER zk p rad unit STORE|STOREDIST zk",
        "GEOSEARCH zk" + FROM + BY + LIMITS, "GEOSEARCH zk" + FROM + BY + " COUNT 3 ANY WITHDIST",
        "GEOSEARCH zk ?FROMMEMBER_p " + BY + " v",
        "GEOSEARCHSTORE zk zk" + FROM + BY + " ?ASC ?COUNT_7 ?STOREDIST", "ZRANGE zk 0 -1 WITHSCORES", "ZREM zk p",
        "DEL zk", "ZADD zk score p", "SET zk v", "GEOADD zk 181 0 p", "GEOADD zk 3.5 -86 p", "GEOADD zk inf 3 p",
        "GEOSEARCH zk" + FROM + "BYBOX n n unit");

    private GeoTemplates()
    {
    }
}
