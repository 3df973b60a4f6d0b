package io.ringbolt.engine.scripting;

import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a script that is being debugged, and where it shall stop.
 */
final class SourceListing
{
    private static final int MOST_BREAKPOINTS = 64;

    private final String[] lines;
    private final List<Integer> breakpoints = new ArrayList<>();

    SourceListing(final String source)
    {
        int end = source.length();
        while (end > 0 && ('\n' == source.charAt(end - 1) || '\r' == source.charAt(end - 1)))
        {
            end--;
        }
        lines = source.substring(0, end).split("\n", -1);
    }

    boolean hasBreakpoint(final int line)
    {
        return breakpoints.contains(line);
    }

    boolean hasBreakpoints()
    {
        return !breakpoints.isEmpty();
    }

    boolean isFull()
    {
        return MOST_BREAKPOINTS == breakpoints.size();
    }

    List<Integer> breakpoints()
    {
        return breakpoints;
    }

    void removeBreakpoints()
    {
        breakpoints.clear();
    }

    /** @return false if there is no such line. */
    boolean addBreakpoint(final long line)
    {
        if (line <= 0 || line > lines.length)
        {
            return false;
        }
        if (!hasBreakpoint((int)line))
        {
            breakpoints.add((int)line);
        }
        return true;
    }

    /** @return false if there was none. */
    boolean removeBreakpoint(final long line)
    {
        return line <= lines.length && breakpoints.remove((Integer)(int)line);
    }

    int lineCount()
    {
        return lines.length;
    }

    /** A line with its number and marks. @param current where the script stands. */
    String line(final int number, final int current)
    {
        final String arrow = number == current ? "->" : "  ";
        final String mark = hasBreakpoint(number) ? "#" : " ";
        final String text =
            number < 1 || number > lines.length ? "<out of range source code line>" : lines[number - 1];
        return String.format("%s%s%-3d %s", arrow, mark, number, text);
    }
}
