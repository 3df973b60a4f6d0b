package io.ringbolt.persistence.aof;

import java.io.IOException;

/**
 * Passes commands in RESP without keeping more of them than the name.
 */
final class RespSkipper
{
    private static final int KEPT_NAME_LENGTH = 8;
    private static final int LINE_END_LENGTH = 2;

    private final AofInput input;
    private final StringBuilder name = new StringBuilder();

    RespSkipper(final AofInput input)
    {
        this.input = input;
    }

    /**
     * Passes a command.
     *
     * @return false if the file ends within it.
     * @throws AofException if there is no command.
     */
    boolean skip() throws IOException
    {
        final long start = input.position();
        final long argumentCount = input.readHeaderLine('*');
        if (argumentCount < 1)
        {
            if (AofInput.END == argumentCount)
            {
                return false;
            }
            throw input.badFormat(start);
        }
        name.setLength(0);
        for (long i = 0; i < argumentCount; i++)
        {
            if (!skipArgument(0 == i))
            {
                return false;
            }
        }
        return true;
    }

    /** @param lowerCase at most seven letters. */
    boolean isNamed(final String lowerCase)
    {
        return lowerCase.contentEquals(name);
    }

    private boolean skipArgument(final boolean isName) throws IOException
    {
        final long length = input.isAtEnd() ? AofInput.END : input.readHeaderLine('$');
        if (AofInput.END == length || length > input.remaining() - LINE_END_LENGTH)
        {
            return false;
        }
        if (isName && length < KEPT_NAME_LENGTH)
        {
            for (int i = 0; i < length; i++)
            {
                name.append((char)Character.toLowerCase(input.peek()));
                input.skip(1);
            }
        }
        else
        {
            input.skip(length);
        }
        lineEnd();
        return true;
    }

    private void lineEnd() throws IOException
    {
        final long position = input.position();
        final boolean isReturn = '\r' == input.peek();
        input.skip(1);
        if (!isReturn || '\n' != input.peek())
        {
            throw input.badFormat(position);
        }
        input.skip(1);
    }
}
