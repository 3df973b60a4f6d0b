package io.ringbolt.engine.scripting;

import io.ringbolt.config.Glob;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.memory.OffHeap;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What FUNCTION LIST and FUNCTION STATS answer. Owned by the engine thread.
 */
final class FunctionReplies
{
    private static final int FIRST_OPTION = 2;
    private static final byte[] WITH_CODE = Errors.text("WITHCODE");
    private static final byte[] LIBRARY_NAME = Errors.text("LIBRARYNAME");
    private static final byte[] NAME_MISSING = Errors.text("ERR library name argument was not given");
    private static final String ENGINE = "LUA";

    private final Scripting scripting;

    FunctionReplies(final Scripting scripting)
    {
        this.scripting = scripting;
    }

    void list(final CommandContext context)
    {
        final ArgParser args = context.args();
        boolean withCode = false;
        int pattern = 0;
        for (int i = FIRST_OPTION; i < context.argCount(); i++)
        {
            if (!withCode && args.is(i, WITH_CODE))
            {
                withCode = true;
            }
            else if (0 == pattern && args.is(i, LIBRARY_NAME))
            {
                pattern = ++i;
                if (pattern == context.argCount())
                {
                    context.reply().error(NAME_MISSING);
                    return;
                }
            }
            else
            {
                context.reply().error("ERR Unknown argument " + args.textAt(i));
                return;
            }
        }
        final List<FunctionLibrary> matching = matching(context, pattern);
        context.reply().array(matching.size());
        for (final FunctionLibrary library : matching)
        {
            write(context.reply(), library, withCode);
        }
    }

    private List<FunctionLibrary> matching(final CommandContext context, final int pattern)
    {
        final List<FunctionLibrary> matching = new ArrayList<>(scripting.functions().all());
        if (0 != pattern)
        {
            final String text = new String(
                OffHeap.toBytes(context.argAddress(pattern), context.argLength(pattern)), StandardCharsets.ISO_8859_1);
            matching.removeIf(library -> !Glob.matches(text, library.name));
        }
        return matching;
    }

    private static void write(final ReplyWriter reply, final FunctionLibrary library, final boolean withCode)
    {
        reply.map(withCode ? 4 : 3);
        reply.bulk("library_name");
        reply.bulk(library.name);
        reply.bulk("engine");
        reply.bulk(ENGINE);
        reply.bulk("functions");
        reply.array(library.functions.size());
        for (final Function function : library.functions.values())
        {
            reply.map(3);
            reply.bulk("name");
            reply.bulk(function.nameBytes());
            reply.bulk("description");
            if (null == function.description())
            {
                reply.nullValue();
            }
            else
            {
                reply.bulk(function.description());
            }
            reply.bulk("flags");
            writeFlags(reply, function.flags());
        }
        if (withCode)
        {
            reply.bulk("library_code");
            reply.bulk(library.code);
        }
    }

    private static void writeFlags(final ReplyWriter reply, final int flags)
    {
        reply.set(Integer.bitCount(flags));
        for (final ScriptFlag flag : ScriptFlag.values())
        {
            if (flag.in(flags))
            {
                reply.simple(flag.label());
            }
        }
    }

    void stats(final CommandContext context)
    {
        final ReplyWriter reply = context.reply();
        final ScriptRun run = scripting.running();
        if (null != run && run.isEval)
        {
            reply.error(Scripting.BUSY_SCRIPT);
            return;
        }
        reply.map(2);
        reply.bulk("running_script");
        if (null == run)
        {
            reply.nullValue();
        }
        else
        {
            writeRunning(reply, run);
        }
        reply.bulk("engines");
        reply.map(1);
        reply.bulk(ENGINE);
        reply.map(2);
        reply.bulk("libraries_count");
        reply.integer(scripting.functions().count());
        reply.bulk("functions_count");
        reply.integer(scripting.functions().functionCount());
    }

    private void writeRunning(final ReplyWriter reply, final ScriptRun run)
    {
        reply.map(3);
        reply.bulk("name");
        reply.bulk(run.name);
        reply.bulk("command");
        reply.array(run.entry.argumentCount());
        for (int i = 0; i < run.entry.argumentCount(); i++)
        {
            reply.bulk(run.entry.argumentAddress(i), run.entry.argumentLength(i));
        }
        reply.bulk("duration_ms");
        reply.integer(scripting.elapsedMs(run));
    }
}
