package io.ringbolt.transport.differential;

import java.util.ArrayList;
import java.util.List;

/**
 * One reply: its first line, or content behind its type, and the replies inside.
 */
public record Reply(String head, List<Reply> elements)
{
    /** @return the same with elements, or groups of them, in an order that says nothing. */
    Reply sorted(final int groupSize)
    {
        if (0 != elements.size() % groupSize)
        {
            return this;
        }
        final List<List<Reply>> groups = new ArrayList<>();
        for (int i = 0; i < elements.size(); i += groupSize)
        {
            groups.add(elements.subList(i, i + groupSize));
        }
        groups.sort((a, b) -> a.toString().compareTo(b.toString()));
        final List<Reply> sorted = new ArrayList<>();
        groups.forEach(sorted::addAll);
        return new Reply(head, sorted);
    }

    boolean isError()
    {
        return head.startsWith("-");
    }

    @Override
    public String toString()
    {
        return elements.isEmpty() ? head : head + elements;
    }
}
