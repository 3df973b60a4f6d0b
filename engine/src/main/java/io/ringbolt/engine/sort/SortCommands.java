package io.ringbolt.engine.sort;

import io.ringbolt.config.EncodingParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.collection.CollectionAccess;
import io.ringbolt.engine.collection.CollectionSeeds;
import io.ringbolt.engine.collection.ResultStore;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.hash.Hashes;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.list.Lists;
import io.ringbolt.engine.listpack.IntegerText;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.set.Sets;
import io.ringbolt.engine.zset.SortedSets;

import static io.ringbolt.engine.command.CommandFlag.DENYOOM;
import static io.ringbolt.engine.command.CommandFlag.MOVABLEKEYS;
import static io.ringbolt.engine.command.CommandFlag.READONLY;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.key;
import static io.ringbolt.engine.command.KeySpec.unknown;
import static io.ringbolt.engine.command.KeySpec.unknownBehind;

/**
 * SORT and SORT_RO: the elements of a list, set or sorted set in the order of themselves or of what other
 * keys say of them.
 */
public final class SortCommands implements CommandFamily
{
    private static final int KEY = 1;
    private static final int FIRST_OPTION = 2;
    private static final byte[] NOT_A_NUMBER =
        Errors.text("ERR One or more scores can't be converted into double");
    private static final KeyspaceEvent SORTSTORE = new KeyspaceEvent('l', "sortstore");
    private static final String SYNTAX = "key [BY pattern] [LIMIT offset count] [GET pattern [GET pattern ...]] " +
        "[ASC | DESC] [ALPHA]";

    private final Lists lists;
    private final SortSource source;
    private final SortPatterns patterns;
    private final SortVector vector;
    private final ResultStore results = new ResultStore(ValueType.LIST);
    private final SortOptions options = new SortOptions();
    private final KeyEntry entry = new KeyEntry();
    private final ValueRef result = new ValueRef();
    private final ListPackElement element = new ListPackElement();
    private final ListPackElement found = new ListPackElement();
    private final OffHeapAllocator allocator;
    private final Sets sets;
    private final SortedSets sortedSets;
    private final Hashes hashes;
    private final long text;

    public SortCommands(final Arena arena, final OffHeapAllocator allocator, final CollectionSeeds seeds)
    {
        this.allocator = allocator;
        this.lists = new Lists(arena);
        this.sets = new Sets(arena, seeds.sets());
        this.sortedSets = new SortedSets(arena, seeds.sortedSets());
        this.hashes = new Hashes(arena, seeds.hashes());
        this.source = new SortSource(lists, sets, sortedSets);
        this.patterns = new SortPatterns(allocator, hashes);
        this.vector = new SortVector(allocator);
        this.text = allocator.allocate(IntegerText.MAX_LENGTH);
    }

    @Override
    public void onConfig(final ServerConfig config)
    {
        lists.maxListpackSize(config.intValue(EncodingParameters.LIST_MAX_LISTPACK_SIZE));
    }

    @Override
    public void register(final CommandTable table)
    {
        row(table, "SORT", WRITE, DENYOOM, MOVABLEKEYS).since("1.0.0").handler(context -> sort(context, true))
            .keys(key(KEY).ro().access(), unknown().ro().access(), unknownBehind("STORE", FIRST_OPTION)
                .passing("LIMIT", 2).passing("BY", 1).passing("GET", 1).ow().update())
            .summary("Sorts the elements of a list, a set or a sorted set, and may store the result.")
            .syntax(SYNTAX + " [STORE destination]");
        row(table, "SORT_RO", READONLY, MOVABLEKEYS).since("7.0.0").handler(context -> sort(context, false))
            .keys(key(KEY).ro().access(), unknown().ro().access())
            .summary("Sorts the elements of a list, a set or a sorted set.").syntax(SYNTAX);
    }

    private static Command row(final CommandTable table, final String name, final CommandFlag... flags)
    {
        return table.command(name, -2).group(CommandGroup.GENERIC).flags(flags)
            .categories(AclCategory.SET, AclCategory.SORTEDSET, AclCategory.LIST, AclCategory.DANGEROUS)
            .complexity("O(N+M*log(M)), N being the number of elements sorted and M of those returned; O(N) unsorted");
    }

    private void sort(final CommandContext context, final boolean isStoring)
    {
        options.parse(context.args(), isStoring,
            context.engine().acl().mayReadAll(context.session(), context.command(), context.entry()));
        if (context.args().failed())
        {
            return;
        }
        vector.clear();
        int first = 0;
        int end = 0;
        if (context.lookupRead(KEY, entry))
        {
            if (!SortSource.isSortable(entry.type()))
            {
                context.reply().error(Errors.WRONG_TYPE);
                return;
            }
            source.wrap(entry);
            first = options.first(source.count());
            end = options.end(source.count());
            patterns.begin(context);
            if (!load(context, first, end))
            {
                context.reply().error(NOT_A_NUMBER);
                return;
            }
            end = options.isUnsorted() ? end - first : end;
            first = options.isUnsorted() ? 0 : first;
        }
        if (SortOptions.NONE == options.storeIndex())
        {
            reply(context, first, end);
        }
        else
        {
            store(context, first, end);
        }
        vector.clear();
        patterns.trim();
    }

    /** Takes the elements in their order. @return false if one is sorted by what is no number. */
    private boolean load(final CommandContext context, final int first, final int end)
    {
        final boolean isOrderKept = SortOptions.NONE != options.storeIndex() || context.session().isOfScript();
        if (options.isUnsorted() && source.isSet() && isOrderKept)
        {
            options.sortByText();
        }
        if (options.isUnsorted())
        {
            source.load(first, end, options.isDescending() && !source.isSet(), vector);
            return true;
        }
        source.load(vector);
        final boolean isByPattern = SortOptions.NONE != options.byIndex();
        if (isByPattern)
        {
            patterns.wrap(options.byIndex());
        }
        if ((isByPattern || !options.isAlpha()) && !weigh(isByPattern))
        {
            return false;
        }
        vector.sort(options.isAlpha(), isByPattern, options.isDescending(), source.isSet());
        return true;
    }

    private boolean weigh(final boolean isByPattern)
    {
        for (int i = 0; i < vector.count(); i++)
        {
            vector.get(i, element);
            if (!isByPattern)
            {
                found.set(element);
            }
            else if (!patterns.resolve(element, found))
            {
                continue;
            }
            if (options.isAlpha())
            {
                vector.by(i, found);
                continue;
            }
            final double score = SortNumber.parse(found);
            if (Double.isNaN(score))
            {
                return false;
            }
            vector.score(i, score);
        }
        return true;
    }

    private void reply(final CommandContext context, final int first, final int end)
    {
        context.reply().array((end - first) * Math.max(1, options.getCount()));
        for (int i = first; i < end; i++)
        {
            vector.get(i, element);
            if (0 == options.getCount())
            {
                CollectionAccess.reply(context.reply(), element);
            }
            for (int number = 0; number < options.getCount(); number++)
            {
                patterns.wrap(options.getIndex(number));
                if (patterns.resolve(element, found))
                {
                    CollectionAccess.reply(context.reply(), found);
                }
                else
                {
                    context.reply().nullValue();
                }
            }
        }
    }

    /** Stores the result as a list; what a pattern does not find becomes an empty element. */
    private void store(final CommandContext context, final int first, final int end)
    {
        final int count = (end - first) * Math.max(1, options.getCount());
        if (0 == count)
        {
            results.clear(context, options.storeIndex());
            context.reply().integer(0);
            return;
        }
        lists.create(result);
        for (int i = first; i < end; i++)
        {
            vector.get(i, element);
            if (0 == options.getCount())
            {
                push(element);
            }
            for (int number = 0; number < options.getCount(); number++)
            {
                patterns.wrap(options.getIndex(number));
                if (!patterns.resolve(element, found))
                {
                    found.set(text, 0);
                }
                push(found);
            }
        }
        results.put(context, options.storeIndex(), result, SORTSTORE);
        context.reply().integer(count);
    }

    private void push(final ListPackElement pushed)
    {
        pushed.toText(text);
        lists.push(result, false, pushed.address(), pushed.length());
    }

    @Override
    public void close()
    {
        patterns.close();
        vector.close();
        sets.close();
        sortedSets.close();
        hashes.close();
        allocator.free(text, IntegerText.MAX_LENGTH);
    }
}
