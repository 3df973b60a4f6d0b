package io.ringbolt.transport;

import static io.ringbolt.transport.TestServers.config;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbolt.config.ThreadingMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;

/**
 * Messages to more subscribers than the engine writes to itself.
 */
class FanOutSystemTest
{
    private static final int SUBSCRIBER_COUNT = 150;
    private static final int MESSAGE_COUNT = 200;
    private static final int HELLO_LINES = 15;
    private static final int LONG_MESSAGE = 300_000;

    @ParameterizedTest
    @CsvSource({"SHARED, 2", "SHARED, 3", "DEDICATED, 2", "DEDICATED, 3"})
    void shouldReachEverySubscriberInOrder(final ThreadingMode mode, final int protocol) throws Exception
    {
        try (Server server = Server.start(config(mode).build()); RawClient publisher = new RawClient(server.port()))
        {
            final List<RawClient> subscribers = subscribe(server, protocol);
            final StringBuilder messages = new StringBuilder();
            for (int i = 0; i < MESSAGE_COUNT; i++)
            {
                messages.append("PUBLISH ch m").append(i).append("\r\n");
            }
            publisher.send(messages.toString());
            for (int i = 0; i < MESSAGE_COUNT; i++)
            {
                assertEquals(":" + SUBSCRIBER_COUNT, publisher.reply());
            }
            for (final RawClient subscriber : subscribers)
            {
                for (int i = 0; i < MESSAGE_COUNT; i++)
                {
                    assertEquals("m" + i, message(subscriber, protocol));
                }
            }
            close(subscribers);
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldKeepOwnRepliesAndMessagesInOrder(final ThreadingMode mode) throws Exception
    {
        try (Server server = Server.start(config(mode).build()))
        {
            final List<RawClient> subscribers = subscribe(server, 3);
            final RawClient speaker = subscribers.get(SUBSCRIBER_COUNT / 2);
            final StringBuilder commands = new StringBuilder();
            for (int i = 0; i < MESSAGE_COUNT; i++)
            {
                commands.append("ECHO a").append(i).append("\r\nPUBLISH ch m").append(i).append("\r\n");
            }
            commands.append("UNSUBSCRIBE\r\nPUBLISH ch last\r\nECHO end\r\n");
            speaker.send(commands.toString());
            for (int i = 0; i < MESSAGE_COUNT; i++)
            {
                assertEquals("a" + i, speaker.reply());
                assertEquals("m" + i, message(speaker, 3));
                assertEquals(":" + SUBSCRIBER_COUNT, speaker.reply());
            }
            assertEquals(List.of(">3", "unsubscribe", "ch", ":0"), replies(speaker, 4));
            assertEquals(":" + (SUBSCRIBER_COUNT - 1), speaker.reply());
            assertEquals("end", speaker.reply());
            close(subscribers);
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldDeliverLongMessages(final ThreadingMode mode) throws Exception
    {
        final String message = "x".repeat(LONG_MESSAGE);
        try (Server server = Server.start(config(mode).build()); RawClient publisher = new RawClient(server.port()))
        {
            final List<RawClient> subscribers = subscribe(server, 2);
            publisher.send("*3\r\n$7\r\nPUBLISH\r\n$2\r\nch\r\n$" + LONG_MESSAGE + "\r\n" + message + "\r\n");
            publisher.send("PUBLISH ch short\r\n");
            assertEquals(":" + SUBSCRIBER_COUNT, publisher.reply());
            assertEquals(":" + SUBSCRIBER_COUNT, publisher.reply());
            for (final RawClient subscriber : subscribers)
            {
                assertEquals(message, message(subscriber, 2));
                assertEquals("short", message(subscriber, 2));
            }
            close(subscribers);
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldDisconnectSubscriberThatDoesNotRead(final ThreadingMode mode) throws Exception
    {
        try (Server server = Server.start(config(mode).build()); RawClient publisher = new RawClient(server.port()))
        {
            assertEquals("+OK", publisher.ask("CONFIG SET client-output-buffer-limit \"pubsub 100000 0 0\""));
            final List<RawClient> subscribers = subscribe(server, 2);
            final String message = "x".repeat(LONG_MESSAGE);
            publisher.send("*3\r\n$7\r\nPUBLISH\r\n$2\r\nch\r\n$" + LONG_MESSAGE + "\r\n" + message + "\r\n");
            assertEquals(":" + SUBSCRIBER_COUNT, publisher.reply());
            TestServers.await("subscribers are gone", () -> 1 == server.connectionCount());
            assertEquals(":0", publisher.ask("PUBLISH ch x"));
            close(subscribers);
        }
    }

    @ParameterizedTest
    @EnumSource(value = ThreadingMode.class, names = {"SHARED", "DEDICATED"})
    void shouldLeaveNothingBehindWhenClosedWhileDelivering(final ThreadingMode mode) throws Exception
    {
        final Server server = Server.start(config(mode).build());
        try (RawClient publisher = new RawClient(server.port()))
        {
            final List<RawClient> subscribers = subscribe(server, 2);
            final String message = "x".repeat(LONG_MESSAGE);
            for (int i = 0; i < 10; i++)
            {
                publisher.send("*3\r\n$7\r\nPUBLISH\r\n$2\r\nch\r\n$" + LONG_MESSAGE + "\r\n" + message + "\r\n");
            }
            assertEquals(":" + SUBSCRIBER_COUNT, publisher.reply());
            server.close();
            close(subscribers);
        }
        assertEquals(0, server.offHeapBytes());
    }

    private static List<RawClient> subscribe(final Server server, final int protocol) throws Exception
    {
        final List<RawClient> subscribers = new ArrayList<>();
        for (int i = 0; i < SUBSCRIBER_COUNT; i++)
        {
            final RawClient subscriber = new RawClient(server.port());
            if (3 == protocol)
            {
                subscriber.send("HELLO 3\r\n");
                assertEquals("*0", replies(subscriber, HELLO_LINES).get(HELLO_LINES - 1), "the last of HELLO's reply");
            }
            subscriber.send("SUBSCRIBE ch\r\n");
            assertEquals(List.of((3 == protocol ? ">" : "*") + "3", "subscribe", "ch", ":1"), replies(subscriber, 4));
            subscribers.add(subscriber);
        }
        return subscribers;
    }

    private static String message(final RawClient subscriber, final int protocol) throws Exception
    {
        final List<String> words = replies(subscriber, 4);
        assertEquals(List.of((3 == protocol ? ">" : "*") + "3", "message", "ch"), words.subList(0, 3));
        return words.get(3);
    }

    private static List<String> replies(final RawClient client, final int count) throws Exception
    {
        final List<String> replies = new ArrayList<>();
        for (int i = 0; i < count; i++)
        {
            replies.add(client.reply());
        }
        return replies;
    }

    private static void close(final List<RawClient> clients) throws Exception
    {
        for (final RawClient client : clients)
        {
            client.close();
        }
    }
}
