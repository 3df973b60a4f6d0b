package io.ringbolt.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules that particular texts obey; each returns the reason for refusing a text, or null.
 */
final class TextRules
{
    private static final int MAX_HOSTNAME_LENGTH = 255;
    private static final String NODE_NAME_FORBIDDEN = "!#$%&()*+:;<>?@[]^{|}~,=\"'/\\ ";
    private static final Pattern TITLE_VARIABLE = Pattern.compile("\\{([^}]*)}?");
    private static final String EMPTY_TITLE_VARIABLES = " title server-mode unixsocket config-file ";
    private static final String TITLE_VARIABLES = EMPTY_TITLE_VARIABLES + "listen-addr port tls-port ";

    private TextRules()
    {
    }

    static String dbFilename(final String text)
    {
        return isBaseName(text) ? null : "dbfilename can't be a path, just a filename";
    }

    static String appendFilename(final String text)
    {
        if (text.isEmpty())
        {
            return "appendfilename can't be empty";
        }
        return isBaseName(text) ? null : "appendfilename can't be a path, just a filename";
    }

    static String appendDirname(final String text)
    {
        if (text.isEmpty())
        {
            return "appenddirname can't be empty";
        }
        return isBaseName(text) ? null : "appenddirname can't be a path, just a dirname";
    }

    static String hostname(final String text)
    {
        if (text.length() > MAX_HOSTNAME_LENGTH)
        {
            return "Hostnames must be less than 256 characters";
        }
        return text.matches("[A-Za-z0-9.-]*") ? null :
            "Hostnames may only contain alphanumeric characters, hyphens or dots";
    }

    static String nodeName(final String text)
    {
        for (int i = 0; i < text.length(); i++)
        {
            final char character = text.charAt(i);
            if (character < '!' || character > '~' || NODE_NAME_FORBIDDEN.indexOf(character) >= 0)
            {
                return "Announced human node name contained invalid character";
            }
        }
        return null;
    }

    /** A title must not come out empty where nothing is known of the server yet. */
    static String procTitleTemplate(final String text)
    {
        final String refusal = "template format is invalid or contains unknown variables";
        final StringBuilder title = new StringBuilder();
        final Matcher variables = TITLE_VARIABLE.matcher(text);
        while (variables.find())
        {
            final String name = " " + variables.group(1) + " ";
            if (!variables.group().endsWith("}") || !TITLE_VARIABLES.contains(name))
            {
                return refusal;
            }
            variables.appendReplacement(title, EMPTY_TITLE_VARIABLES.contains(name) ? "" : "0");
        }
        return variables.appendTail(title).toString().matches(" *") ? refusal : null;
    }

    private static boolean isBaseName(final String text)
    {
        return text.indexOf('/') < 0 && text.indexOf('\\') < 0;
    }
}
