package io.ringbolt.engine.scripting;

import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.ring.EntryKind;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.scripting.lua.LineHook;
import io.ringbolt.engine.scripting.lua.LuaState;
import io.ringbolt.engine.session.Session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A session of the debugger: one script that stops at lines, and the client that says how it goes on. Owned by the
 * engine thread.
 */
/*
 * The engine is inside the script, and serves others beside it, while the client thinks. What the client sends then
 * waits with its session, as it does for any script that runs long, and is taken from there. All that is shown goes out
 * as arrays of status replies, in front of EVAL's own reply.
 */
final class ScriptDebugger implements LineHook
{
    private static final int NO_SEQUENCE = -1;
    private static final int LOGGED_ARGUMENTS = 10;
    private static final int DEFAULT_LENGTH = 256;
    private static final int MOST_ARGUMENTS = 1024;
    private static final int LONGEST_ARGUMENT = 1024;
    private static final String HINT =
        "<hint> The above reply was trimmed. Use 'maxlen 0' to disable trimming.";

    private final Scripting scripting;
    private final Session client;
    private final SourceListing source;
    /** Keeps what the session changes from lasting, or null if it shall last. */
    private final SessionRollback rollback;
    private final DebugCommands commands;
    private final List<String> shown = new ArrayList<>();
    private int longest = DEFAULT_LENGTH;
    private boolean hasHinted;
    private boolean isStepping = true;
    private boolean isStopAsked;
    private int currentLine;

    ScriptDebugger(
        final Scripting scripting, final Session client, final String source, final SessionRollback rollback)
    {
        this.scripting = scripting;
        this.client = client;
        this.source = new SourceListing(source);
        this.rollback = rollback;
        this.commands = new DebugCommands(this, this.source);
    }

    SessionRollback rollback()
    {
        return rollback;
    }

    int currentLine()
    {
        return currentLine;
    }

    int longest()
    {
        return longest;
    }

    void longest(final int length)
    {
        hasHinted = true;
        longest = length;
    }

    /** @param stepping true to stop at the next line, and to show commands and replies until then. */
    void stepping(final boolean stepping)
    {
        isStepping = stepping;
    }

    /** redis.breakpoint: the next line is a stop. */
    void stopAtNextLine()
    {
        isStopAsked = true;
    }

    void show(final String line)
    {
        shown.add(line);
    }

    void showTrimmed(final String line)
    {
        if (0 == longest || line.length() <= longest)
        {
            show(line);
            return;
        }
        show(line.substring(0, longest) + " ...");
        if (!hasHinted)
        {
            hasHinted = true;
            show(HINT);
        }
    }

    /** A script calls a command. */
    void onCommand(final RingEntry entry)
    {
        if (!isStepping)
        {
            return;
        }
        final StringBuilder text = new StringBuilder("<redis>");
        final int count = entry.argumentCount();
        for (int i = 0; i < count && i < LOGGED_ARGUMENTS; i++)
        {
            text.append(' ').append(DebugCommands.argument(entry, i));
        }
        if (count > LOGGED_ARGUMENTS)
        {
            text.append(" ... (").append(count - LOGGED_ARGUMENTS - 1).append(" more)");
        }
        show(text.toString());
    }

    void onReply(final Object reply, final int protocol)
    {
        if (isStepping)
        {
            showTrimmed("<reply> " + DebugText.reply(reply, protocol));
        }
    }

    void onError(final String message)
    {
        if (isStepping)
        {
            show("<error> " + message);
        }
    }

    @Override
    public void onLine(final LuaState lua, final int line)
    {
        currentLine = line;
        final boolean isBreakpoint = source.hasBreakpoint(line);
        if (isStepping || isBreakpoint || isStopAsked)
        {
            stop(lua, isStopAsked ? "redis.breakpoint() called" : isBreakpoint ? "break point" : "step over", false);
        }
    }

    @Override
    public void onManyInstructions(final LuaState lua, final int line)
    {
        currentLine = line;
        if (isStepping || isStopAsked || source.hasBreakpoint(line))
        {
            onLine(lua, line);
        }
        else if (scripting.hasRunTooLong())
        {
            stop(lua, "timeout reached, infinite loop?", true);
        }
    }

    private void stop(final LuaState lua, final String reason, final boolean isTimeout)
    {
        isStepping = false;
        isStopAsked = false;
        show("* Stopped at " + currentLine + ", stop reason = " + reason);
        show(source.line(currentLine, currentLine));
        send();
        if (!converse(lua) && isTimeout)
        {
            throw RedisLibrary.failure(lua, "timeout during Lua debugging with client closing connection");
        }
        scripting.restartClock();
    }

    /** Does what the client says until the script shall go on. @return false if the client has gone. */
    private boolean converse(final LuaState lua)
    {
        boolean goesOn = false;
        while (!goesOn)
        {
            final RingEntry entry = scripting.awaitCommand(client);
            if (null == entry)
            {
                isStepping = false;
                source.removeBreakpoints();
                return false;
            }
            final String[] words = words(entry);
            client.dropPostponed();
            if (null == words)
            {
                throw RedisLibrary.failure(lua, "protocol error");
            }
            goesOn = commands.execute(lua, words);
            if (!goesOn)
            {
                send();
            }
        }
        return true;
    }

    /** @return null if the debugger does not take such a command. */
    private static String[] words(final RingEntry entry)
    {
        final int count = entry.argumentCount();
        if (EntryKind.COMMAND != entry.kind() || count > MOST_ARGUMENTS)
        {
            return null;
        }
        final String[] words = new String[count];
        for (int i = 0; i < count; i++)
        {
            final int length = entry.argumentLength(i);
            if (0 == length || length > LONGEST_ARGUMENT)
            {
                return null;
            }
            words[i] = DebugCommands.argument(entry, i);
        }
        words[0] = words[0].toLowerCase(Locale.ROOT);
        return words;
    }

    /** Undoes what shall not last and says that the session ends; EVAL's reply follows. */
    void end()
    {
        if (null != rollback)
        {
            rollback.undo();
        }
        show("<endsession>");
        send();
        client.closeAfterCommand();
    }

    private void send()
    {
        final ReplyWriter reply = client.reply();
        reply.array(shown.size());
        for (final String line : shown)
        {
            reply.simple(line.replace('\r', ' ').replace('\n', ' ').getBytes(StandardCharsets.ISO_8859_1));
        }
        shown.clear();
        client.channel().commit(NO_SEQUENCE, false);
    }
}
