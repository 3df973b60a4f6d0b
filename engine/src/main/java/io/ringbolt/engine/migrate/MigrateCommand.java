package io.ringbolt.engine.migrate;

import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.SnapshotParameters;
import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.blocking.TimeoutReply;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.command.Numbers;
import io.ringbolt.engine.effect.Effects;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.rdb.ValueDump;
import org.agrona.collections.Long2ObjectHashMap;

import java.util.ArrayList;
import java.util.List;

import static io.ringbolt.engine.command.CommandFlag.MOVABLEKEYS;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.behind;
import static io.ringbolt.engine.command.KeySpec.key;

/**
 * MIGRATE: keys are dumped, restored by another server, and deleted here when that one has said so.
 */
/*
 * Redis stops until the other server has answered. Here the client waits as for a key, and the engine goes on; when the
 * host has carried the keys over, it wakes the command, which runs again and ends its work. Meanwhile others may change
 * a key: it is deleted only if its value and its time are still those that were sent, which is seen by dumping it once
 * more. In a transaction or a script nobody can wait, so there the engine stops as Redis does.
 */
public final class MigrateCommand implements CommandFamily
{
    /** The command waits for no key. */
    private static final int NO_TYPE = -1;
    private static final int HOST = 1;
    private static final int PORT = 2;
    private static final int KEY = 3;
    private static final int DATABASE = 4;
    private static final int TIMEOUT = 5;
    private static final int FIRST_OPTION = 6;
    private static final int DEFAULT_TIMEOUT_MS = 1000;
    private static final int MAX_PORT = 65535;
    private static final byte[] COPY = Errors.text("COPY");
    private static final byte[] REPLACE = Errors.text("REPLACE");
    private static final byte[] AUTH = Errors.text("AUTH");
    private static final byte[] AUTH2 = Errors.text("AUTH2");
    private static final byte[] KEYS = Errors.text("KEYS");
    private static final byte[] DEL = Errors.text("DEL");
    private static final byte[] RESTORE = Errors.text("RESTORE");
    private static final byte[] NOKEY = Errors.text("NOKEY");
    private static final byte[] KEY_NOT_EMPTY =
        Errors.text("ERR When using MIGRATE KEYS option, the key argument must be set to the empty string");
    private static final byte[] NOT_CONNECTED = Errors.text("IOERR error or timeout connecting to the client");
    private static final byte[] NOT_WRITTEN = Errors.text("IOERR error or timeout writing to target instance");
    private static final byte[] NOT_READ = Errors.text("IOERR error or timeout reading from target instance");
    private static final byte[] CHANGED =
        Errors.text("ERR a key was changed while it was being migrated; it is still here, its former value is there");

    private final Engine engine;
    private final ValueDump dump;
    private final KeyEntry entry = new KeyEntry();
    private final Long2ObjectHashMap<Migration> bySession = new Long2ObjectHashMap<>();
    private final List<Migration> underWay = new ArrayList<>();
    private boolean isCopy;
    private boolean isReplacing;
    private byte[] user;
    private byte[] password;
    private int firstKey;
    private int keyCount;

    public MigrateCommand(final Engine engine)
    {
        this.engine = engine;
        this.dump = new ValueDump(engine.arena(), engine.allocator());
    }

    @Override
    public void onConfig(final ServerConfig config)
    {
        dump.onConfig(config.get(SnapshotParameters.RDBCOMPRESSION), config.get(SnapshotParameters.RDB_VERSION));
    }

    @Override
    public void register(final CommandTable table)
    {
        table.command("MIGRATE", -6).group(CommandGroup.GENERIC).flags(WRITE, MOVABLEKEYS)
            .categories(AclCategory.KEYSPACE, AclCategory.DANGEROUS).since("2.6.0").handler(this::execute)
            .keys(
                key(KEY).unlessEmptyBefore("KEYS").rw().access().delete(),
                behind("KEYS", -2).range(-1, 1, 0).rw().access().delete().incomplete())
            .complexity("O(N) here and there, N being the bytes of the values")
            .tips("nondeterministic_output")
            .summary("Carries keys over to another server.")
            .syntax("host port <key | \"\"> destination-db timeout [COPY] [REPLACE] " +
                "[AUTH password | AUTH2 username password] [KEYS key [key ...]]")
            .history("3.0.0", "Takes COPY and REPLACE.", "3.0.6", "Takes KEYS.", "4.0.7", "Takes AUTH.",
                "6.0.0", "Takes AUTH2.");
    }

    private void execute(final CommandContext context)
    {
        parseOptions(context);                            // also when running again, for the logs come after that
        final Migration waited = engine.blocking().isRunningAgain() ? bySession.get(context.session().id()) : null;
        if (null != waited)
        {
            goOn(context, waited);
            return;
        }
        final ArgParser args = context.args();
        final long timeoutMs = args.hasError() ? 0 : args.longAt(TIMEOUT);
        final long database = args.hasError() ? 0 : args.longAt(DATABASE);
        if (args.failed())
        {
            return;
        }
        dropForsaken();
        final Migration migration = new Migration(context.session().id(), args.textAt(HOST), port(args),
            timeoutMs <= 0 ? DEFAULT_TIMEOUT_MS : (int)Math.min(timeoutMs, Integer.MAX_VALUE), database, isCopy,
            engine.allocator());
        if (0 == gather(context, migration))
        {
            migration.free();
            context.reply().simple(NOKEY);
            return;
        }
        if (null != password)
        {
            migration.login(user, password);
        }
        send(context, migration);
    }

    private static int port(final ArgParser args)
    {
        final long port = Numbers.isLong(args.address(PORT), args.length(PORT)) ?
            Numbers.parseLong(args.address(PORT), args.length(PORT)) : 0;
        return port < 0 || port > MAX_PORT ? 0 : (int)port;
    }

    private void parseOptions(final CommandContext context)
    {
        final ArgParser args = context.args();
        isCopy = false;
        isReplacing = false;
        user = null;
        password = null;
        firstKey = KEY;
        keyCount = 1;
        args.position(FIRST_OPTION);
        while (args.hasNext() && !args.hasError())
        {
            if (args.accept(COPY))
            {
                isCopy = true;
            }
            else if (args.accept(REPLACE))
            {
                isReplacing = true;
            }
            else if (args.accept(AUTH, 1))
            {
                user = null;
                password = secret(context);
            }
            else if (args.accept(AUTH2, 2))
            {
                user = secret(context);
                password = secret(context);
            }
            else if (args.accept(KEYS))
            {
                acceptKeys(args);
            }
            else
            {
                args.fail(Errors.SYNTAX);
            }
        }
    }

    private static byte[] secret(final CommandContext context)
    {
        final int index = context.args().next();
        context.secret(index);
        return context.args().bytesAt(index);
    }

    private void acceptKeys(final ArgParser args)
    {
        if (0 != args.length(KEY))
        {
            args.fail(KEY_NOT_EMPTY);
        }
        firstKey = args.position();
        keyCount = args.remaining();
        args.position(args.count());
    }

    /** Writes a RESTORE for each key that is there. @return how many are. */
    private int gather(final CommandContext context, final Migration migration)
    {
        for (int index = firstKey; index < firstKey + keyCount; index++)
        {
            if (context.lookupRead(index, entry))
            {
                final long expiresAtMs = entry.hasExpiry() ? entry.expiresAtMs() : 0;
                migration.beginKey(index, expiresAtMs, isReplacing ? 5 : 4);
                migration.argument(RESTORE);
                migration.argument(context.argAddress(index), context.argLength(index));
                migration.argument(0 == expiresAtMs ? 0 : Math.max(1, expiresAtMs - context.nowMs()));
                dump.write(entry);
                migration.payload(dump.address(), dump.length());
                dump.clear();
                if (isReplacing)
                {
                    migration.argument(REPLACE);
                }
                migration.endKey();
            }
        }
        return migration.keyCount();
    }

    private void send(final CommandContext context, final Migration migration)
    {
        final long sessionId = context.session().id();
        if (!context.mayBlock())
        {
            engine.host().migrateNow(migration);
            finish(context, migration);
            return;
        }
        underWay.add(migration);
        bySession.put(sessionId, migration);
        context.block(NO_TYPE, 0, 0, 0, TimeoutReply.NOT_READ_FROM_TARGET);
        engine.host().migrate(migration, () -> onReturn(sessionId, migration));
    }

    /** The host is done with it, and calls this on the engine thread as an entry of its own. */
    private void onReturn(final long sessionId, final Migration migration)
    {
        migration.onReturn();
        if (bySession.get(sessionId) == migration)
        {
            engine.blocking().wake(sessionId);
        }
        dropForsaken();
    }

    /** Frees what has come back and whose client does not wait any more: its keys stay. */
    private void dropForsaken()
    {
        for (int i = underWay.size() - 1; i >= 0; i--)
        {
            final Migration migration = underWay.get(i);
            final boolean isAwaited = bySession.get(migration.sessionId()) == migration &&
                engine.blocking().isWaiting(migration.sessionId());
            if (migration.hasReturned() && !isAwaited)
            {
                underWay.remove(i);
                bySession.remove(migration.sessionId(), migration);
                migration.free();
            }
        }
    }

    private void goOn(final CommandContext context, final Migration migration)
    {
        if (!migration.hasReturned())
        {
            context.block(NO_TYPE, 0, 0, 0, TimeoutReply.NOT_READ_FROM_TARGET);
            return;
        }
        bySession.remove(context.session().id());
        underWay.remove(migration);
        finish(context, migration);
    }

    private void finish(final CommandContext context, final Migration migration)
    {
        final boolean isUnchanged = migration.isCopy() || removeAll(context, migration);
        context.propagationDecided();
        if (null != migration.targetError())
        {
            context.reply().error("ERR Target instance replied with error: " + migration.targetError());
        }
        else if (Migration.End.NOT_CONNECTED == migration.end())
        {
            context.reply().error(NOT_CONNECTED);
        }
        else if (Migration.End.NOT_WRITTEN == migration.end())
        {
            context.reply().error(NOT_WRITTEN);
        }
        else if (Migration.End.NOT_READ == migration.end())
        {
            context.reply().error(NOT_READ);
        }
        else if (!isUnchanged)
        {
            context.reply().error(CHANGED);
        }
        else
        {
            context.reply().ok();
        }
        migration.free();
    }

    /** Removes the keys that have been taken over. @return false if one of them is not what was sent. */
    private boolean removeAll(final CommandContext context, final Migration migration)
    {
        boolean isUnchanged = true;
        final int[] removed = new int[migration.keyCount()];
        int count = 0;
        for (int i = 0; i < migration.keyCount(); i++)
        {
            final int index = migration.keyIndex(i);
            if (!migration.isAcknowledged(i) || isAmong(context, index, removed, count))
            {
                continue;
            }
            if (isAsSent(context, migration, i))
            {
                context.database().remove(entry, true);
                context.modified(index, KeyspaceEvent.DEL);
                removed[count++] = index;
            }
            else
            {
                isUnchanged &= hasExpired(context, migration, i);
            }
        }
        propagate(context, removed, count);
        return isUnchanged;
    }

    private static boolean isAmong(final CommandContext context, final int index, final int[] removed, final int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (context.argLength(index) == context.argLength(removed[i]) &&
                OffHeap.equal(context.argAddress(index), context.argAddress(removed[i]), context.argLength(index)))
            {
                return true;
            }
        }
        return false;
    }

    private boolean isAsSent(final CommandContext context, final Migration migration, final int key)
    {
        final int index = migration.keyIndex(key);
        if (!engine.lookups().peek(context.database(), context.argAddress(index), context.argLength(index), entry) ||
            migration.expiresAtMs(key) != (entry.hasExpiry() ? entry.expiresAtMs() : 0))
        {
            return false;
        }
        dump.write(entry);
        final boolean isEqual = migration.isPayload(key, dump.address(), dump.length());
        dump.clear();
        return isEqual;
    }

    private boolean hasExpired(final CommandContext context, final Migration migration, final int key)
    {
        final long expiresAtMs = migration.expiresAtMs(key);
        return 0 != expiresAtMs && expiresAtMs < context.expiryMs();
    }

    private static void propagate(final CommandContext context, final int[] indexes, final int count)
    {
        if (count > 0)
        {
            final Effects effects = context.propagate(1 + count).argument(DEL);
            for (int i = 0; i < count; i++)
            {
                effects.argument(context.argAddress(indexes[i]), context.argLength(indexes[i]));
            }
        }
    }

    @Override
    public void close()
    {
        underWay.forEach(Migration::free);
        dump.close();
    }
}
