package io.ringbolt.engine.server;

import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.ReplyWriter;
import org.HdrHistogram.Histogram;

import java.util.ArrayList;
import java.util.List;

/**
 * LATENCY HISTOGRAM: for each command, how many executions took at most 1, 2, 4, ... microseconds.
 */
final class LatencyHistograms
{
    private static final int FIRST_OPERAND = 2;
    private static final long NS_PER_US = 1000;

    private final Engine engine;

    LatencyHistograms(final Engine engine)
    {
        this.engine = engine;
    }

    void execute(final CommandContext context)
    {
        final List<Command> commands = new ArrayList<>();
        if (FIRST_OPERAND == context.argCount())
        {
            engine.commands().allRows().forEach(command -> addExecuted(command, commands));
        }
        for (int i = FIRST_OPERAND; i < context.argCount(); i++)
        {
            final Command command = engine.commands().findCalled(context.args().textAt(i));
            if (null != command)
            {
                addExecuted(command, commands);
                command.subcommands().forEach(subcommand -> addExecuted(subcommand, commands));
            }
        }
        context.reply().map(commands.size());
        commands.forEach(command -> reply(context.reply(), command));
    }

    private void addExecuted(final Command command, final List<Command> commands)
    {
        if (null != engine.figures().commands().histogram(command))
        {
            commands.add(command);
        }
    }

    private void reply(final ReplyWriter reply, final Command command)
    {
        final Histogram histogram = engine.figures().commands().histogram(command);
        reply.bulk(command.fullNameBytes());
        reply.map(2);
        reply.bulk("calls");
        reply.integer(histogram.getTotalCount());
        reply.bulk("histogram_usec");
        final long handle = reply.deferAggregate();
        int buckets = 0;
        long counted = 0;
        for (long limitUs = 1; counted < histogram.getTotalCount(); limitUs *= 2)
        {
            final long upTo = histogram.getCountBetweenValues(
                0, Math.min(limitUs * NS_PER_US, histogram.getMaxValue()));
            if (upTo > counted)
            {
                reply.integer(limitUs);
                reply.integer(upTo);
                counted = upTo;
                buckets++;
            }
        }
        reply.completeMap(handle, buckets);
    }
}
