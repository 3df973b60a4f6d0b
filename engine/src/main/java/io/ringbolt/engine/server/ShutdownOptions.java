package io.ringbolt.engine.server;

import io.ringbolt.engine.ShutdownRequest;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Errors;

import java.util.Locale;

/**
 * The words that may follow SHUTDOWN.
 */
final class ShutdownOptions
{
    private boolean saves;
    private boolean savesNot;
    private boolean isNow;
    private boolean isForced;
    private boolean isAbort;

    /** Reads all arguments; a wrong word or combination is latched as an error. */
    ShutdownOptions(final ArgParser args)
    {
        while (args.hasNext())
        {
            switch (args.textAt(args.next()).toUpperCase(Locale.ROOT))
            {
                case "SAVE" -> saves = true;
                case "NOSAVE" -> savesNot = true;
                case "NOW" -> isNow = true;
                case "FORCE" -> isForced = true;
                case "ABORT" -> isAbort = true;
                default -> args.fail(Errors.SYNTAX);
            }
        }
        if (saves && savesNot || isAbort && args.count() > 2)
        {
            args.fail(Errors.SYNTAX);
        }
    }

    boolean isAbort()
    {
        return isAbort;
    }

    ShutdownRequest request()
    {
        final ShutdownRequest.Save save = saves ? ShutdownRequest.Save.ALWAYS :
            savesNot ? ShutdownRequest.Save.NEVER : ShutdownRequest.Save.BY_CONFIGURATION;
        return new ShutdownRequest(save, isNow, isForced);
    }
}
