package io.ringbolt.engine.zset;

/**
 * Union, intersection and difference of sorted sets and sets, with the scores that come of it.
 */
final class SortedSetAlgebra
{
    /** What becomes of the scores of one member in several sources. */
    enum Aggregate
    {
        SUM, MIN, MAX,
        /** The sum of the weights of those that have it. */
        COUNT
    }

    private final AlgebraSources sources;
    private final SortedSetBuilder builder;
    private Aggregate aggregate;

    SortedSetAlgebra(final AlgebraSources sources, final SortedSetBuilder builder)
    {
        this.sources = sources;
        this.builder = builder;
    }

    /** Puts the union into the builder. */
    void unite(final Aggregate how)
    {
        aggregate = how;
        sources.sortAscending();
        for (int i = 0; i < sources.count(); i++)
        {
            addAll(sources.get(i));
        }
    }

    private void addAll(final AlgebraSource source)
    {
        sources.walk(source);
        while (sources.next())
        {
            final double weighted = weighted(source, sources.score());
            final double score = Double.isNaN(weighted) ? 0 : weighted;
            if (builder.find(sources.member()))
            {
                builder.score(aggregated(builder.score(), score));
            }
            else
            {
                builder.add(sources.member(), score);
            }
        }
    }

    /** Puts the intersection into the builder. */
    void intersect(final Aggregate how)
    {
        aggregate = how;
        sources.sortAscending();
        final AlgebraSource first = sources.get(0);
        sources.walk(first);
        while (sources.next())
        {
            final double score = scoreInAll(first);
            if (!Double.isNaN(score))
            {
                builder.find(sources.member());
                builder.add(sources.member(), score);
            }
        }
    }

    /** The score of a member of the first source that all others have, or NaN. */
    private double scoreInAll(final AlgebraSource first)
    {
        final double weighted = weighted(first, sources.score());
        double score = Double.isNaN(weighted) ? 0 : weighted;
        for (int i = 1; i < sources.count(); i++)
        {
            final AlgebraSource source = sources.get(i);
            final boolean isSame = source.isSameAs(first);
            if (!isSame && !sources.find(source))
            {
                return Double.NaN;
            }
            score = aggregated(score, weighted(source, isSame ? sources.score() : sources.foundScore(source)));
        }
        return score;
    }

    /** Counts the intersection up to a limit. */
    long countCommon(final long limit)
    {
        sources.sortAscending();
        final AlgebraSource first = sources.get(0);
        long count = 0;
        sources.walk(first);
        while (count < limit && sources.next())
        {
            count += isInAll(first) ? 1 : 0;
        }
        return count;
    }

    private boolean isInAll(final AlgebraSource first)
    {
        for (int i = 1; i < sources.count(); i++)
        {
            if (!sources.get(i).isSameAs(first) && !sources.find(sources.get(i)))
            {
                return false;
            }
        }
        return true;
    }

    /** Puts the difference into the builder. */
    void subtract()
    {
        if (sources.get(0).isMissing || sources.isFirstRepeated())
        {
            return;
        }
        if (isBetterByRemoval())
        {
            subtractByRemoval();
            return;
        }
        sources.sortRestDescending();
        sources.walk(sources.get(0));
        while (sources.next())
        {
            if (!isInAnyOther())
            {
                builder.find(sources.member());
                builder.add(sources.member(), sources.score());
            }
        }
    }

    private boolean isInAnyOther()
    {
        for (int i = 1; i < sources.count(); i++)
        {
            if (sources.find(sources.get(i)))
            {
                return true;
            }
        }
        return false;
    }

    /** As for sets: look-ups of the first source's members get an advantage over removing the others' from a copy. */
    private boolean isBetterByRemoval()
    {
        long removals = 0;
        for (int i = 0; i < sources.count(); i++)
        {
            removals += sources.get(i).count;
        }
        return sources.get(0).count * sources.count() / 2 > removals;
    }

    private void subtractByRemoval()
    {
        aggregate = Aggregate.SUM;
        addAll(sources.get(0));
        for (int i = 1; i < sources.count() && builder.count() > 0; i++)
        {
            sources.walk(sources.get(i));
            while (sources.next())
            {
                if (builder.find(sources.member()))
                {
                    builder.removeFound();
                }
            }
        }
    }

    private double weighted(final AlgebraSource source, final double score)
    {
        return aggregate == Aggregate.COUNT ? source.weight : source.weight * score;
    }

    /** Opposite infinities add up to zero. */
    private double aggregated(final double score, final double other)
    {
        return switch (aggregate)
        {
            case MIN -> other < score ? other : score;
            case MAX -> other > score ? other : score;
            default ->
            {
                final double sum = score + other;
                yield Double.isNaN(sum) ? 0 : sum;
            }
        };
    }
}
