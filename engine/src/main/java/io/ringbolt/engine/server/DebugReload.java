package io.ringbolt.engine.server;

import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.durability.AppendOnly;
import io.ringbolt.engine.durability.Saving;

/**
 * DEBUG RELOAD: the data are saved, forgotten and loaded again, which must make no difference. The engine waits
 * meanwhile.
 */
final class DebugReload
{
    private static final int FIRST_OPTION = 2;
    private static final byte[] MERGE = Errors.text("MERGE");
    private static final byte[] NOFLUSH = Errors.text("NOFLUSH");
    private static final byte[] NOSAVE = Errors.text("NOSAVE");
    private static final byte[] WRONG_OPTION =
        Errors.text("ERR DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options.");
    private static final byte[] NOT_SAVED = Errors.text("ERR");
    private static final byte[] NO_FILES = Errors.text("ERR this server has no place for files");
    private static final byte[] NO_AOF =
        Errors.text("ERR Error trying to load the AOF files, check server logs.");
    private static final byte[] NOT_LOADED = Errors.text("ERR Error trying to load the RDB dump, check server logs.");

    private final Engine engine;

    DebugReload(final Engine engine)
    {
        this.engine = engine;
    }

    void execute(final CommandContext context)
    {
        final ArgParser args = context.args();
        boolean isReplacing = false;
        boolean isFlushing = true;
        boolean isSaving = true;
        for (int i = FIRST_OPTION; i < args.count(); i++)
        {
            if (args.is(i, MERGE))
            {
                isReplacing = true;
            }
            else if (args.is(i, NOFLUSH))
            {
                isFlushing = false;
            }
            else if (args.is(i, NOSAVE))
            {
                isSaving = false;
            }
            else
            {
                context.reply().error(WRONG_OPTION);
                return;
            }
        }
        reload(context, isReplacing, isFlushing, isSaving);
    }

    private void reload(
        final CommandContext context, final boolean isReplacing, final boolean isFlushing, final boolean isSaving)
    {
        context.propagationDecided();          // what is loaded is on disk already
        final Saving saving = engine.durability().saving();
        if (engine.durability().loading().isOn())
        {
            context.reply().error(Errors.LOADING);
        }
        else if (null == saving.files())
        {
            context.reply().error(NO_FILES);
        }
        else if (isSaving && !saving.save(context.nowMs()))
        {
            context.reply().error(NOT_SAVED);
        }
        else
        {
            if (isFlushing)
            {
                engine.removeAllKeys();
                engine.durability().libraries().clear();
            }
            load(context, isReplacing);
        }
    }

    private void load(final CommandContext context, final boolean isReplacing)
    {
        if (!engine.durability().saving().files().load(isReplacing))
        {
            context.reply().error(NOT_LOADED);
            return;
        }
        for (int i = 0; i < engine.keyspace().databaseCount(); i++)
        {
            engine.changes().databaseChanged(i);
        }
        engine.host().notice("DB reloaded by DEBUG RELOAD");
        context.reply().ok();
    }

    /** DEBUG LOADAOF: the data are forgotten and loaded again from the append-only file. */
    void loadAppendOnly(final CommandContext context)
    {
        context.propagationDecided();          // what is loaded is on disk already
        final AppendOnly appendOnly = engine.durability().appendOnly();
        if (engine.durability().loading().isOn())
        {
            context.reply().error(Errors.LOADING);
        }
        else if (null == appendOnly)
        {
            context.reply().error(NO_FILES);
        }
        else if (appendOnly.reload())
        {
            for (int i = 0; i < engine.keyspace().databaseCount(); i++)
            {
                engine.changes().databaseChanged(i);
            }
            engine.host().notice("Append Only File loaded by DEBUG LOADAOF");
            context.reply().ok();
        }
        else
        {
            context.reply().error(NO_AOF);
        }
    }

    /** DEBUG SET-SKIP-CHECKSUM-VALIDATION: files are believed whatever their checksum. */
    void skipChecksums(final CommandContext context)
    {
        final boolean isSkipping = 0 != context.args().longAt(FIRST_OPTION);
        if (context.args().failed())
        {
            return;
        }
        if (null == engine.durability().saving().files())
        {
            context.reply().error(NO_FILES);
            return;
        }
        engine.durability().saving().files().skipChecksums(isSkipping);
        context.reply().ok();
    }

    /** As CONFIG REWRITE, but everything is written down that can be. */
    void rewriteConfig(final CommandContext context)
    {
        final String reason = engine.host().rewriteConfig(engine.config(), engine.acl().userLines(), true);
        if (null == reason)
        {
            context.reply().ok();
        }
        else
        {
            context.reply().error("ERR CONFIG-REWRITE-FORCE-ALL failed: " + reason);
        }
    }
}
