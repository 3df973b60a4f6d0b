package io.ringbolt.engine.durability;

import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.session.UnconnectedChannel;

import java.nio.charset.StandardCharsets;

/**
 * The way back to a client that reads nothing: commands from an append-only file or from a master are answered into
 * nothing, but for errors, which are counted.
 */
public class SilentChannel extends UnconnectedChannel implements ReplyWriter
{
    private static final byte[] NONE = {};

    private long errorCount;
    private byte[] lastError = NONE;

    @Override
    public ReplyWriter reply()
    {
        return this;
    }

    @Override
    public int protocol()
    {
        return 2;
    }

    @Override
    public void error(final byte[] text)
    {
        errorCount++;
        lastError = text;
    }

    @Override
    public void error(final String text)
    {
        error(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public long errorCount()
    {
        return errorCount;
    }

    @Override
    public byte[] lastError()
    {
        return lastError;
    }

    @Override
    public String remoteAddress()
    {
        return "";
    }

    @Override
    public String localAddress()
    {
        return "";
    }

    @Override
    public boolean isUnixSocket()
    {
        return true;
    }

    @Override
    public void ok()
    {
        // nobody reads it
    }

    @Override
    public void simple(final byte[] text)
    {
        // nobody reads it
    }

    @Override
    public void simple(final String text)
    {
        // nobody reads it
    }

    @Override
    public void integer(final long value)
    {
        // nobody reads it
    }

    @Override
    public void bulk(final long address, final int length)
    {
        // nobody reads it
    }

    @Override
    public void bulk(final byte[] bytes)
    {
        // nobody reads it
    }

    @Override
    public void bulk(final String text)
    {
        // nobody reads it
    }

    @Override
    public void bulkLong(final long value)
    {
        // nobody reads it
    }

    @Override
    public void doubleValue(final double value)
    {
        // nobody reads it
    }

    @Override
    public void bool(final boolean value)
    {
        // nobody reads it
    }

    @Override
    public void nullValue()
    {
        // nobody reads it
    }

    @Override
    public void nullArray()
    {
        // nobody reads it
    }

    @Override
    public void array(final int count)
    {
        // nobody reads it
    }

    @Override
    public void map(final int pairs)
    {
        // nobody reads it
    }

    @Override
    public void set(final int count)
    {
        // nobody reads it
    }

    @Override
    public void push(final int count)
    {
        // nobody reads it
    }

    @Override
    public void verbatim(final String format, final String text)
    {
        // nobody reads it
    }

    @Override
    public void verbatim(final String format, final byte[] text)
    {
        // nobody reads it
    }

    @Override
    public void bigNumber(final String digits)
    {
        // nobody reads it
    }

    @Override
    public long deferAggregate()
    {
        return 0;
    }

    @Override
    public void completeArray(final long handle, final int count)
    {
        // nobody reads it
    }

    @Override
    public void completeMap(final long handle, final int pairs)
    {
        // nobody reads it
    }

    @Override
    public void completeSet(final long handle, final int count)
    {
        // nobody reads it
    }

    @Override
    public void raw(final long address, final int length)
    {
        // nobody reads it
    }

    @Override
    public void protocol(final int version)
    {
        // nobody reads it
    }
}
