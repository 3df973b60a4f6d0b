package io.ringbolt.engine.rdb;

import io.ringbolt.config.ServerConfig;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.effect.Effects;
import io.ringbolt.engine.keyspace.KeyEntry;

/**
 * RESTORE: a key gets the value that a payload holds.
 */
final class RestoreCommand implements AutoCloseable
{
    private static final int KEY = 1;
    private static final int TTL = 2;
    private static final int PAYLOAD = 3;
    private static final int FIRST_OPTION = 4;
    private static final int MAX_FREQUENCY = 255;
    private static final int NOTHING = -1;
    private static final long NOT_GIVEN = -1;

    private static final byte[] REPLACE = Errors.text("REPLACE");
    private static final byte[] ABSTTL = Errors.text("ABSTTL");
    private static final byte[] IDLETIME = Errors.text("IDLETIME");
    private static final byte[] FREQ = Errors.text("FREQ");
    private static final byte[] DEL = Errors.text("DEL");
    private static final byte[] UNLINK = Errors.text("UNLINK");
    private static final byte[] INVALID_IDLETIME = Errors.text("ERR Invalid IDLETIME value, must be >= 0");
    private static final byte[] INVALID_FREQ = Errors.text("ERR Invalid FREQ value, must be >= 0 and <= 255");
    private static final byte[] INVALID_TTL = Errors.text("ERR Invalid TTL value, must be >= 0");
    private static final byte[] BUSY_KEY = Errors.text("BUSYKEY Target key name already exists.");
    private static final byte[] WRONG_FOOTER = Errors.text("ERR DUMP payload version or checksum are wrong");
    private static final byte[] BAD_FORMAT = Errors.text("ERR Bad data format");
    private static final KeyspaceEvent RESTORED = new KeyspaceEvent('g', "restore");

    private final RdbReader reader;
    private final ValueDecoder decoder;
    private final DecodedValue value = new DecodedValue();
    private final KeyEntry entry = new KeyEntry();
    private boolean isLazyServerDelete;
    private boolean isReplacing;
    private boolean isAbsolute;
    private long idleSeconds;
    private long frequency;

    RestoreCommand(final RdbReader reader, final ValueDecoder decoder)
    {
        this.reader = reader;
        this.decoder = decoder;
    }

    void onConfig(final ServerConfig config, final boolean lazyServerDelete)
    {
        this.isLazyServerDelete = lazyServerDelete;
        decoder.onConfig(config);
    }

    void execute(final CommandContext context)
    {
        final ArgParser args = context.args();
        parseOptions(args);
        if (args.failed())
        {
            return;
        }
        final boolean isFound = context.lookupWrite(KEY, entry);
        if (isFound && !isReplacing)
        {
            context.reply().error(BUSY_KEY);
            return;
        }
        final long ttlMs = args.longAt(TTL);
        if (!args.hasError() && ttlMs < 0)
        {
            args.fail(INVALID_TTL);
        }
        if (!args.hasError() && !DumpPayload.isValid(args.address(PAYLOAD), args.length(PAYLOAD)))
        {
            args.fail(WRONG_FOOTER);
        }
        if (!args.hasError() && !read(args))
        {
            args.fail(BAD_FORMAT);
        }
        if (args.failed())
        {
            return;
        }
        final int replacedType = isFound ? entry.type() : NOTHING;
        if (isFound)
        {
            context.database().remove(entry, isLazyServerDelete);
        }
        final long expiresAtMs = 0 == ttlMs || isAbsolute ? ttlMs : ttlMs + context.nowMs();
        if (0 != ttlMs && expiresAtMs <= context.expiryMs())
        {
            dropExpired(context, isFound);
        }
        else
        {
            insert(context, expiresAtMs, replacedType);
        }
        reader.trim();
        context.reply().ok();
    }

    private void parseOptions(final ArgParser args)
    {
        isReplacing = false;
        isAbsolute = false;
        idleSeconds = NOT_GIVEN;
        frequency = NOT_GIVEN;
        args.position(FIRST_OPTION);
        while (args.hasNext() && !args.hasError())
        {
            if (args.accept(REPLACE))
            {
                isReplacing = true;
            }
            else if (args.accept(ABSTTL))
            {
                isAbsolute = true;
            }
            else if (NOT_GIVEN == frequency && args.accept(IDLETIME, 1))
            {
                idleSeconds = notNegative(args, Long.MAX_VALUE, INVALID_IDLETIME);
            }
            else if (NOT_GIVEN == idleSeconds && args.accept(FREQ, 1))
            {
                frequency = notNegative(args, MAX_FREQUENCY, INVALID_FREQ);
            }
            else
            {
                args.fail(Errors.SYNTAX);
            }
        }
    }

    private static long notNegative(final ArgParser args, final long most, final byte[] errorText)
    {
        final long number = args.longAt(args.next());
        if (!args.hasError() && (number < 0 || number > most))
        {
            args.fail(errorText);
        }
        return number;
    }

    /** Reads the value; what follows it and is not the footer makes it a bad one. */
    private boolean read(final ArgParser args)
    {
        reader.wrap(args.address(PAYLOAD), args.length(PAYLOAD) - DumpPayload.FOOTER_LENGTH);
        final int rdbType = reader.readByte();
        if (!decoder.read(rdbType, reader, value))
        {
            return false;
        }
        if (0 != reader.remaining() || value.isEmpty())
        {
            decoder.release(value);
            return false;
        }
        return true;
    }

    /** The time given has passed already: nothing is stored, and a key that was there goes. */
    private void dropExpired(final CommandContext context, final boolean isRemoved)
    {
        decoder.release(value);
        if (isRemoved)
        {
            context.modified(KEY, KeyspaceEvent.DEL);
            context.propagate(2).argument(isLazyServerDelete ? UNLINK : DEL)
                .argument(context.argAddress(KEY), context.argLength(KEY));
        }
    }

    private void insert(final CommandContext context, final long expiresAtMs, final int replacedType)
    {
        decoder.insert(context.database(), context.argAddress(KEY), context.argLength(KEY), value, entry);
        if (0 != expiresAtMs)
        {
            context.database().expireAt(entry, expiresAtMs);
        }
        if (NOT_GIVEN != idleSeconds)
        {
            context.engine().accessClock().idleSeconds(entry, idleSeconds);
        }
        if (NOT_GIVEN != frequency)
        {
            context.engine().accessClock().frequency(entry, (int)frequency);
        }
        context.modified(
            context.database(), context.argAddress(KEY), context.argLength(KEY), KeyspaceEvent.NEW, 0);
        context.modified(KEY, RESTORED);
        if (NOTHING != replacedType)
        {
            context.overwritten(KEY, replacedType, entry.type());
        }
        if (0 != expiresAtMs && !isAbsolute)
        {
            propagateAbsolute(context, expiresAtMs);
        }
    }

    private static void propagateAbsolute(final CommandContext context, final long expiresAtMs)
    {
        final Effects effects = context.propagate(context.argCount() + 1);
        for (int i = 0; i < context.argCount(); i++)
        {
            if (TTL == i)
            {
                effects.argument(expiresAtMs);
            }
            else
            {
                effects.argument(context.entry(), i);
            }
        }
        effects.argument(ABSTTL);
    }

    @Override
    public void close()
    {
        reader.close();
        decoder.close();
    }
}
