package io.ringbolt.engine.blocking;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lists and clients that wait for them, the slow and plain way: after each change every waiting client is
 * looked at in order.
 */
final class WaitingTwin
{
    /** A client's wait for the first element of one of its keys, to be kept or, if there is a target, moved there. */
    private record Wait(int client, List<String> keys, boolean atHead, String target, long deadlineMs)
    {
    }

    final Map<String, Deque<String>> lists = new HashMap<>();
    final Map<Integer, String> received = new HashMap<>();
    private final List<Wait> waits = new ArrayList<>();
    private final Deque<String> changed = new ArrayDeque<>();

    boolean isWaiting(final int client)
    {
        return waits.stream().anyMatch(wait -> wait.client == client);
    }

    int waitingCount()
    {
        return waits.size();
    }

    void push(final String key, final List<String> elements)
    {
        final Deque<String> list = lists.computeIfAbsent(key, unused -> new ArrayDeque<>());
        elements.forEach(list::addLast);
        changed.addLast(key);
        serve();
    }

    void rename(final String from, final String to)
    {
        if (lists.containsKey(from))
        {
            lists.put(to, lists.remove(from));
            changed.addLast(to);
            serve();
        }
    }

    void delete(final String key)
    {
        lists.remove(key);
    }

    /** @param target null to keep the element. @param deadlineMs the far future for none. */
    void popOrWait(
        final int client, final List<String> keys, final boolean atHead, final String target, final long deadlineMs)
    {
        final Wait wait = new Wait(client, keys, atHead, target, deadlineMs);
        for (final String key : keys)
        {
            if (lists.containsKey(key))
            {
                pop(wait, key);
                serve();
                return;
            }
        }
        waits.add(wait);
    }

    void onTime(final long nowMs)
    {
        waits.stream().filter(wait -> wait.deadlineMs <= nowMs).forEach(wait -> receive(wait.client, "*-1"));
        waits.removeIf(wait -> wait.deadlineMs <= nowMs);
    }

    void unblock(final int client, final String reply)
    {
        if (waits.removeIf(wait -> wait.client == client))
        {
            receive(client, reply);
        }
    }

    private void serve()
    {
        while (!changed.isEmpty())
        {
            final String key = changed.removeFirst();
            for (final Wait wait : List.copyOf(waits))
            {
                if (wait.keys.contains(key) && lists.containsKey(key))
                {
                    waits.remove(wait);
                    pop(wait, wait.keys.stream().filter(lists::containsKey).findFirst().orElseThrow());
                }
            }
        }
    }

    private void pop(final Wait wait, final String key)
    {
        final Deque<String> list = lists.get(key);
        final String element = wait.atHead ? list.removeFirst() : list.removeLast();
        if (list.isEmpty())
        {
            lists.remove(key);
        }
        if (null == wait.target)
        {
            receive(wait.client, "*2 $" + key.length() + " " + key + " $" + element.length() + " " + element);
            return;
        }
        lists.computeIfAbsent(wait.target, unused -> new ArrayDeque<>()).addLast(element);
        changed.addLast(wait.target);
        receive(wait.client, "$" + element.length() + " " + element);
    }

    private void receive(final int client, final String reply)
    {
        received.merge(client, reply, (before, more) -> before + " " + more);
    }
}
