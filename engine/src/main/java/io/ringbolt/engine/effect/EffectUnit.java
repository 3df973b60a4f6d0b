package io.ringbolt.engine.effect;

import io.ringbolt.engine.command.Numbers;
import io.ringbolt.engine.memory.Claim;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;

import java.nio.charset.StandardCharsets;

/**
 * RESP commands that are to be replayed as one: the bytes of a record in the making, and between them long arguments
 * that lie elsewhere. Owned by {@link Effects}.
 */
final class EffectUnit implements AutoCloseable
{
    private static final int INITIAL_CAPACITY = 4096;
    private static final int RETAINED_CAPACITY = 1 << 20;
    private static final byte[] MULTI = ascii("*1\r\n$5\r\nMULTI\r\n");
    private static final byte[] EXEC = ascii("*1\r\n$4\r\nEXEC\r\n");
    private static final byte[] SELECT = ascii("SELECT");

    private final OffHeapAllocator allocator;
    private final UnitReferences references = new UnitReferences();
    private long address;
    private long capacity = INITIAL_CAPACITY;
    private long length;
    private int commandCount;
    private int firstDatabase;
    private int lastDatabase;

    EffectUnit(final OffHeapAllocator allocator)
    {
        this.allocator = allocator;
        this.address = allocator.allocate(INITIAL_CAPACITY);
        begin();
    }

    /** Begins anew, without a command. */
    void begin()
    {
        if (capacity > RETAINED_CAPACITY)
        {
            allocator.free(address, capacity);
            address = allocator.allocate(INITIAL_CAPACITY);
            capacity = INITIAL_CAPACITY;
        }
        references.clear();
        length = 0;
        commandCount = 0;
        append(MULTI);                                // skipped at the commit of a single command
    }

    /** Begins anew with what another unit holds. */
    void beginWith(final EffectUnit other)
    {
        begin();
        length = 0;
        ensure(other.length);
        OffHeap.copy(other.address, address, other.length);
        length = other.length;
        references.addAll(other.references);
        commandCount = other.commandCount;
        firstDatabase = other.firstDatabase;
        lastDatabase = other.lastDatabase;
    }

    boolean isEmpty()
    {
        return 0 == commandCount;
    }

    void command(final int database, final int argumentCount)
    {
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
    }

    void argument(final byte[] bytes)
    {
        header('$', bytes.length);
        append(bytes);
        lineEnd();
    }

    void argument(final long sourceAddress, final int sourceLength)
    {
        header('$', sourceLength);
        ensure(sourceLength);
        OffHeap.copy(sourceAddress, address + length, sourceLength);
        length += sourceLength;
        lineEnd();
    }

    /** An argument that stays where it is. @param claim on it; owned from now on. */
    void argument(final long sourceAddress, final int sourceLength, final Claim claim)
    {
        header('$', sourceLength);
        references.add(length, sourceAddress, sourceLength, claim);
        lineEnd();
    }

    void argument(final long value)
    {
        header('$', Numbers.length(value));
        digits(value);
        lineEnd();
    }

    /** Appends what was gathered to the log, if anything was, and begins anew. @param flags of the record. */
    void commit(final EffectLog log, final int flags, final long sequence, final long timeMs)
    {
        if (0 == commandCount)
        {
            return;
        }
        final int start = commandCount > 1 ? 0 : MULTI.length;
        if (commandCount > 1)
        {
            append(EXEC);
        }
        final long payloadLength = length - start + references.length();
        log.begin(flags, sequence, timeMs, firstDatabase, lastDatabase, payloadLength);
        final Claim own = length - start < log.adoptableLength() ? null : log.claim(allocator, address, capacity);
        references.moveTo(log, address, start, length, own);
        log.end();
        if (null != own)
        {
            own.release();
            address = allocator.allocate(INITIAL_CAPACITY);
            capacity = INITIAL_CAPACITY;
        }
        begin();
    }

    @Override
    public void close()
    {
        references.clear();
        allocator.free(address, capacity);
        address = OffHeap.NULL_ADDRESS;
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

    private void ensure(final long more)
    {
        if (more > capacity - length)
        {
            grow(more);
        }
    }

    private void grow(final long more)
    {
        final long newCapacity = Math.max(length + more, 2 * capacity);
        address = allocator.reallocate(address, capacity, newCapacity);
        capacity = newCapacity;
    }

    private static byte[] ascii(final String text)
    {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
