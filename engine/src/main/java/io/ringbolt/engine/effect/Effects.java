package io.ringbolt.engine.effect;

import io.ringbolt.engine.command.Numbers;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.ring.RingEntry;

import java.nio.charset.StandardCharsets;

/**
 * The unit of effects that is being gathered while one entry executes.
 * <p>
 * A handler says what replicas and the AOF must replay: its own command as it came, or other commands in its stead. At
 * the unit's end everything goes into the {@link EffectLog} as one record, several commands wrapped in MULTI and EXEC.
 * While nobody reads the log every call returns at once. Owned by the engine thread.
 */
public final class Effects implements AutoCloseable
{
    private static final int INITIAL_CAPACITY = 4096;
    private static final int RETAINED_CAPACITY = 1 << 20;
    private static final byte[] MULTI = ascii("*1\r\n$5\r\nMULTI\r\n");
    private static final byte[] EXEC = ascii("*1\r\n$4\r\nEXEC\r\n");
    private static final byte[] SELECT = ascii("SELECT");

    private final OffHeapAllocator allocator;
    private final EffectLog log;
    private long address;
    private int capacity = INITIAL_CAPACITY;
    private int length;
    private int commandCount;
    private int firstDatabase;
    private int lastDatabase;
    private boolean isSuspended;

    public Effects(final OffHeapAllocator allocator, final EffectLog log)
    {
        this.allocator = allocator;
        this.address = allocator.allocate(INITIAL_CAPACITY);
        this.log = log;
        begin();
    }

    public boolean isActive()
    {
        return log.isActive() && !isSuspended;
    }

    /** @param suspended true while nothing of what changes is to be replayed, because a script has asked for that. */
    public void suspended(final boolean suspended)
    {
        this.isSuspended = suspended;
    }

    public boolean isSuspended()
    {
        return isSuspended;
    }

    /** @return commands gathered in this unit. */
    public int commandCount()
    {
        return commandCount;
    }

    /** Adds an entry's command with the arguments it came with. */
    public void verbatim(final int database, final RingEntry entry)
    {
        if (!isActive())
        {
            return;
        }
        command(database, entry.argumentCount());
        for (int i = 0; i < entry.argumentCount(); i++)
        {
            argument(entry.argumentAddress(i), entry.argumentLength(i));
        }
    }

    /** Begins a command; exactly {@code argumentCount} arguments, the name first, must follow. @return this. */
    public Effects command(final int database, final int argumentCount)
    {
        if (!isActive())
        {
            return this;
        }
        if (0 == commandCount)
        {
            firstDatabase = database;
        }
        else if (database != lastDatabase)
        {
            header('*', 2);
            argument(SELECT);
            argument(database);
        }
        lastDatabase = database;
        commandCount++;
        header('*', argumentCount);
        return this;
    }

    public Effects argument(final byte[] bytes)
    {
        if (isActive())
        {
            header('$', bytes.length);
            append(bytes);
            lineEnd();
        }
        return this;
    }

    public Effects argument(final long sourceAddress, final int sourceLength)
    {
        if (isActive())
        {
            header('$', sourceLength);
            ensure(sourceLength);
            OffHeap.copy(sourceAddress, address + length, sourceLength);
            length += sourceLength;
            lineEnd();
        }
        return this;
    }

    /** An argument that holds the decimal digits of {@code value}. */
    public Effects argument(final long value)
    {
        if (isActive())
        {
            header('$', Numbers.length(value));
            digits(value);
            lineEnd();
        }
        return this;
    }

    /**
     * Ends the unit: what was gathered becomes a record, and the next unit begins. @return true if there was anything.
     */
    public boolean commit(final long sequence, final long timeMs)
    {
        if (0 == commandCount)
        {
            return false;
        }
        final int start = commandCount > 1 ? 0 : MULTI.length;
        if (commandCount > 1)
        {
            append(EXEC);
        }
        log.append(sequence, timeMs, firstDatabase, lastDatabase, address + start, length - start);
        begin();
        return true;
    }

    /** Drops what was gathered. */
    public void rollback()
    {
        begin();
    }

    @Override
    public void close()
    {
        allocator.free(address, capacity);
        address = OffHeap.NULL_ADDRESS;
    }

    private void begin()
    {
        if (capacity > RETAINED_CAPACITY)
        {
            allocator.free(address, capacity);
            address = allocator.allocate(INITIAL_CAPACITY);
            capacity = INITIAL_CAPACITY;
        }
        length = 0;
        commandCount = 0;
        append(MULTI);                                // skipped at the commit of a single command
    }

    private void header(final char type, final long count)
    {
        ensure(1);
        OffHeap.putByte(address + length++, (byte)type);
        digits(count);
        lineEnd();
    }

    private void digits(final long value)
    {
        ensure(Numbers.MAX_LONG_LENGTH);
        length += Numbers.write(value, address + length);
    }

    private void lineEnd()
    {
        ensure(2);
        OffHeap.putByte(address + length++, (byte)'\r');
        OffHeap.putByte(address + length++, (byte)'\n');
    }

    private void append(final byte[] bytes)
    {
        ensure(bytes.length);
        for (int i = 0; i < bytes.length; i++)
        {
            OffHeap.putByte(address + length + i, bytes[i]);
        }
        length += bytes.length;
    }

    private void ensure(final int more)
    {
        if (more > capacity - length)
        {
            grow(more);
        }
    }

    private void grow(final int more)
    {
        final long wanted = Math.max((long)length + more, 2L * capacity);
        if ((long)length + more > Integer.MAX_VALUE)
        {
            throw new IllegalStateException(
                "a unit of effects is limited to 2 GiB: length=" + length + " more=" + more);
        }
        final int newCapacity = (int)Math.min(wanted, Integer.MAX_VALUE);
        final long larger = allocator.allocate(newCapacity);
        OffHeap.copy(address, larger, length);
        allocator.free(address, capacity);
        address = larger;
        capacity = newCapacity;
    }

    private static byte[] ascii(final String text)
    {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
