package io.ringbolt.engine.zset;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.index.MemberIterator;
import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.ValueType;
import io.ringbolt.engine.listpack.IntegerText;
import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.set.SetCursor;
import io.ringbolt.engine.set.Sets;

import java.util.Arrays;

/**
 * The sorted sets and sets that a command combines: looked up, sorted by size, walked one at a time, and searched.
 * Members of a set have the score 1.
 */
final class AlgebraSources
{
    private static final int INITIAL_CAPACITY = 8;
    private static final byte[] NO_WEIGHT = Errors.text("ERR weight value is not a float");

    private final KeyEntry entry = new KeyEntry();
    private final ListPackElement member = new ListPackElement();
    private final Arena arena;
    private final SortedSets sortedSets;
    private final Sets sets;
    private final SortedSetCursor packCursor;
    private final MemberIterator blockIterator;
    private final SetCursor setCursor;
    private final long scratch;
    private AlgebraSource[] sources = new AlgebraSource[0];
    private int count;
    private AlgebraSource walked;
    private double score;

    AlgebraSources(final Arena arena, final SortedSets sortedSets, final Sets sets)
    {
        this.arena = arena;
        this.sortedSets = sortedSets;
        this.sets = sets;
        this.packCursor = new SortedSetCursor(sortedSets);
        this.blockIterator = new MemberIterator(sortedSets.members());
        this.setCursor = new SetCursor(sets);
        this.scratch = arena.allocate(IntegerText.MAX_LENGTH);
    }

    /**
     * Looks the sources up.
     *
     * @return false if one of the keys holds neither, which has been replied.
     */
    boolean lookup(final CommandContext context, final int firstKey, final int keyCount)
    {
        reserve(keyCount);
        count = keyCount;
        for (int i = 0; i < keyCount; i++)
        {
            final AlgebraSource source = sources[i];
            source.setMissing();
            if (context.lookupRead(firstKey + i, entry))
            {
                if (entry.type() != ValueType.ZSET && entry.type() != ValueType.SET)
                {
                    context.reply().error(Errors.WRONG_TYPE);
                    return false;
                }
                source.set(entry.type(), entry.encoding(), entry.root());
                source.count = source.isSet ? sets.count(source.value) : sortedSets.count(source.value);
            }
        }
        return true;
    }

    /** Reads a weight for each source from the next arguments; latches an error. */
    void parseWeights(final ArgParser args)
    {
        for (int i = 0; i < count; i++)
        {
            sources[i].weight = args.doubleAt(args.next(), NO_WEIGHT);
        }
    }

    int count()
    {
        return count;
    }

    AlgebraSource get(final int index)
    {
        return sources[index];
    }

    /** Says whether the first source is mentioned again. */
    boolean isFirstRepeated()
    {
        for (int i = 1; i < count; i++)
        {
            if (sources[i].isSameAs(sources[0]))
            {
                return true;
            }
        }
        return false;
    }

    /** Brings the smallest source to the front. */
    void sortAscending()
    {
        sort(0, 1);
    }

    /** Brings the largest source next to the first, which stays. */
    void sortRestDescending()
    {
        sort(1, -1);
    }

    private void sort(final int from, final int sign)
    {
        for (int i = from + 1; i < count; i++)
        {
            final AlgebraSource moving = sources[i];
            int place = i;
            while (place > from && sign * sources[place - 1].count > sign * moving.count)
            {
                sources[place] = sources[place - 1];
                place--;
            }
            sources[place] = moving;
        }
    }

    /** Begins a walk over one source, in the order that is cheapest. */
    void walk(final AlgebraSource source)
    {
        walked = source;
        final ValueRef value = source.value;
        if (source.isMissing)
        {
            return;
        }
        if (source.isSet)
        {
            setCursor.wrap(value);
        }
        else if (sortedSets.isPack(value))
        {
            packCursor.wrap(value, 0, true);
        }
        else
        {
            blockIterator.wrap(sortedSets.table(value.root()));
        }
    }

    /**
     * @return false behind the last member.
     */
    boolean next()
    {
        if (walked.isMissing)
        {
            return false;
        }
        final boolean isThere = walked.isSet ? nextOfSet() :
            sortedSets.isPack(walked.value) ? nextOfPack() : nextBlock();
        if (isThere)
        {
            member.toText(arena.writable(scratch, 0, IntegerText.MAX_LENGTH));
        }
        return isThere;
    }

    private boolean nextOfSet()
    {
        score = 1;
        return setCursor.next(member);
    }

    private boolean nextOfPack()
    {
        final boolean isThere = packCursor.next(member);
        score = packCursor.score();
        return isThere;
    }

    private boolean nextBlock()
    {
        final long block = blockIterator.next();
        if (block == Arena.NULL_REF)
        {
            return false;
        }
        score = sortedSets.readScore(block);
        sortedSets.readMember(block, member);
        return true;
    }

    /** The text of the member that {@link #next} has come to, valid until the next. */
    ListPackElement member()
    {
        return member;
    }

    /** The score of the member that {@link #next} has come to. */
    double score()
    {
        return score;
    }

    /** Says whether another source has the member too; its score there is then {@link #foundScore()}. */
    boolean find(final AlgebraSource source)
    {
        if (source.isMissing)
        {
            return false;
        }
        return source.isSet ? sets.contains(source.value, member.address(), member.length()) :
            sortedSets.find(source.value, member.address(), member.length());
    }

    /** The score in the source where {@link #find} has found the member. */
    double foundScore(final AlgebraSource source)
    {
        return source.isSet ? 1 : sortedSets.score();
    }

    private void reserve(final int capacity)
    {
        if (capacity > sources.length)
        {
            final int old = sources.length;
            sources = Arrays.copyOf(sources, Math.max(capacity, Math.max(INITIAL_CAPACITY, 2 * old)));
            for (int i = old; i < sources.length; i++)
            {
                sources[i] = new AlgebraSource();
            }
        }
    }
}
