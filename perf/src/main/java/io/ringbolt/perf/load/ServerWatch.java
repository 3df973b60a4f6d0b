package io.ringbolt.perf.load;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What happens beside a load: the server's own figures are read, and a command such as BGSAVE is given now and then. A
 * command that the server refuses, because the last one still runs, is given again later.
 */
final class ServerWatch implements AutoCloseable
{
    private static final String PER_SECOND = "/s";
    private static final double NS_PER_SECOND = 1e9;

    private final ControlConnection connection;
    private final List<String> fields;
    private final List<String> command;
    private final long everyNs;
    private long dueNs;
    private Map<String, Double> last = Map.of();
    private long lastNs;

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
        final ServerWatch watch = new ServerWatch(
            isNeeded ? new ControlConnection(target, access) : null, options.watched(), options.meanwhile(),
            options.meanwhileEveryNs());
        watch.figures();                              // what fields grow by is counted from here
        return watch;
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

    /** @return the fields asked for; those with {@code /s} as what they have grown by a second since the last call. */
    Map<String, Double> figures() throws IOException
    {
        if (fields.isEmpty())
        {
            return Map.of();
        }
        final long nowNs = System.nanoTime();
        final Map<String, Double> now = connection.figures(
            fields.stream().map(field -> field.replace(PER_SECOND, "")).toList());
        final Map<String, Double> figures = new LinkedHashMap<>();
        for (final String field : fields)
        {
            final String plain = field.replace(PER_SECOND, "");
            if (now.containsKey(plain) && plain.equals(field))
            {
                figures.put(field, now.get(plain));
            }
            else if (now.containsKey(plain) && last.containsKey(plain))
            {
                figures.put(field, (now.get(plain) - last.get(plain)) * NS_PER_SECOND / (nowNs - lastNs));
            }
        }
        last = now;
        lastNs = nowNs;
        return figures;
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
