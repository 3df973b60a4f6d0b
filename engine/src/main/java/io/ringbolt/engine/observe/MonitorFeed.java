package io.ringbolt.engine.observe;

import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.session.Session;
import io.ringbolt.engine.session.Sessions;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The stream of executed commands that MONITOR's clients read: a line with time, database, address and quoted
 * arguments. Owned by the engine thread.
 */
/*
 * A client that watches its own commands finds each line right behind what the command has replied, within EXEC's
 * array too, as in Redis. So that line is part of its reply and leaves with it; others are told at once.
 */
public final class MonitorFeed
{
    private static final long US_PER_SECOND = 1_000_000;
    private static final int FIRST_PRINTABLE = 0x20;
    private static final int LAST_PRINTABLE = 0x7e;

    private final Sessions sessions;

    MonitorFeed(final Sessions sessions)
    {
        this.sessions = sessions;
    }

    boolean hasReaders()
    {
        return sessions.monitorCount() > 0;
    }

    void feed(
        final RingEntry entry, final Session source, final long sequence, final long nowUs, final long secretArguments)
    {
        final byte[] line = line(entry, source, nowUs, secretArguments).getBytes(StandardCharsets.US_ASCII);
        for (final Session session : sessions.snapshot())
        {
            if (session.isMonitor() && !session.isClosing() && !session.closesAfterCommand() &&
                session.replyMode().isHeard())
            {
                session.reply().simple(line);
                if (session != source || session.isBlocked())
                {
                    session.channel().commit(sequence, false);
                }
            }
        }
    }

    private static String line(
        final RingEntry entry, final Session source, final long nowUs, final long secretArguments)
    {
        final StringBuilder text = new StringBuilder()
            .append(nowUs / US_PER_SECOND).append('.')
            .append(String.format(Locale.ROOT, "%06d", nowUs % US_PER_SECOND))
            .append(" [").append(source.databaseIndex()).append(' ').append(address(source)).append(']');
        for (int i = 0; i < entry.argumentCount(); i++)
        {
            text.append(" \"");
            quote(ArgumentAbridger.isSecret(secretArguments, i) ? ArgumentAbridger.REDACTED :
                OffHeap.toBytes(entry.argumentAddress(i), entry.argumentLength(i)), text);
            text.append('"');
        }
        return text.toString();
    }

    private static String address(final Session source)
    {
        final String remote = source.channel().remoteAddress();
        return source.channel().isUnixSocket() ? "unix:" + remote.substring(0, remote.lastIndexOf(':')) : remote;
    }

    private static void quote(final byte[] bytes, final StringBuilder out)
    {
        for (final byte value : bytes)
        {
            switch (value)
            {
                case '\\' -> out.append("\\\\");
                case '"' -> out.append("\\\"");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case 7 -> out.append("\\a");
                case '\b' -> out.append("\\b");
                default -> appendPlainOrHex(value, out);
            }
        }
    }

    private static void appendPlainOrHex(final byte value, final StringBuilder out)
    {
        if (value >= FIRST_PRINTABLE && value <= LAST_PRINTABLE)
        {
            out.append((char)value);
        }
        else
        {
            out.append(String.format(Locale.ROOT, "\\x%02x", value & 0xff));
        }
    }
}
