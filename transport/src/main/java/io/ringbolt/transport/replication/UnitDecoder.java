package io.ringbolt.transport.replication;

import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Numbers;
import io.ringbolt.engine.memory.OffHeap;

import java.util.Arrays;

/**
 * Finds the units in a master's stream: commands, and what stands between MULTI and EXEC. It copies nothing and notes
 * where things lie, counted from the first byte that has not been taken yet. Owned by the link's thread.
 */
/*
 * Each call goes on where the last one had to stop for want of bytes, so a long unit is not looked at twice. What is
 * noted of it is kept when the complete units before it are taken.
 */
final class UnitDecoder
{
    private static final int MAX_HEADER_LENGTH = 32;
    private static final int LINE_END_LENGTH = 2;
    private static final int INITIAL_CAPACITY = 256;
    private static final int MAX_ARGUMENTS = 1 << 27;
    private static final int NO_LINE = -1;
    private static final byte[] MULTI = {'m', 'u', 'l', 't', 'i'};
    private static final byte[] EXEC = {'e', 'x', 'e', 'c'};
    private static final int CASE_BIT = 0x20;

    private final CommandTable table;
    private int[] offsets = new int[INITIAL_CAPACITY];
    private int[] lengths = new int[INITIAL_CAPACITY];
    private int argumentsEnd;
    private Command[] commands = new Command[INITIAL_CAPACITY];
    private int[] firstArguments = new int[INITIAL_CAPACITY];
    private int[] argumentCounts = new int[INITIAL_CAPACITY];
    private int commandsEnd;
    private int[] unitEnds = new int[INITIAL_CAPACITY];
    private int[] unitCommandEnds = new int[INITIAL_CAPACITY];
    private int unitCount;
    private int at;
    private int missingArguments;
    private int firstArgument;
    private boolean isInTransaction;

    UnitDecoder(final CommandTable table)
    {
        this.table = table;
    }

    /**
     * Looks at what has not been looked at.
     *
     * @param address of the first byte that has not been taken.
     * @return null, or what is wrong with the stream.
     */
    String decode(final long address, final int length)
    {
        while (at < length)
        {
            final int lineEnd = lineEnd(address, length);
            if (NO_LINE == lineEnd)
            {
                return length - at > MAX_HEADER_LENGTH ? "too long a header" : null;
            }
            final int type = OffHeap.getByte(address + at);
            if (0 == missingArguments && '*' != type)
            {
                if (at + 1 < lineEnd)
                {
                    return "expected '*', got " + type;
                }
                endLine(lineEnd);
                continue;
            }
            if (missingArguments > 0 && '$' != type)
            {
                return "expected '$', got " + type;
            }
            final long number = number(address, lineEnd);
            if (number < 0 || number > (0 == missingArguments ? MAX_ARGUMENTS : Integer.MAX_VALUE))
            {
                return "invalid length";
            }
            if (0 == missingArguments)
            {
                beginCommand((int)number, lineEnd);
            }
            else if (lineEnd + number + LINE_END_LENGTH > length)
            {
                return null;
            }
            else
            {
                addArgument(address, (int)number, lineEnd);
            }
        }
        return null;
    }

    /** @return units that have been found and not taken. */
    int unitCount()
    {
        return unitCount;
    }

    /** @return bytes of these units. */
    int unitsLength()
    {
        return 0 == unitCount ? 0 : unitEnds[unitCount - 1];
    }

    int unitStart(final int unit)
    {
        return 0 == unit ? 0 : unitEnds[unit - 1];
    }

    int unitEnd(final int unit)
    {
        return unitEnds[unit];
    }

    int firstCommand(final int unit)
    {
        return 0 == unit ? 0 : unitCommandEnds[unit - 1];
    }

    int commandsEnd(final int unit)
    {
        return unitCommandEnds[unit];
    }

    Command command(final int index)
    {
        return commands[index];
    }

    int firstArgument(final int command)
    {
        return firstArguments[command];
    }

    int argumentCount(final int command)
    {
        return argumentCounts[command];
    }

    int argumentOffset(final int argument)
    {
        return offsets[argument];
    }

    int argumentLength(final int argument)
    {
        return lengths[argument];
    }

    /** The units have been taken, and their bytes. */
    void take()
    {
        final int length = unitsLength();
        final int takenCommands = 0 == unitCount ? 0 : unitCommandEnds[unitCount - 1];
        final int keptCommands = commandsEnd - takenCommands;
        final int takenArguments = keptCommands > 0 ? firstArguments[takenCommands] :
            missingArguments > 0 ? firstArgument : argumentsEnd;
        argumentsEnd -= takenArguments;
        System.arraycopy(offsets, takenArguments, offsets, 0, argumentsEnd);
        System.arraycopy(lengths, takenArguments, lengths, 0, argumentsEnd);
        for (int i = 0; i < argumentsEnd; i++)
        {
            offsets[i] -= length;
        }
        System.arraycopy(commands, takenCommands, commands, 0, keptCommands);
        System.arraycopy(argumentCounts, takenCommands, argumentCounts, 0, keptCommands);
        for (int i = 0; i < keptCommands; i++)
        {
            firstArguments[i] = firstArguments[takenCommands + i] - takenArguments;
        }
        firstArgument -= takenArguments;
        commandsEnd = keptCommands;
        unitCount = 0;
        at -= length;
    }

    /** Forgets everything: the next bytes begin a unit. */
    void clear()
    {
        argumentsEnd = 0;
        commandsEnd = 0;
        unitCount = 0;
        at = 0;
        missingArguments = 0;
        isInTransaction = false;
    }

    /** An empty line keeps a connection alive, and counts. */
    private void endLine(final int lineEnd)
    {
        at = lineEnd;
        if (!isInTransaction)
        {
            endUnit();
        }
    }

    private void beginCommand(final int argumentCount, final int lineEnd)
    {
        firstArgument = argumentsEnd;
        missingArguments = argumentCount;
        at = lineEnd;
        if (0 == argumentCount && !isInTransaction)
        {
            endUnit();
        }
    }

    private void addArgument(final long address, final int length, final int lineEnd)
    {
        if (argumentsEnd == offsets.length)
        {
            offsets = Arrays.copyOf(offsets, 2 * argumentsEnd);
            lengths = Arrays.copyOf(lengths, 2 * argumentsEnd);
        }
        offsets[argumentsEnd] = lineEnd;
        lengths[argumentsEnd] = length;
        argumentsEnd++;
        missingArguments--;
        at = lineEnd + length + LINE_END_LENGTH;
        if (0 == missingArguments)
        {
            endCommand(address);
        }
    }

    private void endCommand(final long address)
    {
        final int count = argumentsEnd - firstArgument;
        if (1 == count && !isInTransaction && isWord(address, MULTI))
        {
            isInTransaction = true;
            argumentsEnd = firstArgument;
            return;
        }
        if (1 == count && isInTransaction && isWord(address, EXEC))
        {
            isInTransaction = false;
            argumentsEnd = firstArgument;
            endUnit();
            return;
        }
        if (commandsEnd == commands.length)
        {
            commands = Arrays.copyOf(commands, 2 * commandsEnd);
            firstArguments = Arrays.copyOf(firstArguments, 2 * commandsEnd);
            argumentCounts = Arrays.copyOf(argumentCounts, 2 * commandsEnd);
        }
        commands[commandsEnd] = find(address, count);
        firstArguments[commandsEnd] = firstArgument;
        argumentCounts[commandsEnd] = count;
        commandsEnd++;
        if (!isInTransaction)
        {
            endUnit();
        }
    }

    private void endUnit()
    {
        if (unitCount == unitEnds.length)
        {
            unitEnds = Arrays.copyOf(unitEnds, 2 * unitCount);
            unitCommandEnds = Arrays.copyOf(unitCommandEnds, 2 * unitCount);
        }
        unitEnds[unitCount] = at;
        unitCommandEnds[unitCount] = commandsEnd;
        unitCount++;
    }

    private Command find(final long address, final int count)
    {
        final long name = address + offsets[firstArgument];
        return 1 == count ? table.find(name, lengths[firstArgument]) :
            table.find(name, lengths[firstArgument], true,
                address + offsets[firstArgument + 1], lengths[firstArgument + 1]);
    }

    private boolean isWord(final long address, final byte[] word)
    {
        if (lengths[firstArgument] != word.length)
        {
            return false;
        }
        for (int i = 0; i < word.length; i++)
        {
            if ((OffHeap.getByte(address + offsets[firstArgument] + i) | CASE_BIT) != word[i])
            {
                return false;
            }
        }
        return true;
    }

    /** @return where the line ends that begins here, its end included; {@link #NO_LINE} if it is not all there. */
    private int lineEnd(final long address, final int length)
    {
        final int limit = Math.min(length, at + MAX_HEADER_LENGTH);
        for (int i = at; i < limit; i++)
        {
            if ('\n' == OffHeap.getByte(address + i))
            {
                return i + 1;
            }
        }
        return NO_LINE;
    }

    private long number(final long address, final int lineEnd)
    {
        final int digits = lineEnd - LINE_END_LENGTH - at - 1;
        return digits > 0 && '\r' == OffHeap.getByte(address + lineEnd - LINE_END_LENGTH) &&
            Numbers.isLong(address + at + 1, digits) ? Numbers.parseLong(address + at + 1, digits) : -1;
    }
}
