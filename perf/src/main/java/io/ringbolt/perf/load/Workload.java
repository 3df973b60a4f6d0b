package io.ringbolt.perf.load;

import java.util.List;

/**
 * A mix of operations and what has to be loaded before it can run.
 *
 * @param title        in reports, as redis-benchmark writes it for its own tests.
 * @param operations   of the mix.
 * @param preparations commands sent once for each key number, with that number as {@code __key__}; empty for none.
 * @param preparedKeys how many key numbers are loaded.
 * @param keys         how keys are drawn unless the command line says it.
 */
record Workload(
    String title, List<Operation> operations, List<RequestTemplate> preparations, long preparedKeys, String keys)
{
    static final String UNIFORM = "uniform";

    Workload
    {
        if (operations.isEmpty())
        {
            throw new IllegalArgumentException("a workload needs an operation: " + title);
        }
        double total = 0;
        for (final Operation operation : operations)
        {
            if (!(operation.weight() >= 0))
            {
                throw new IllegalArgumentException("a weight is 0 or more: " + operation.name());
            }
            total += operation.weight();
        }
        if (total <= 0)
        {
            throw new IllegalArgumentException("no operation has a weight: " + title);
        }
    }

    static Workload single(final String title, final RequestTemplate command)
    {
        return new Workload(title, List.of(Operation.of(title, command)), List.of(), 0, UNIFORM);
    }

    Workload prepared(final List<RequestTemplate> commands, final long keyCount)
    {
        return new Workload(title, operations, commands, keyCount, keys);
    }

    /** @return upper ends of the operations' shares, from above 0 to 1. */
    double[] cumulativeShares()
    {
        final double total = operations.stream().mapToDouble(Operation::weight).sum();
        final double[] shares = new double[operations.size()];
        double sum = 0;
        for (int i = 0; i < shares.length; i++)
        {
            sum += operations.get(i).weight();
            shares[i] = sum / total;
        }
        shares[shares.length - 1] = 1;
        return shares;
    }
}
