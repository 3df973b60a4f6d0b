package io.ringbolt.config;

import java.util.List;

/**
 * One use of an instruction of the file's grammar, such as a {@code user} line.
 *
 * @param arguments what follows the instruction's name.
 * @param origin    where it was written, for errors that are found only later: see {@link ConfigOrigin#error}.
 */
public record DirectiveLine(List<String> arguments, ConfigOrigin origin)
{
    public DirectiveLine
    {
        arguments = List.copyOf(arguments);
    }
}
