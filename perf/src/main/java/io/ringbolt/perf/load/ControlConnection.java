package io.ringbolt.perf.load;

import io.ringbolt.perf.compare.RespConnection;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A connection beside the load: reads the server's figures and gives the commands that are to run meanwhile.
 */
final class ControlConnection implements AutoCloseable
{
    private final RespConnection connection;

    ControlConnection(final Target target, final Access access) throws IOException
    {
        if (access.tls() == null)
        {
            final SocketChannel channel = target.open();
            connection = new RespConnection(
                Channels.newInputStream(channel), Channels.newOutputStream(channel), channel);
        }
        else
        {
            final Socket socket = access.tls().connect(target.host(), target.port());
            connection = new RespConnection(socket.getInputStream(), socket.getOutputStream(), socket);
        }
        for (final List<String> words : access.greeting())
        {
            if (!"HELLO".equals(words.get(0)))
            {
                connection.call(words.toArray(new String[0]));
            }
        }
    }

    Object call(final List<String> words) throws IOException
    {
        return connection.call(words.toArray(new String[0]));
    }

    /** @return those of the fields that INFO shows as numbers. */
    Map<String, Double> figures(final List<String> fields) throws IOException
    {
        final Map<String, Double> figures = new LinkedHashMap<>();
        if (!fields.isEmpty())
        {
            final String text = (String)connection.call("INFO", "everything");
            for (final String line : text.split("\r\n"))
            {
                final int colon = line.indexOf(':');
                if (colon > 0 && fields.contains(line.substring(0, colon)))
                {
                    put(figures, line.substring(0, colon), line.substring(colon + 1));
                }
            }
        }
        return figures;
    }

    private static void put(final Map<String, Double> figures, final String field, final String value)
    {
        if (value.matches("-?[0-9]+(\\.[0-9]+)?"))
        {
            figures.put(field, Double.valueOf(value));
        }
    }

    @Override
    public void close() throws IOException
    {
        connection.close();
    }
}
