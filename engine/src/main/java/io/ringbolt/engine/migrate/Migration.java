package io.ringbolt.engine.migrate;

import io.ringbolt.engine.command.Numbers;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.memory.Scratch;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Keys on their way to another server: the RESTORE commands that carry them, where they go, and what the other server
 * said.
 * <p>
 * The engine thread makes it, hands it to its host by {@code EngineHost.migrate} and frees it once it has come back. In
 * between it is the host's: whoever carries it reads {@link #commandsAddress()} and calls the {@code on...} methods,
 * one thread at a time.
 */
public final class Migration
{
    /** What became of it. */
    public enum End
    {
        /** Still on its way. */
        NONE,
        /** Every key was answered. */
        ANSWERED,
        /** Nobody was reached. */
        NOT_CONNECTED,
        /** The commands could not be sent in time. */
        NOT_WRITTEN,
        /** Not every answer came in time. */
        NOT_READ
    }

    private final long sessionId;
    private final String host;
    private final int port;
    private final int timeoutMs;
    private final long database;
    private final boolean isCopy;
    private final Scratch commands;
    private final BitSet acknowledged = new BitSet();
    private byte[] login;
    private long length;
    private int keyCount;
    private int[] keyIndexes = new int[1];
    private long[] payloads = new long[1];
    private long[] payloadLengths = new long[1];
    private long[] expiries = new long[1];
    private String targetError;
    private End end = End.NONE;
    private boolean hasReturned;

    Migration(
        final long sessionId,
        final String host,
        final int port,
        final int timeoutMs,
        final long database,
        final boolean isCopy,
        final OffHeapAllocator allocator)
    {
        this.sessionId = sessionId;
        this.host = host;
        this.port = port;
        this.timeoutMs = timeoutMs;
        this.database = database;
        this.isCopy = isCopy;
        this.commands = new Scratch(allocator);
    }

    /** @return a name or an address. */
    public String host()
    {
        return host;
    }

    public int port()
    {
        return port;
    }

    /** @return the longest that any step may take: connecting, sending a piece, the next answer. */
    public int timeoutMs()
    {
        return timeoutMs;
    }

    /** @return the database to be selected there. */
    public long database()
    {
        return database;
    }

    /** @return the AUTH command to be sent first, or null. */
    public byte[] login()
    {
        return login;
    }

    /** @return where the RESTORE commands lie, one for each key; each is answered by one line. */
    public long commandsAddress()
    {
        return commands.address();
    }

    public long commandsLength()
    {
        return length;
    }

    public int keyCount()
    {
        return keyCount;
    }

    /**
     * The next key has been answered, in the order of the commands. @param error what the server refused it with, or
     * null.
     */
    public void onAnswer(final int key, final String error)
    {
        if (null == error)
        {
            acknowledged.set(key);
        }
        else if (null == targetError)
        {
            targetError = error;
        }
    }

    /** The way is over; nothing is called hereafter. */
    public void onEnd(final End how)
    {
        end = how;
    }

    void login(final byte[] user, final byte[] password)
    {
        final StringBuilder text = new StringBuilder(null == user ? "*2" : "*3").append("\r\n");
        appendBulk(text, "AUTH");
        if (null != user)
        {
            appendBulk(text, new String(user, StandardCharsets.ISO_8859_1));
        }
        appendBulk(text, new String(password, StandardCharsets.ISO_8859_1));
        login = text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void appendBulk(final StringBuilder text, final String bulk)
    {
        text.append('$').append(bulk.length()).append("\r\n").append(bulk).append("\r\n");
    }

    /** Begins a key's command. @param keyIndex of the argument that names it. */
    void beginKey(final int keyIndex, final long expiresAtMs, final int argumentCount)
    {
        if (keyCount == keyIndexes.length)
        {
            keyIndexes = Arrays.copyOf(keyIndexes, 2 * keyCount);
            payloads = Arrays.copyOf(payloads, 2 * keyCount);
            payloadLengths = Arrays.copyOf(payloadLengths, 2 * keyCount);
            expiries = Arrays.copyOf(expiries, 2 * keyCount);
        }
        keyIndexes[keyCount] = keyIndex;
        expiries[keyCount] = expiresAtMs;
        header('*', argumentCount);
    }

    void argument(final byte[] bytes)
    {
        header('$', bytes.length);
        commands.reserve(length + bytes.length, length);
        OffHeap.copyIn(bytes, 0, commands.address() + length, bytes.length);
        length += bytes.length;
        lineEnd();
    }

    void argument(final long number)
    {
        header('$', Numbers.length(number));
        digits(number);
        lineEnd();
    }

    void argument(final long address, final long argumentLength)
    {
        header('$', argumentLength);
        commands.reserve(length + argumentLength, length);
        OffHeap.copy(address, commands.address() + length, argumentLength);
        length += argumentLength;
        lineEnd();
    }

    /** Like {@link #argument(long, long)}, for the value of the key. */
    void payload(final long address, final long payloadLength)
    {
        argument(address, payloadLength);
        payloads[keyCount] = length - payloadLength - 2;
        payloadLengths[keyCount] = payloadLength;
    }

    void endKey()
    {
        keyCount++;
    }

    long sessionId()
    {
        return sessionId;
    }

    /** The host has given it back. */
    void onReturn()
    {
        hasReturned = true;
    }

    boolean hasReturned()
    {
        return hasReturned;
    }

    boolean isCopy()
    {
        return isCopy;
    }

    End end()
    {
        return end;
    }

    String targetError()
    {
        return targetError;
    }

    boolean isAcknowledged(final int key)
    {
        return acknowledged.get(key);
    }

    int keyIndex(final int key)
    {
        return keyIndexes[key];
    }

    long expiresAtMs(final int key)
    {
        return expiries[key];
    }

    /** @return true if these bytes are the value that was sent. */
    boolean isPayload(final int key, final long address, final long payloadLength)
    {
        return payloadLength == payloadLengths[key] &&
            OffHeap.equal(commands.address() + payloads[key], address, payloadLength);
    }

    void free()
    {
        commands.close();
    }

    private void header(final char type, final long count)
    {
        commands.reserve(length + 1, length);
        OffHeap.putByte(commands.address() + length++, (byte)type);
        digits(count);
        lineEnd();
    }

    private void digits(final long value)
    {
        commands.reserve(length + Numbers.MAX_LONG_LENGTH, length);
        length += Numbers.write(value, commands.address() + length);
    }

    private void lineEnd()
    {
        commands.reserve(length + 2, length);
        OffHeap.putByte(commands.address() + length++, (byte)'\r');
        OffHeap.putByte(commands.address() + length++, (byte)'\n');
    }

    @Override
    public String toString()
    {
        return "Migration{" + host + ':' + port + " keys=" + keyCount + " bytes=" + length + " end=" + end + '}';
    }
}
