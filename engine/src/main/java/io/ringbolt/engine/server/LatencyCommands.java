package io.ringbolt.engine.server;

import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.HelpReply;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.observe.LatencyEvent;
import io.ringbolt.engine.observe.LatencyMonitor;

import java.util.Map;

/**
 * LATENCY: what took longer than {@code latency-monitor-threshold}, and how execution times are distributed.
 */
public final class LatencyCommands implements CommandFamily
{
    private static final int FIRST_OPERAND = 2;

    private final LatencyMonitor monitor;
    private final LatencyHistograms histograms;
    private final LatencyStages stages;

    public LatencyCommands(final Engine engine)
    {
        this.monitor = engine.observer().latencyMonitor();
        this.histograms = new LatencyHistograms(engine);
        this.stages = new LatencyStages(engine);
    }

    @Override
    public void register(final CommandTable table)
    {
        final Command latency = ServerRows.row(table, "LATENCY", -2).since("2.8.13")
            .summary("A container for latency diagnostics commands.");
        figures(latency, "DOCTOR", 2).summary("Returns a human-readable latency analysis report.")
            .handler(this::doctor);
        figures(latency, "GRAPH", 3).summary("Returns a latency graph for an event.").syntax("event")
            .handler(this::graph);
        ServerRows.help(latency).since("2.8.13").handler(new HelpReply()
            .add("DOCTOR", "Return a report on what was slow.")
            .add("GRAPH <event>", "Draw the latencies of an event.")
            .add("HISTOGRAM [<command> ...]", "Return the distribution of execution times, cumulative, by command.")
            .add("HISTORY <event>", "Return times and latencies of an event.")
            .add("LATEST", "Return the newest latency of each event.")
            .add("RESET [<event> ...]", "Forget the samples of some events, or of all.")
            .add("STAGES [<command>]", "Return times from socket to socket by stage, of a sample of commands.")
            .add("STAGES-RESET", "Forget them.")
            .add("STAGES-WORST", "Return the slowest commands of the sample.").handler());
        figures(latency, "HISTOGRAM", -2).since("7.0.0").complexity("O(N)")
            .summary("Returns the cumulative distribution of latencies of a subset or all commands.")
            .syntax("[command [command ...]]").handler(histograms::execute);
        figures(latency, "HISTORY", 3).summary("Returns timestamp-latency samples for an event.")
            .syntax("event").handler(this::history);
        figures(latency, "LATEST", 2).summary("Returns the latest latency samples for all events.")
            .handler(this::latest);
        figures(latency, "STAGES", -2).complexity("O(1)").syntax("[command]")
            .summary("Returns how long commands take in each stage from socket to socket.").handler(stages::stages);
        ServerRows.admin(latency, "STAGES-RESET", 2).tips(ServerRows.ALL_NODES)
            .summary("Forgets the times of stages.").handler(stages::reset);
        figures(latency, "STAGES-WORST", 2).complexity("O(1)")
            .summary("Returns the slowest commands of which the stages are known.").handler(stages::worst);
        ServerRows.admin(latency, "RESET", -2).tips(ServerRows.ALL_NODES, ServerRows.SUM)
            .summary("Resets the latency data for one or more events.")
            .syntax("[event [event ...]]").handler(this::reset);
    }

    private static Command figures(final Command container, final String name, final int arity)
    {
        return ServerRows.admin(container, name, arity)
            .tips(ServerRows.NONDETERMINISTIC, ServerRows.ALL_NODES, ServerRows.SPECIAL);
    }

    private void doctor(final CommandContext context)
    {
        context.reply().verbatim("txt", new LatencyReport(monitor, context.nowMs()).text());
    }

    private void graph(final CommandContext context)
    {
        final String name = context.args().textAt(FIRST_OPERAND);
        final LatencyEvent event = monitor.events().get(name);
        if (null == event)
        {
            context.reply().error("ERR No samples available for event '" + name + "'");
            return;
        }
        context.reply().verbatim("txt", LatencyGraph.draw(name, event, context.nowMs()));
    }

    private void history(final CommandContext context)
    {
        final LatencyEvent event = monitor.events().get(context.args().textAt(FIRST_OPERAND));
        final int count = null == event ? 0 : event.count();
        context.reply().array(count);
        for (int i = 0; i < count; i++)
        {
            context.reply().array(2);
            context.reply().integer(event.timeS(i));
            context.reply().integer(event.latencyMs(i));
        }
    }

    private void latest(final CommandContext context)
    {
        final ReplyWriter reply = context.reply();
        reply.array(monitor.events().size());
        for (final Map.Entry<String, LatencyEvent> named : monitor.events().entrySet())
        {
            final LatencyEvent event = named.getValue();
            reply.array(4);
            reply.bulk(named.getKey());
            reply.integer(event.timeS(event.count() - 1));
            reply.integer(event.latencyMs(event.count() - 1));
            reply.integer(event.maxMs());
        }
    }

    private void reset(final CommandContext context)
    {
        if (FIRST_OPERAND == context.argCount())
        {
            context.reply().integer(monitor.reset());
            return;
        }
        int count = 0;
        for (int i = FIRST_OPERAND; i < context.argCount(); i++)
        {
            count += monitor.reset(context.args().textAt(i)) ? 1 : 0;
        }
        context.reply().integer(count);
    }
}
