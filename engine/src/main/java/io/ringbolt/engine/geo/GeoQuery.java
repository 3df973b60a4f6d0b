package io.ringbolt.engine.geo;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.Errors;

/**
 * What a search command asks for: where, what to reply, how many, and under which key to store. Reused
 * between commands.
 */
final class GeoQuery
{
    /** The forms that the search commands have. */
    static final int AROUND_POSITION = 1;
    static final int AROUND_MEMBER = 1 << 1;
    static final int SEARCH = 1 << 2;
    static final int CAN_STORE = 1 << 3;

    static final int UNSORTED = 0;
    static final int ASCENDING = 1;
    static final int DESCENDING = 2;

    private static final int MIN_VERTICES = 3;
    private static final byte[] WITHDIST = Errors.text("WITHDIST");
    private static final byte[] WITHHASH = Errors.text("WITHHASH");
    private static final byte[] WITHCOORD = Errors.text("WITHCOORD");
    private static final byte[] ANY = Errors.text("ANY");
    private static final byte[] ASC = Errors.text("ASC");
    private static final byte[] DESC = Errors.text("DESC");
    private static final byte[] COUNT = Errors.text("COUNT");
    private static final byte[] STORE = Errors.text("STORE");
    private static final byte[] STOREDIST = Errors.text("STOREDIST");
    private static final byte[] FROMMEMBER = Errors.text("FROMMEMBER");
    private static final byte[] FROMLONLAT = Errors.text("FROMLONLAT");
    private static final byte[] BYRADIUS = Errors.text("BYRADIUS");
    private static final byte[] BYBOX = Errors.text("BYBOX");
    private static final byte[] BYPOLYGON = Errors.text("BYPOLYGON");
    private static final byte[] NO_RADIUS = Errors.text("ERR need numeric radius");
    private static final byte[] NEGATIVE_RADIUS = Errors.text("ERR radius cannot be negative");
    private static final byte[] NO_WIDTH = Errors.text("ERR need numeric width");
    private static final byte[] NO_HEIGHT = Errors.text("ERR need numeric height");
    private static final byte[] NEGATIVE_BOX = Errors.text("ERR height or width cannot be negative");
    private static final byte[] BAD_COUNT = Errors.text("ERR COUNT must be > 0");
    private static final byte[] ANY_WITHOUT_COUNT = Errors.text("ERR the ANY argument requires COUNT argument");
    private static final byte[] NO_VERTEX_COUNT = Errors.text("ERR invalid number of vertices");
    private static final byte[] FEW_VERTICES = Errors.text("ERR GEOSEARCH BYPOLYGON must have at least 3 vertices");

    private final GeoArguments arguments = new GeoArguments();
    private final GeoMembers members;
    private final GeoShape shape;

    private int form;
    private boolean isFound;
    private boolean hasMember;
    private boolean hasPosition;
    private boolean hasCircle;
    private boolean hasBox;
    private boolean hasPolygon;
    private boolean isAny;
    private boolean withDistance;
    private boolean withHash;
    private boolean withCoordinates;
    private boolean storesDistance;
    private int storeIndex;
    private int order;
    private long count;

    GeoQuery(final GeoMembers members, final GeoShape shape)
    {
        this.members = members;
        this.shape = shape;
    }

    /**
     * Reads the arguments from {@code first} on; latches an error.
     *
     * @param found whether the sorted set is there; a member is looked for only then.
     */
    void parse(final CommandContext context, final int first, final int commandForm, final boolean found)
    {
        reset(commandForm, found);
        final ArgParser args = context.args();
        args.position(first);
        if (0 != (form & AROUND_POSITION))
        {
            fromPosition(args);
            circle(args);
        }
        else if (0 != (form & AROUND_MEMBER) && isFound)
        {
            fromMember(args);
            circle(args);
        }
        else if (0 != (form & AROUND_MEMBER))
        {
            args.position(first + 3);
        }
        while (args.hasNext() && !args.hasError())
        {
            if (!acceptOption(args) && !(isSearch() && acceptShape(args)))
            {
                args.fail(Errors.SYNTAX);
            }
        }
        if (!args.hasError())
        {
            checkTogether(context);
        }
    }

    private void reset(final int commandForm, final boolean found)
    {
        form = commandForm;
        isFound = found;
        hasMember = false;
        hasPosition = false;
        hasCircle = false;
        hasBox = false;
        hasPolygon = false;
        isAny = false;
        withDistance = false;
        withHash = false;
        withCoordinates = false;
        storesDistance = false;
        storeIndex = isSearch() && 0 != (form & CAN_STORE) ? 1 : 0;
        order = UNSORTED;
        count = 0;
    }

    private boolean isSearch()
    {
        return 0 != (form & SEARCH);
    }

    private boolean acceptOption(final ArgParser args)
    {
        if (args.accept(WITHDIST))
        {
            withDistance = true;
        }
        else if (args.accept(WITHHASH))
        {
            withHash = true;
        }
        else if (args.accept(WITHCOORD))
        {
            withCoordinates = true;
        }
        else if (args.accept(ANY))
        {
            isAny = true;
        }
        else if (args.accept(ASC))
        {
            order = ASCENDING;
        }
        else if (args.accept(DESC))
        {
            order = DESCENDING;
        }
        else if (args.accept(COUNT, 1))
        {
            count = args.longAt(args.next());
            if (!args.hasError() && count <= 0)
            {
                args.fail(BAD_COUNT);
            }
        }
        else
        {
            return 0 != (form & CAN_STORE) && acceptStore(args);
        }
        return true;
    }

    private boolean acceptStore(final ArgParser args)
    {
        if (isSearch())
        {
            final boolean isAccepted = args.accept(STOREDIST);
            storesDistance |= isAccepted;
            return isAccepted;
        }
        final boolean isStore = args.accept(STORE, 1);
        if (!isStore && !args.accept(STOREDIST, 1))
        {
            return false;
        }
        storesDistance = !isStore;
        storeIndex = args.next();
        return true;
    }

    private boolean acceptShape(final ArgParser args)
    {
        if (!hasPosition && !hasPolygon && args.accept(FROMMEMBER, 1))
        {
            hasMember = true;
            fromMember(args);
        }
        else if (!hasMember && !hasPolygon && args.accept(FROMLONLAT, 2))
        {
            hasPosition = true;
            fromPosition(args);
        }
        else if (!hasBox && !hasPolygon && args.accept(BYRADIUS, 2))
        {
            hasCircle = true;
            circle(args);
        }
        else if (!hasCircle && !hasPolygon && args.accept(BYBOX, 3))
        {
            hasBox = true;
            box(args);
        }
        else if (!hasCircle && !hasBox && !hasMember && !hasPosition && args.accept(BYPOLYGON, 2))
        {
            hasPolygon = true;
            polygon(args);
        }
        else
        {
            return false;
        }
        return true;
    }

    private void fromMember(final ArgParser args)
    {
        final int index = args.next();
        if (isFound && members.locate(args, index))
        {
            shape.centre(members.longitude(), members.latitude());
        }
    }

    private void fromPosition(final ArgParser args)
    {
        arguments.position(args, args.position());
        args.position(args.position() + 2);
        shape.centre(arguments.longitude(), arguments.latitude());
    }

    private void circle(final ArgParser args)
    {
        final double radius = args.doubleAt(args.next(), NO_RADIUS);
        if (radius < 0)
        {
            args.fail(NEGATIVE_RADIUS);
        }
        shape.circle(radius, GeoArguments.unit(args, args.next()));
    }

    private void box(final ArgParser args)
    {
        final double width = args.doubleAt(args.next(), NO_WIDTH);
        final double height = args.doubleAt(args.next(), NO_HEIGHT);
        if (width < 0 || height < 0)
        {
            args.fail(NEGATIVE_BOX);
        }
        shape.box(width, height, GeoArguments.unit(args, args.next()));
    }

    private void polygon(final ArgParser args)
    {
        final long vertexCount = args.longAt(args.next(), Integer.MIN_VALUE, Integer.MAX_VALUE, NO_VERTEX_COUNT);
        if (vertexCount < MIN_VERTICES || vertexCount > args.remaining() / 2)
        {
            args.fail(FEW_VERTICES);
        }
        shape.polygon();
        for (int i = 0; i < vertexCount && !args.hasError(); i++)
        {
            arguments.position(args, args.position());
            args.position(args.position() + 2);
            shape.vertex(arguments.longitude(), arguments.latitude());
        }
    }

    private void checkTogether(final CommandContext context)
    {
        final ArgParser args = context.args();
        if (isStoring() && (withDistance || withHash || withCoordinates))
        {
            args.fail("ERR " + (isSearch() ? "GEOSEARCHSTORE" : "STORE option in GEORADIUS") +
                " is not compatible with WITHDIST, WITHHASH and WITHCOORD options");
        }
        else if (isSearch() && !hasMember && !hasPosition && !hasPolygon)
        {
            args.fail("ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for " + args.textAt(0));
        }
        else if (isSearch() && !hasCircle && !hasBox && !hasPolygon)
        {
            args.fail("ERR exactly one of BYRADIUS and BYBOX can be specified for " + args.textAt(0));
        }
        else if (isAny && 0 == count)
        {
            args.fail(ANY_WITHOUT_COUNT);
        }
    }

    boolean isStoring()
    {
        return 0 != storeIndex;
    }

    /** @return the argument with the key to store under. */
    int storeIndex()
    {
        return storeIndex;
    }

    boolean storesDistance()
    {
        return storesDistance;
    }

    boolean isSearchCommand()
    {
        return isSearch();
    }

    boolean withDistance()
    {
        return withDistance;
    }

    boolean withHash()
    {
        return withHash;
    }

    boolean withCoordinates()
    {
        return withCoordinates;
    }

    /** @return matches after which the search ends; {@link Long#MAX_VALUE} to go on. */
    long searchLimit()
    {
        return isAny ? count : Long.MAX_VALUE;
    }

    /** @return matches to reply or store at most. */
    long resultLimit()
    {
        return 0 == count ? Long.MAX_VALUE : count;
    }

    /** @return the order, which a count implies: the nearest are wanted, unless any will do. */
    int order()
    {
        return UNSORTED == order && 0 != count && !isAny ? ASCENDING : order;
    }
}
