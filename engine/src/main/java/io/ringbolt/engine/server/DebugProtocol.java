package io.ringbolt.engine.server;

import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * DEBUG PROTOCOL: a reply of each type, for clients that test how they read it.
 */
final class DebugProtocol
{
    private static final int ELEMENT_COUNT = 3;
    private static final double SAMPLE_DOUBLE = 3.141;
    private static final byte[] ATTRIBUTE = ("|1\r\n$14\r\nkey-popularity\r\n*2\r\n$7\r\nkey:123\r\n:90\r\n")
        .getBytes(StandardCharsets.US_ASCII);

    private DebugProtocol()
    {
    }

    static void execute(final CommandContext context)
    {
        final ReplyWriter reply = context.reply();
        switch (context.args().textAt(2).toLowerCase(Locale.ROOT))
        {
            case "string" -> reply.bulk("Hello World");
            case "integer" -> reply.integer(12345);
            case "double" -> reply.doubleValue(SAMPLE_DOUBLE);
            case "bignum" -> reply.bigNumber("1234567999999999999999999999999999999");
            case "null" -> reply.nullValue();
            case "array" -> array(reply);
            case "set" -> set(reply);
            case "map" -> map(reply);
            case "attrib" -> attribute(context, reply);
            case "push" -> push(reply);
            case "verbatim" -> reply.verbatim("txt", "This is a verbatim\nstring");
            case "true" -> reply.bool(true);
            case "false" -> reply.bool(false);
            default -> reply.error("ERR Wrong protocol type name. Please use one of the following: " +
                "string|integer|double|bignum|null|array|set|map|attrib|push|verbatim|true|false");
        }
    }

    private static void array(final ReplyWriter reply)
    {
        reply.array(ELEMENT_COUNT);
        for (int i = 0; i < ELEMENT_COUNT; i++)
        {
            reply.integer(i);
        }
    }

    private static void set(final ReplyWriter reply)
    {
        reply.set(ELEMENT_COUNT);
        for (int i = 0; i < ELEMENT_COUNT; i++)
        {
            reply.integer(i);
        }
    }

    private static void map(final ReplyWriter reply)
    {
        reply.map(ELEMENT_COUNT);
        for (int i = 0; i < ELEMENT_COUNT; i++)
        {
            reply.integer(i);
            reply.bool(1 == i);
        }
    }

    private static void attribute(final CommandContext context, final ReplyWriter reply)
    {
        if (3 == reply.protocol())
        {
            final OffHeapAllocator allocator = context.engine().allocator();
            final long address = allocator.allocate(ATTRIBUTE.length);
            OffHeap.copyIn(ATTRIBUTE, 0, address, ATTRIBUTE.length);
            reply.raw(address, ATTRIBUTE.length);
            allocator.free(address, ATTRIBUTE.length);
        }
        reply.bulk("Some real reply following the attribute");
    }

    private static void push(final ReplyWriter reply)
    {
        if (3 != reply.protocol())
        {
            reply.error("ERR RESP2 is not supported by this command");
            return;
        }
        reply.push(2);
        reply.bulk("server-cpu-usage");
        reply.integer(42);
        reply.bulk("Some real reply following the push reply");
    }
}
