package io.ringbolt.transport.replication;

import io.ringbolt.transport.differential.RespConnection;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A server of either kind, seen by a client that asks how replication is going.
 */
final class Node implements AutoCloseable
{
    private static final int MAX_DETAIL = 2000;
    private static final int MAX_DIFFERENCE = 10_000;
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
        assertEquals(expected, found, () -> context + " difference: " + differenceFrom(master));
    }

    /** @return what shows which keys differ. */
    private String differenceFrom(final Node master)
    {
        final StringBuilder text = new StringBuilder();
        try
        {
            text.append(printable(ask("INFO", "errorstats"))).append(printable(master.ask("INFO", "errorstats")));
            for (int database = 0; database < 16 && text.length() < MAX_DIFFERENCE; database++)
            {
                ask("SELECT", Integer.toString(database));
                master.ask("SELECT", Integer.toString(database));
                final Set<String> keys = new TreeSet<>();
                connection.ask("KEYS", "*").elements().forEach(key -> keys.add(key.toString().substring(1)));
                master.connection.ask("KEYS", "*").elements().forEach(key -> keys.add(key.toString().substring(1)));
                for (final String key : keys)
                {
                    appendDifference(master, database, key, text);
                }
            }
        }
        catch (final IOException broken)
        {
            text.append(broken);
        }
        return text.toString();
    }

    private void appendDifference(final Node master, final int database, final String key, final StringBuilder text)
        throws IOException
    {
        for (final String[] question : List.of(
            new String[]{"DEBUG", "DIGEST-VALUE", key}, new String[]{"PEXPIRETIME", key}))
        {
            final String theirs = master.ask(question);
            final String mine = ask(question);
            if (!theirs.equals(mine))
            {
                final String type = master.ask("TYPE", key);
                text.append("\n  db").append(database).append(' ').append(key).append(' ').append(question[0])
                    .append(": master ").append(theirs).append(' ').append(type)
                    .append(", replica ").append(mine).append(' ').append(ask("TYPE", key));
                final String[] details = type.contains("stream") ? new String[]{"XINFO", "STREAM", key, "FULL"} :
                    new String[]{"DUMP", key};
                text.append("\n    ").append(printable(master.ask(details)));
                text.append("\n    ").append(printable(ask(details)));
            }
        }
    }

    private static String printable(final String text)
    {
        final StringBuilder out = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), MAX_DETAIL); i++)
        {
            final char letter = text.charAt(i);
            out.append(letter < ' ' || letter > '~' ? String.format("\\x%02x", (int)letter) : letter);
        }
        return out.toString();
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
