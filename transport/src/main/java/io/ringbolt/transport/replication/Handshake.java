package io.ringbolt.transport.replication;

import io.ringbolt.config.RedisCompatibility;
import io.ringbolt.config.ReplicationParameters;
import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.replication.LinkRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Queue;

/**
 * The conversation with which a replica introduces itself to its master and asks for what it has missed: what it says,
 * and what the answers mean. Owned by the link's thread.
 */
final class Handshake
{
    /** What an answer has led to. */
    enum Outcome
    {
        /** The next answer is waited for. */
        GOES_ON,
        /** All data will come. */
        FULL_SYNC,
        /** The stream goes on where this server is. */
        CONTINUES
    }

    /** What an answer is about. */
    private enum Question
    {
        PING, AUTH, DETAIL, PSYNC
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(Handshake.class);
    private static final int ID_LENGTH = 40;

    private final LinkRequest request;
    private final ByteArrayOutputStream outgoing = new ByteArrayOutputStream();
    private final Queue<Question> asked = new ArrayDeque<>();
    private String historyId;
    private long offset;

    Handshake(final LinkRequest request)
    {
        this.request = request;
        ask(Question.PING, List.of("PING"));
    }

    /** @return bytes to be sent, which are forgotten here; may be empty. */
    byte[] takeOutgoing()
    {
        final byte[] bytes = outgoing.toByteArray();
        outgoing.reset();
        return bytes;
    }

    /** @return the history that the master tells of; null if it is still that of the request. */
    String historyId()
    {
        return historyId;
    }

    /** @return the place in it that the master's data will belong to. */
    long offset()
    {
        return offset;
    }

    /**
     * Takes an answer.
     *
     * @param line without its end; empty if the master only wants to be heard.
     * @throws LinkException if nothing can come of it.
     */
    Outcome onLine(final String line) throws LinkException
    {
        if (line.isEmpty())
        {
            return Outcome.GOES_ON;
        }
        final Question question = asked.poll();
        final boolean isError = '-' == line.charAt(0);
        switch (question)
        {
            case PING ->
            {
                if (isError && !isTolerated(line))
                {
                    throw new LinkException("Error reply to PING from master: '" + line + "'");
                }
                LOGGER.info("Master replied to PING, replication can continue...");
                introduce();
            }
            case AUTH ->
            {
                if (isError)
                {
                    throw new LinkException("Unable to AUTH to MASTER: " + line);
                }
            }
            case DETAIL ->
            {
                if (isError)
                {
                    LOGGER.info("(Non critical) Master does not understand a detail of REPLCONF: {}", line);
                }
            }
            case PSYNC ->
            {
                return onPsync(line);
            }
        }
        if (asked.isEmpty())
        {
            askForStream();
        }
        return Outcome.GOES_ON;
    }

    /** A master may want a password before it answers anything. */
    private static boolean isTolerated(final String line)
    {
        return line.startsWith("-NOAUTH") || line.startsWith("-NOPERM") ||
            line.startsWith("-ERR operation not permitted");
    }

    private void introduce()
    {
        final ServerConfig config = request.config();
        final String password = config.get(ReplicationParameters.MASTERAUTH);
        final String user = config.get(ReplicationParameters.MASTERUSER);
        final String address = config.get(ReplicationParameters.REPLICA_ANNOUNCE_IP);
        if (null != password && !password.isEmpty())
        {
            ask(Question.AUTH, null == user || user.isEmpty() ?
                List.of("AUTH", password) : List.of("AUTH", user, password));
        }
        ask(Question.DETAIL, List.of("REPLCONF", "listening-port", Integer.toString(request.listeningPort())));
        if (null != address && !address.isEmpty())
        {
            ask(Question.DETAIL, List.of("REPLCONF", "ip-address", address));
        }
        ask(Question.DETAIL, List.of("REPLCONF", "capa", "eof", "capa", "psync2"));
        ask(Question.DETAIL, List.of("REPLCONF", "version", RedisCompatibility.VERSION));
    }

    private void askForStream()
    {
        final boolean isContinuing = null != request.historyId();
        final String id = isContinuing ? request.historyId() : "?";
        final String nextOffset = isContinuing ? Long.toString(request.nextOffset()) : "-1";
        if (isContinuing)
        {
            LOGGER.info("Trying a partial resynchronization (request {}:{}).", id, nextOffset);
        }
        else
        {
            LOGGER.info("Partial resynchronization not possible (no cached master)");
        }
        ask(Question.PSYNC, request.isFailover() ?
            List.of("PSYNC", id, nextOffset, "FAILOVER") : List.of("PSYNC", id, nextOffset));
    }

    private Outcome onPsync(final String line) throws LinkException
    {
        final String[] words = line.split(" +");
        switch (words[0].toUpperCase(Locale.ROOT))
        {
            case "+FULLRESYNC" ->
            {
                if (3 != words.length || ID_LENGTH != words[1].length())
                {
                    throw new LinkException("Master replied with wrong +FULLRESYNC syntax: " + line);
                }
                historyId = words[1];
                offset = parseOffset(words[2], line);
                LOGGER.info("Full resync from master: {}:{}", historyId, offset);
                return Outcome.FULL_SYNC;
            }
            case "+CONTINUE" ->
            {
                LOGGER.info("Successful partial resynchronization with master.");
                if (words.length > 1 && ID_LENGTH == words[1].length() && !words[1].equals(request.historyId()))
                {
                    historyId = words[1];
                    LOGGER.info("Master replication ID changed to {}", historyId);
                }
                return Outcome.CONTINUES;
            }
            default -> throw new LinkException(
                line.startsWith("-NOMASTERLINK") || line.startsWith("-LOADING") ?
                "Master is currently unable to PSYNC but should be in the future: " + line :
                "Unexpected reply to PSYNC from master: " + line, true);
        }
    }

    private static long parseOffset(final String digits, final String line) throws LinkException
    {
        try
        {
            return Long.parseLong(digits);
        }
        catch (final NumberFormatException noNumber)
        {
            throw new LinkException("Master replied with wrong +FULLRESYNC syntax: " + line);
        }
    }

    private void ask(final Question question, final List<String> words)
    {
        asked.add(question);
        outgoing.writeBytes(command(words));
    }

    /** @return a command as a master reads it. */
    static byte[] command(final List<String> words)
    {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ascii("*" + words.size() + "\r\n"));
        for (final String word : words)
        {
            final byte[] text = word.getBytes(StandardCharsets.ISO_8859_1);
            bytes.writeBytes(ascii("$" + text.length + "\r\n"));
            bytes.writeBytes(text);
            bytes.writeBytes(ascii("\r\n"));
        }
        return bytes.toByteArray();
    }

    private static byte[] ascii(final String text)
    {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
