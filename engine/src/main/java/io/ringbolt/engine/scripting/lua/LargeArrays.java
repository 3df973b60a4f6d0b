package io.ringbolt.engine.scripting.lua;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Makes the arrays behind long strings and large tables, and looks at the host while that takes long.
 */
/*
 * The JVM clears an array in one go, and where the heap's pages are touched for the first time that takes up to half a
 * millisecond for each megabyte. So a thread of its own makes a large array, while the script's thread waits for it and
 * looks at the host every now and then. Should the host end the script meanwhile, nobody takes the array when it comes.
 * The hand-off costs 0.4 ms and more where other work wants the cores, so only arrays from the threshold on are handed
 * over. After one that is somewhat smaller the host is looked at, so that the times of several do not add up.
 */
public final class LargeArrays
{
    /** Bytes from which an array is made on another thread. */
    static final long THRESHOLD = 8 << 20;
    /** Bytes from which the host is looked at after an array is made. */
    private static final long NOTICED = 1 << 20;

    private static final long WAIT_NS = 200_000;
    private static final int LOOK = LuaVm.PULSE_INTERVAL;
    private static final LuaString NOT_ENOUGH_MEMORY = LuaString.of("not enough memory");

    private LargeArrays()
    {
    }

    /**
     * Makes an array of zeros.
     *
     * @param turns of the machine that asks for it.
     * @throws LuaError of kind {@link LuaError.Kind#MEMORY} if the heap has no room for a large one.
     * @throws LuaInterrupt if the host ends the script.
     */
    public static byte[] bytes(final int length, final Turns turns)
    {
        return length < NOTICED ? new byte[length] : make(length, () -> new byte[length], turns);
    }

    static int[] ints(final int length, final Turns turns)
    {
        final long size = (long)length * Integer.BYTES;
        return size < NOTICED ? new int[length] : make(size, () -> new int[length], turns);
    }

    static long[] longs(final int length, final Turns turns)
    {
        final long size = (long)length * Long.BYTES;
        return size < NOTICED ? new long[length] : make(size, () -> new long[length], turns);
    }

    static Object[] references(final int length, final Turns turns)
    {
        final long size = (long)length * Integer.BYTES;
        return size < NOTICED ? new Object[length] : make(size, () -> new Object[length], turns);
    }

    private static <T> T make(final long size, final Supplier<T> allocation, final Turns turns)
    {
        if (size >= THRESHOLD)
        {
            return order(allocation, turns);
        }
        final T array = allocation.get();
        turns.spend(LOOK);
        return array;
    }

    private static <T> T order(final Supplier<T> allocation, final Turns turns)
    {
        final Order<T> order = new Order<>(allocation, Thread.currentThread());
        try
        {
            order.start();
        }
        catch (final OutOfMemoryError noThread)
        {
            throw notEnough();
        }
        do
        {
            LockSupport.parkNanos(order, WAIT_NS);
            turns.spend(LOOK);
        }
        while (!order.isDone);
        if (order.array == null)
        {
            throw notEnough();
        }
        return order.array;
    }

    private static LuaError notEnough()
    {
        return new LuaError(NOT_ENOUGH_MEMORY, LuaError.Kind.MEMORY);
    }

    /** An array that is being made. */
    private static final class Order<T> extends Thread
    {
        private final Supplier<T> allocation;
        private final Thread customer;
        /** Null where there is no room for it; written before {@link #isDone}. */
        private T array;
        private volatile boolean isDone;

        Order(final Supplier<T> allocation, final Thread customer)
        {
            super("lua-array");
            setDaemon(true);
            this.allocation = allocation;
            this.customer = customer;
        }

        @Override
        public void run()
        {
            try
            {
                array = allocation.get();
            }
            catch (final OutOfMemoryError noRoom)
            {
                array = null;
            }
            finally
            {
                isDone = true;
                LockSupport.unpark(customer);
            }
        }
    }
}
