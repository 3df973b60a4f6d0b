package io.ringbolt.engine.zset;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A sorted set as a list in order, which is searched from its beginning.
 */
final class NaiveSortedSet
{
    record Scored(String member, double score)
    {
    }

    private static final Comparator<Scored> ORDER =
        Comparator.comparingDouble(Scored::score).thenComparing(Scored::member);

    private final List<Scored> order = new ArrayList<>();

    /** @return true if the member is new. */
    boolean put(final String member, final double score)
    {
        final boolean isNew = !remove(member);
        final Scored scored = new Scored(member, score + 0.0);
        int at = 0;
        while (at < order.size() && ORDER.compare(order.get(at), scored) < 0)
        {
            at++;
        }
        order.add(at, scored);
        return isNew;
    }

    boolean remove(final String member)
    {
        final int rank = rank(member);
        if (rank >= 0)
        {
            order.remove(rank);
        }
        return rank >= 0;
    }

    /** @return the member's place, or -1. */
    int rank(final String member)
    {
        for (int i = 0; i < order.size(); i++)
        {
            if (order.get(i).member().equals(member))
            {
                return i;
            }
        }
        return -1;
    }

    /** @return null if the member is missing. */
    Double score(final String member)
    {
        final int rank = rank(member);
        return rank < 0 ? null : order.get(rank).score();
    }

    Scored pop(final boolean isMin)
    {
        return order.remove(isMin ? 0 : order.size() - 1);
    }

    /** @return a view; places count from the end if negative, as those of ZRANGE. */
    List<Scored> slice(final int start, final int stop)
    {
        final int from = Math.max(0, start < 0 ? start + order.size() : start);
        final int to = Math.min(order.size() - 1, stop < 0 ? stop + order.size() : stop);
        return from > to ? new ArrayList<>() : order.subList(from, to + 1);
    }

    /** @return a view of scores from {@code low} to below {@code high}. */
    List<Scored> byScore(final double low, final double high)
    {
        int from = 0;
        while (from < order.size() && order.get(from).score() < low)
        {
            from++;
        }
        int to = from;
        while (to < order.size() && order.get(to).score() < high)
        {
            to++;
        }
        return order.subList(from, to);
    }

    List<Scored> all()
    {
        return order;
    }

    int size()
    {
        return order.size();
    }

    void clear()
    {
        order.clear();
    }
}
