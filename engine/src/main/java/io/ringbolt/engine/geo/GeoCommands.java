package io.ringbolt.engine.geo;

import io.ringbolt.config.EncodingParameters;
import io.ringbolt.config.MemoryParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.zset.SortedSets;
import org.agrona.BufferUtil;

import java.nio.ByteBuffer;

import static io.ringbolt.engine.command.CommandFlag.DENYOOM;
import static io.ringbolt.engine.command.CommandFlag.READONLY;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.key;

/**
 * The family of commands on positions, which are members of a sorted set whose scores are geohashes.
 */
public final class GeoCommands implements CommandFamily
{
    private static final int KEY = 1;
    private static final int FIRST_MEMBER = 2;
    private static final int SECOND_MEMBER = 3;
    private static final int UNIT = 4;
    private static final int FIRST_OPTION = 2;
    private static final int TRIPLE = 3;
    private static final int STANDARD_LENGTH = 11;
    private static final int BITS_PER_LETTER = 5;
    private static final double POLE = 90;
    private static final byte[] LETTERS = Errors.text("0123456789bcdefghjkmnpqrstuvwxyz");
    private static final byte[] NX = Errors.text("NX");
    private static final byte[] XX = Errors.text("XX");
    private static final byte[] CH = Errors.text("CH");

    private final SortedSets sortedSets;
    private final CollectionAccess positions = new CollectionAccess(ValueType.ZSET);
    private final GeoSearchCommands searches;
    private final GeoMembers members;
    private final GeoArguments arguments = new GeoArguments();
    private final GreatCircle greatCircle = new GreatCircle();
    private final GeoText text = new GeoText();
    private final ByteBuffer letters = ByteBuffer.allocateDirect(STANDARD_LENGTH);
    private final long lettersAddress = BufferUtil.address(letters);

    /** @param hashSeed that of the sorted-set family, as both meet each other's members. */
    public GeoCommands(final Arena arena, final long hashSeed)
    {
        this.sortedSets = new SortedSets(arena, hashSeed);
        this.members = new GeoMembers(sortedSets);
        this.searches = new GeoSearchCommands(sortedSets);
    }

    @Override
    public void onConfig(final ServerConfig config)
    {
        sortedSets.limits(
            config.intValue(EncodingParameters.ZSET_MAX_LISTPACK_ENTRIES),
            config.intValue(EncodingParameters.ZSET_MAX_LISTPACK_VALUE));
        searches.onConfig(config.get(MemoryParameters.LAZYFREE_LAZY_SERVER_DEL));
    }

    @Override
    public void register(final CommandTable table)
    {
        row(table, "GEOADD", -5, WRITE, DENYOOM).keys(key(KEY).rw().update()).handler(this::geoadd)
            .complexity("O(log(N)) for each position, N being the number of members")
            .summary("Adds positions to a sorted set, or moves them.")
            .syntax("key [NX | XX] [CH] longitude latitude member [longitude latitude member ...]")
            .history("6.2.0", "Takes CH, NX and XX.");
        row(table, "GEODIST", -4, READONLY).keys(key(KEY).ro().access()).handler(this::geodist)
            .complexity("O(1)").summary("Returns the distance between two members.")
            .syntax("key member1 member2 [M | KM | FT | MI]");
        row(table, "GEOHASH", -2, READONLY).keys(key(KEY).ro().access()).handler(this::geohash)
            .complexity("O(1) for each member").summary("Returns members' positions as standard geohash strings.")
            .syntax("key [member [member ...]]");
        row(table, "GEOPOS", -2, READONLY).keys(key(KEY).ro().access()).handler(this::geopos)
            .complexity("O(1) for each member").summary("Returns members' longitudes and latitudes.")
            .syntax("key [member [member ...]]");
        searches.register(table);
    }

    static Command row(final CommandTable table, final String name, final int arity, final CommandFlag... flags)
    {
        return table.command(name, arity).group(CommandGroup.GEO).flags(flags).since("3.2.0")
            .categories(AclCategory.GEO);
    }

    private void geoadd(final CommandContext context)
    {
        final ArgParser args = context.args();
        boolean onlyNew = false;
        boolean onlyExisting = false;
        boolean countsChanged = false;
        int first = FIRST_OPTION;
        for (; first < args.count(); first++)
        {
            final boolean isNx = args.is(first, NX);
            final boolean isXx = args.is(first, XX);
            if (!isNx && !isXx && !args.is(first, CH))
            {
                break;
            }
            onlyNew |= isNx;
            onlyExisting |= isXx;
            countsChanged |= !isNx && !isXx;
        }
        check(args, first, onlyNew && onlyExisting);
        if (args.failed())
        {
            return;
        }
        final int found = positions.lookupWrite(context, KEY);
        if (CommandContext.WRONG_TYPE == found || CommandContext.MISSING == found && onlyExisting)
        {
            if (CommandContext.MISSING == found)
            {
                context.reply().integer(0);
            }
            return;
        }
        if (CommandContext.MISSING == found)
        {
            sortedSets.create(context.argLength(first + 2), positions.value());
            positions.insert(context, KEY);
        }
        put(context, first, onlyNew, onlyExisting, countsChanged);
    }

    private void check(final ArgParser args, final int first, final boolean isContradictory)
    {
        if (isContradictory || first == args.count() || 0 != (args.count() - first) % TRIPLE)
        {
            args.fail(Errors.SYNTAX);
        }
        for (int i = first; i < args.count() && !args.hasError(); i += TRIPLE)
        {
            arguments.position(args, i);
        }
    }

    private void put(
        final CommandContext context,
        final int first,
        final boolean onlyNew,
        final boolean onlyExisting,
        final boolean countsChanged)
    {
        int added = 0;
        int updated = 0;
        for (int i = first; i < context.argCount(); i += TRIPLE)
        {
            arguments.position(context.args(), i);
            final long cell = GeoHash.encode(arguments.longitude(), arguments.latitude(), GeoHash.MAX_STEP);
            final long memberAddress = context.argAddress(i + 2);
            final int memberLength = context.argLength(i + 2);
            if (!sortedSets.find(positions.value(), memberAddress, memberLength))
            {
                if (!onlyExisting)
                {
                    sortedSets.add(positions.value(), memberAddress, memberLength, cell);
                    added++;
                }
            }
            else if (!onlyNew && sortedSets.score() != cell)
            {
                sortedSets.update(positions.value(), memberAddress, memberLength, cell);
                updated++;
            }
        }
        positions.store();
        if (added + updated > 0)
        {
            CollectionAccess.modified(context, KEY, KeyspaceEvent.ZADD, added + updated);
        }
        context.reply().integer(countsChanged ? added + updated : added);
    }

    private void geodist(final CommandContext context)
    {
        final ArgParser args = context.args();
        if (args.count() > UNIT + 1)
        {
            args.fail(Errors.SYNTAX);
        }
        final double metresPerUnit = args.count() == UNIT + 1 ? GeoArguments.unit(args, UNIT) : 1;
        if (args.failed())
        {
            return;
        }
        final int found = positions.lookupRead(context, KEY);
        if (CommandContext.WRONG_TYPE == found)
        {
            return;
        }
        if (CommandContext.MISSING == found || !members.wrap(positions.value()).find(args, FIRST_MEMBER))
        {
            context.reply().nullValue();
            return;
        }
        final double longitude = members.longitude();
        final double latitude = members.latitude();
        if (!members.find(args, SECOND_MEMBER))
        {
            context.reply().nullValue();
            return;
        }
        text.replyDistance(context.reply(),
            greatCircle.distanceM(longitude, latitude, members.longitude(), members.latitude()) / metresPerUnit);
    }

    private void geohash(final CommandContext context)
    {
        final int found = positions.lookupRead(context, KEY);
        if (CommandContext.WRONG_TYPE == found)
        {
            return;
        }
        members.wrap(positions.value());
        context.reply().array(context.argCount() - FIRST_MEMBER);
        for (int i = FIRST_MEMBER; i < context.argCount(); i++)
        {
            if (CommandContext.MISSING == found || !members.find(context.args(), i))
            {
                context.reply().nullValue();
                continue;
            }
            // the standard's grid reaches to the poles
            final long cell = GeoHash.encode(members.longitude(), members.latitude(), GeoHash.MAX_STEP, POLE);
            for (int letter = 0; letter < STANDARD_LENGTH; letter++)
            {
                final int shift = 2 * GeoHash.MAX_STEP - (letter + 1) * BITS_PER_LETTER;
                final int index = shift < 0 ? 0 : (int)(cell >>> shift) & LETTERS.length - 1;
                OffHeap.putByte(lettersAddress + letter, LETTERS[index]);
            }
            context.reply().bulk(lettersAddress, STANDARD_LENGTH);
        }
    }

    private void geopos(final CommandContext context)
    {
        final int found = positions.lookupRead(context, KEY);
        if (CommandContext.WRONG_TYPE == found)
        {
            return;
        }
        members.wrap(positions.value());
        context.reply().array(context.argCount() - FIRST_MEMBER);
        for (int i = FIRST_MEMBER; i < context.argCount(); i++)
        {
            if (CommandContext.MISSING == found || !members.find(context.args(), i))
            {
                context.reply().nullArray();
                continue;
            }
            context.reply().array(2);
            text.replyCoordinate(context.reply(), members.longitude());
            text.replyCoordinate(context.reply(), members.latitude());
        }
    }
}
