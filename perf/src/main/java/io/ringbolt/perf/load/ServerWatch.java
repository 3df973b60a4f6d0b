package io.ringbolt.perf.load;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What happens beside a load: the server's own figures are read, and a command such as BGSAVE is given now and then. A
 * command that the server refuses, because the last one still runs, is given again later.
 */
final class ServerWatch implements AutoCloseable
{
    private final ControlConnection connection;
    private final List<String> fields;
    private final List<String> command;
    private final long everyNs;
    private long dueNs;

    private ServerWatch(
        final ControlConnection connection, final List<String> fields, final List<String> command, final long everyNs)
    {
        this.connection = connection;
        this.fields = fields;
        this.command = command;
        this.everyNs = everyNs;
        this.dueNs = System.nanoTime();
    }

    static ServerWatch of(final Target target, final Access access, final BenchOptions options) throws IOException
    {
        final boolean isNeeded = !options.watched().isEmpty() || !options.meanwhile().isEmpty();
        return new ServerWatch(
            isNeeded ? new ControlConnection(target, access) : null, options.watched(), options.meanwhile(),
            options.meanwhileEveryNs());
    }

    void poll(final long nowNs)
    {
        if (!command.isEmpty() && nowNs - dueNs >= 0)
        {
            dueNs = nowNs + everyNs;
            try
            {
                connection.call(command);
            }
            catch (final IOException refused)
            {
                dueNs = nowNs + everyNs / 2;          // still busy with the last one
            }
        }
    }

    Map<String, Double> figures() throws IOException
    {
        return fields.isEmpty() ? Map.of() : connection.figures(fields);
    }

    @Override
    public void close() throws IOException
    {
        if (connection != null)
        {
            connection.close();
        }
    }
}
