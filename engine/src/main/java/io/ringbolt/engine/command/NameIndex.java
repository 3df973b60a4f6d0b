package io.ringbolt.engine.command;

import io.ringbolt.engine.memory.OffHeap;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A case-insensitive dictionary from ASCII names to commands, searched with bytes that lie off-heap. Looking up
 * allocates nothing; the index is filled before other threads see it.
 */
final class NameIndex
{
    private static final int INITIAL_CAPACITY = 16;
    private static final int HASH_MULTIPLIER = 31;
    private static final int CASE_BIT = 0x20;

    private byte[][] names = new byte[INITIAL_CAPACITY][];
    private Command[] commands = new Command[INITIAL_CAPACITY];
    private int size;

    void put(final String name, final Command command)
    {
        if (2 * ++size > names.length)
        {
            grow();
        }
        place(name.getBytes(StandardCharsets.US_ASCII), command);
    }

    Command find(final long address, final int length)
    {
        final int mask = names.length - 1;
        for (int index = hash(address, length) & mask; null != names[index]; index = index + 1 & mask)
        {
            if (matches(names[index], address, length))
            {
                return commands[index];
            }
        }
        return null;
    }

    private void place(final byte[] name, final Command command)
    {
        final int mask = names.length - 1;
        int index = hash(name) & mask;
        while (null != names[index])
        {
            if (Arrays.equals(names[index], name))
            {
                throw new IllegalStateException("command registered twice: " + command);
            }
            index = index + 1 & mask;
        }
        names[index] = name;
        commands[index] = command;
    }

    private void grow()
    {
        final byte[][] oldNames = names;
        final Command[] oldCommands = commands;
        names = new byte[2 * oldNames.length][];
        commands = new Command[2 * oldNames.length];
        for (int i = 0; i < oldNames.length; i++)
        {
            if (null != oldNames[i])
            {
                place(oldNames[i], oldCommands[i]);
            }
        }
    }

    private static int hash(final byte[] name)
    {
        int hash = name.length;
        for (final byte letter : name)
        {
            hash = HASH_MULTIPLIER * hash + (letter | CASE_BIT);
        }
        return hash ^ hash >>> 16;
    }

    private static int hash(final long address, final int length)
    {
        int hash = length;
        for (int i = 0; i < length; i++)
        {
            hash = HASH_MULTIPLIER * hash + (OffHeap.getByte(address + i) | CASE_BIT);
        }
        return hash ^ hash >>> 16;
    }

    private static boolean matches(final byte[] name, final long address, final int length)
    {
        if (name.length != length)
        {
            return false;
        }
        for (int i = 0; i < length; i++)
        {
            if (name[i] != lower(OffHeap.getByte(address + i)))
            {
                return false;
            }
        }
        return true;
    }

    private static byte lower(final byte letter)
    {
        return 'A' <= letter && letter <= 'Z' ? (byte)(letter + CASE_BIT) : letter;
    }
}
