package io.ringbolt.config;

import java.util.List;

/**
 * A server's command line: a file's name, directives turned into the lines that a file would have, and whether
 * standard input is to be read as well.
 *
 * @param file               as given; null if there is none.
 * @param options            one line per {@code --directive}.
 * @param readsStandardInput whether the first or last argument is a lone minus.
 */
record CommandLine(String file, String options, boolean readsStandardInput)
{
    private static final String PREFIX = "--";
    private static final String SAVE = "--save";

    static CommandLine parse(final String[] arguments)
    {
        final boolean hasFile = arguments.length > 0 && !arguments[0].startsWith("-");
        final StringBuilder options = new StringBuilder();
        boolean readsStandardInput = false;
        boolean mayStartOption = true;
        for (int i = hasFile ? 1 : 0; i < arguments.length; i++)
        {
            final String argument = ByteText.of(arguments[i]);
            if ("-".equals(argument) && (0 == i || arguments.length - 1 == i))
            {
                readsStandardInput = true;
            }
            else if (mayStartOption && argument.startsWith(PREFIX))
            {
                mayStartOption = appendOption(options, arguments, i);
            }
            else
            {
                options.append(Quoting.quote(argument)).append(' ');
                mayStartOption = true;
            }
        }
        return new CommandLine(hasFile ? arguments[0] : null, options.toString(), readsStandardInput);
    }

    /**
     * Starts a line.
     *
     * @return whether the next argument may start another one: a bare name takes the next argument as its value even
     * if that begins with two minuses, except that {@code --save} may stand alone.
     */
    private static boolean appendOption(final StringBuilder options, final String[] arguments, final int index)
    {
        final String option = ByteText.of(arguments[index]);
        options.append(options.length() > 0 ? "\n" : "").append(option, PREFIX.length(), option.length()).append(' ');
        final List<String> words = Quoting.split(option);
        if (words == null || words.size() != 1)
        {
            return true;
        }

        final boolean isLast = arguments.length - 1 == index;
        final boolean isAlone = isLast || arguments[index + 1].startsWith(PREFIX);
        if (isAlone && SAVE.equalsIgnoreCase(option))
        {
            options.append("\"\"");
            return !isLast;
        }
        return false;
    }
}
