package io.ringbolt.perf.load;

import java.util.List;

/**
 * One thing that a user does: a command, or several of which each is sent when the one before has been answered. Its
 * time runs to the last answer.
 *
 * @param name   in reports.
 * @param steps  commands in order.
 * @param weight its share of the mix, relative to the others'.
 * @param isNew  true if the operation's key is one that did not exist.
 */
record Operation(String name, List<RequestTemplate> steps, double weight, boolean isNew)
{
    static Operation of(final String name, final RequestTemplate command)
    {
        return new Operation(name, List.of(command), 1, false);
    }

    Operation weighing(final double newWeight)
    {
        return new Operation(name, steps, newWeight, isNew);
    }
}
