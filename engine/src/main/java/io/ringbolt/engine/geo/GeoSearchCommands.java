package io.ringbolt.engine.geo;

import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.KeySpec;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.command.Numbers;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.zset.SortedSetCursor;
import io.ringbolt.engine.zset.SortedSets;
import org.agrona.BufferUtil;

import java.nio.ByteBuffer;

import static io.ringbolt.engine.command.CommandFlag.DENYOOM;
import static io.ringbolt.engine.command.CommandFlag.MOVABLEKEYS;
import static io.ringbolt.engine.command.CommandFlag.READONLY;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.behind;
import static io.ringbolt.engine.command.KeySpec.key;

/**
 * The commands that search a sorted set of positions and reply or store what they find: GEOSEARCH and its elders.
 */
final class GeoSearchCommands
{
    private static final int KEY = 1;
    private static final int SOURCE = 2;
    private static final KeyspaceEvent GEOSEARCHSTORE = new KeyspaceEvent('z', "geosearchstore");
    private static final KeyspaceEvent GEORADIUSSTORE = new KeyspaceEvent('z', "georadiusstore");
    private static final String OPTIONS = " [WITHCOORD] [WITHDIST] [WITHHASH] [COUNT count [ANY]] [ASC | DESC]";
    private static final String UNIT = "<M | KM | FT | MI>";
    private static final String SHAPE = "<FROMMEMBER member | FROMLONLAT longitude latitude> <BYRADIUS radius " + UNIT +
        " | BYBOX width height " + UNIT + "> [ASC | DESC] [COUNT count [ANY]]";
    private static final String SEARCH_COST =
        "O(N+log(M)), N being the number of members in the cells around the shape " +
        "and M that of members in the shape";

    private final SortedSets sortedSets;
    private final SortedSetCursor cursor;
    private final CollectionAccess source = new CollectionAccess(ValueType.ZSET);
    private final CollectionAccess target = new CollectionAccess(ValueType.ZSET);
    private final GeoShape shape = new GeoShape(new GreatCircle());
    private final GeoCells cells = new GeoCells();
    private final GeoMembers members;
    private final GeoQuery query;
    private final GeoMatches matches = new GeoMatches();
    private final GeoText text = new GeoText();
    private final ListPackElement element = new ListPackElement();
    private final ByteBuffer digits = ByteBuffer.allocateDirect(Numbers.MAX_LONG_LENGTH);
    private final long digitsAddress = BufferUtil.address(digits);
    private boolean isLazyDelete;

    GeoSearchCommands(final SortedSets sortedSets)
    {
        this.sortedSets = sortedSets;
        this.cursor = new SortedSetCursor(sortedSets);
        this.members = new GeoMembers(sortedSets);
        this.query = new GeoQuery(members, shape);
    }

    /** @param lazyDelete whether a value that a command replaces is freed in steps. */
    void onConfig(final boolean lazyDelete)
    {
        this.isLazyDelete = lazyDelete;
    }

    void register(final CommandTable table)
    {
        registerElders(table);
        GeoCommands.row(table, "GEOSEARCH", -7, READONLY).keys(key(KEY).ro().access()).since("6.2.0")
            .handler(context -> search(context, KEY, 2, GeoQuery.SEARCH)).complexity(SEARCH_COST)
            .summary("Finds the members within a circle, a box or a polygon.")
            .syntax("key " + SHAPE + " [WITHCOORD] [WITHDIST] [WITHHASH]")
            .history("7.0.0", "Units in any case of letters.");
        GeoCommands.row(table, "GEOSEARCHSTORE", -8, WRITE, DENYOOM)
            .keys(key(KEY).ow().update(), key(SOURCE).ro().access()).since("6.2.0")
            .handler(context -> search(context, SOURCE, 3, GeoQuery.SEARCH | GeoQuery.CAN_STORE))
            .complexity(SEARCH_COST)
            .summary("Stores the members within a circle, a box or a polygon under another key.")
            .syntax("destination source " + SHAPE + " [STOREDIST]").history("7.0.0", "Units in any case of letters.");
    }

    private void registerElders(final CommandTable table)
    {
        final String aroundPosition = "key longitude latitude radius " + UNIT + OPTIONS;
        final String aroundMember = "key member radius " + UNIT + OPTIONS;
        final String store = " [STORE key | STOREDIST key]";
        elder(table, "GEORADIUS", -6, "3.2.0", true).syntax(aroundPosition + store)
            .handler(context -> search(context, KEY, 2, GeoQuery.AROUND_POSITION | GeoQuery.CAN_STORE))
            .deprecated("6.2.0", "`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` argument")
            .summary("Finds, or stores, the members around a position.");
        elder(table, "GEORADIUSBYMEMBER", -5, "3.2.0", true).syntax(aroundMember + store)
            .handler(context -> search(context, KEY, 2, GeoQuery.AROUND_MEMBER | GeoQuery.CAN_STORE))
            .deprecated("6.2.0", "`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` and `FROMMEMBER` arguments")
            .summary("Finds, or stores, the members around one of them.");
        elder(table, "GEORADIUS_RO", -6, "3.2.10", false).syntax(aroundPosition)
            .handler(context -> search(context, KEY, 2, GeoQuery.AROUND_POSITION))
            .deprecated("6.2.0", "`GEOSEARCH` with the `BYRADIUS` argument")
            .summary("Finds the members around a position.");
        elder(table, "GEORADIUSBYMEMBER_RO", -5, "3.2.10", false).syntax(aroundMember)
            .handler(context -> search(context, KEY, 2, GeoQuery.AROUND_MEMBER))
            .deprecated("6.2.0", "`GEOSEARCH` with the `BYRADIUS` and `FROMMEMBER` arguments")
            .summary("Finds the members around one of them.");
    }

    private static Command elder(
        final CommandTable table, final String name, final int arity, final String since, final boolean canStore)
    {
        final Command row = canStore ? GeoCommands.row(table, name, arity, WRITE, DENYOOM, MOVABLEKEYS) :
            GeoCommands.row(table, name, arity, READONLY);
        final int firstOption = -arity;
        return row.since(since).complexity(SEARCH_COST).keys(canStore ?
            new KeySpec[]{key(KEY).ro().access(),
                behind("STORE", firstOption).ow().update(), behind("STOREDIST", firstOption).ow().update()} :
            new KeySpec[]{key(KEY).ro().access()});
    }

    private void search(final CommandContext context, final int keyIndex, final int firstArgument, final int form)
    {
        final int found = source.lookupRead(context, keyIndex);
        if (CommandContext.WRONG_TYPE == found)
        {
            return;
        }
        members.wrap(source.value());
        query.parse(context, firstArgument, form, CommandContext.FOUND == found);
        if (context.args().failed())
        {
            return;
        }
        matches.clear();
        if (CommandContext.FOUND == found)
        {
            shape.conclude();
            cells.cover(shape);
            gather();
        }
        final int count = (int)Math.min(matches.count(), query.resultLimit());
        if (GeoQuery.UNSORTED != query.order())
        {
            matches.sort(GeoQuery.ASCENDING == query.order());
        }
        if (query.isStoring())
        {
            store(context, count);
        }
        else
        {
            reply(context.reply(), count);
        }
    }

    private void gather()
    {
        int previous = 0;
        for (int i = 0; i < GeoCells.count() && matches.count() < query.searchLimit(); i++)
        {
            if (cells.isNeeded(i, previous))
            {
                gatherCell(cells.minScore(i), cells.endScore(i));
                previous = i;
            }
        }
    }

    private void gatherCell(final double minScore, final double endScore)
    {
        final ValueRef sortedSet = source.value();
        cursor.wrap(sortedSet, sortedSets.rankOfScore(sortedSet, minScore, false), true);
        while (matches.count() < query.searchLimit() && cursor.next(element) && cursor.score() < endScore)
        {
            members.decode(cursor.score());
            if (shape.contains(members.longitude(), members.latitude()))
            {
                matches.add(element, cursor.score(), shape.distanceM());
            }
        }
    }

    private void reply(final ReplyWriter reply, final int count)
    {
        final int parts = 1 + (query.withDistance() ? 1 : 0) + (query.withHash() ? 1 : 0) +
            (query.withCoordinates() ? 1 : 0);
        reply.array(count);
        for (int i = 0; i < count; i++)
        {
            if (parts > 1)
            {
                reply.array(parts);
            }
            CollectionAccess.reply(reply, matches.member(i, element));
            if (query.withDistance())
            {
                text.replyDistance(reply, matches.distanceM(i) / shape.metresPerUnit());
            }
            if (query.withHash())
            {
                reply.integer((long)matches.score(i));
            }
            if (query.withCoordinates())
            {
                members.decode(matches.score(i));
                reply.array(2);
                text.replyCoordinate(reply, members.longitude());
                text.replyCoordinate(reply, members.latitude());
            }
        }
    }

    /** Stores under a key that may be the source's: the new sorted set is complete before the old value goes. */
    private void store(final CommandContext context, final int count)
    {
        final int keyIndex = query.storeIndex();
        final KeyEntry entry = target.entry();
        final boolean isFound = context.lookupWrite(keyIndex, entry);
        if (0 == count)
        {
            if (isFound)
            {
                context.database().remove(entry, isLazyDelete);
                context.modified(keyIndex, KeyspaceEvent.DEL);
            }
            context.reply().integer(0);
            return;
        }
        build(count);
        if (isFound)
        {
            if (entry.hasExpiry())
            {
                context.database().persist(entry);
            }
            context.database().replaceRoot(entry, ValueType.ZSET, target.value().encoding(), target.value().root());
        }
        else
        {
            target.insert(context, keyIndex);
        }
        CollectionAccess.modified(context, keyIndex, query.isSearchCommand() ? GEOSEARCHSTORE : GEORADIUSSTORE, count);
        context.reply().integer(count);
    }

    private void build(final int count)
    {
        final ValueRef built = target.value();
        sortedSets.create(matches.member(0, element).textLength(), built);
        for (int i = 0; i < count; i++)
        {
            matches.member(i, element).toText(digitsAddress);
            sortedSets.find(built, element.address(), element.length());
            sortedSets.add(built, element.address(), element.length(),
                query.storesDistance() ? matches.distanceM(i) / shape.metresPerUnit() : matches.score(i));
        }
    }
}
