package io.ringbolt.transport.replication;

import io.ringbolt.transport.differential.RespConnection;

import java.io.IOException;
import java.util.function.BooleanSupplier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A server of either kind, seen by a client that asks how replication is going.
 */
final class Node implements AutoCloseable
{
    private static final long PATIENCE_NS = 60_000_000_000L;

    private final int port;
    private final RespConnection connection;

    Node(final int port) throws IOException
    {
        this.port = port;
        this.connection = new RespConnection(port);
    }

    int port()
    {
        return port;
    }

    RespConnection connection()
    {
        return connection;
    }

    String ask(final String... command) throws IOException
    {
        return connection.ask(command).toString();
    }

    /** @return a field of INFO, or an empty text. */
    String info(final String section, final String field)
    {
        try
        {
            for (final String line : ask("INFO", section).split("\r\n"))
            {
                if (line.startsWith(field + ":"))
                {
                    return line.substring(field.length() + 1);
                }
            }
            return "";
        }
        catch (final IOException broken)
        {
            throw new IllegalStateException(broken);
        }
    }

    long offset()
    {
        return Long.parseLong(info("replication", "master_repl_offset"));
    }

    boolean isLinked()
    {
        return "up".equals(info("replication", "master_link_status"));
    }

    long stat(final String field)
    {
        return Long.parseLong(info("stats", field));
    }

    /** Waits until this server has everything of its master's, and compares their data. */
    void assertHoldsDataOf(final Node master, final String context) throws Exception
    {
        await("no caught-up link: " + context, () -> isLinked() && offset() >= master.offset());
        String expected = master.ask("DEBUG", "DIGEST");
        String found = ask("DEBUG", "DIGEST");
        for (int i = 0; i < 100 && !expected.equals(found); i++)
        {
            Thread.sleep(20);                             // keys that expire change the data between the questions
            expected = master.ask("DEBUG", "DIGEST");
            found = ask("DEBUG", "DIGEST");
        }
        assertEquals(expected, found, context);
    }

    static void await(final String claim, final BooleanSupplier holds) throws InterruptedException
    {
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!holds.getAsBoolean())
        {
            assertTrue(System.nanoTime() < deadlineNs, claim);
            Thread.sleep(5);
        }
    }

    @Override
    public void close() throws IOException
    {
        connection.close();
    }
}
