package io.ringbolt.engine;

import io.ringbolt.config.ServerConfig;
import io.ringbolt.config.ThreadParameters;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.migrate.Migration;
import io.ringbolt.engine.ring.CommandRing;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.session.Session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/**
 * An engine for tests, without sockets and threads: it is fed commands as text, on a clock that stands still until it
 * is moved.
 * <pre>
 *     try (EngineHarness redis = new EngineHarness())
 *     {
 *         assertEquals("+OK", redis.run("SET", "k", "v"));
 *         assertEquals("$1 v", redis.run("GET", "k"));
 *     }
 * </pre>
 * Closing it also checks that all off-heap memory has come back.
 */
public final class EngineHarness implements AutoCloseable
{
    public static final long START_MS = 1_700_000_000_000L;
    public static final long SEED = 42;

    private static final int INLINE_LENGTH = 1024;
    private static final long CHUNK_BYTES = 1 << 20;

    private final OffHeapAllocator allocator = new OffHeapAllocator();
    private final CommandRing ring = new CommandRing(allocator, 1, INLINE_LENGTH, true);
    private final RingEntry entry = ring.get(0);
    private final FakeHost host = new FakeHost();
    private final Engine engine;
    private final List<FakeChannel> channels = new ArrayList<>();
    private final List<Session> sessions = new ArrayList<>();
    private int current;
    private long nowMs = START_MS;
    private long sequence;
    private RecordedEffects recordedEffects;
    private long argumentsAddress;
    private long argumentsCapacity;

    public EngineHarness()
    {
        this(ServerConfig.defaults());
    }

    public EngineHarness(final ServerConfig config)
    {
        this(config, SEED);
    }

    public EngineHarness(final ServerConfig config, final long seed)
    {
        final ServerConfig small = config.isDefault(ThreadParameters.ARENA_CHUNK_BYTES) ?
            config.with(ThreadParameters.ARENA_CHUNK_BYTES, CHUNK_BYTES) : config;
        engine = new Engine(small, host, allocator, allocator::free, seed, () -> 0);
        openSession();
    }

    /** Runs a command. @return its reply in RESP, with a space for each line end: {@code "*2 $1 a :7"}. */
    public String run(final String... arguments)
    {
        final String reply = runRaw(arguments);
        return reply.isEmpty() ? "" : reply.substring(0, reply.length() - 2).replace("\r\n", " ");
    }

    /** Runs the words of a line that has no quotes and no empty arguments. */
    public String line(final String words)
    {
        return run(words.split(" "));
    }

    /** Runs a command. @return its reply in RESP, one char a byte. */
    public String runRaw(final String... arguments)
    {
        final byte[][] bytes = new byte[arguments.length][];
        for (int i = 0; i < arguments.length; i++)
        {
            bytes[i] = arguments[i].getBytes(StandardCharsets.ISO_8859_1);
        }
        return runBytes(bytes);
    }

    /** Runs a command. @return its reply in RESP, one char a byte. */
    public String runBytes(final byte[]... arguments)
    {
        prepare(arguments);
        channel().captured().clear();
        execute();
        return channel().captured().text();
    }

    /**
     * Runs a command of a client that waits. @return all that it has received since the last command that did not wait.
     */
    public String append(final String... arguments)
    {
        final byte[][] bytes = new byte[arguments.length][];
        for (int i = 0; i < arguments.length; i++)
        {
            bytes[i] = arguments[i].getBytes(StandardCharsets.ISO_8859_1);
        }
        prepare(bytes);
        execute();
        return channel().captured().text();
    }

    /** @return the id that CLIENT ID replies to a client. */
    public long idOf(final int number)
    {
        return sessions.get(number).id();
    }

    private void prepare(final byte[]... arguments)
    {
        int total = 0;
        for (final byte[] argument : arguments)
        {
            total += argument.length;
        }
        reserve(total);
        entry.beginCommand(session(), arguments.length, total, nowMs * 1000);
        long address = argumentsAddress;
        for (int i = 0; i < arguments.length; i++)
        {
            OffHeap.copyIn(arguments[i], 0, address, arguments[i].length);
            entry.argument(i, address, arguments[i].length);
            address += arguments[i].length;
        }
        final boolean hasArgument = arguments.length > 1;
        entry.command(engine.commands().find(
            entry.argumentAddress(0), entry.argumentLength(0), hasArgument,
            hasArgument ? entry.argumentAddress(1) : 0, hasArgument ? entry.argumentLength(1) : 0));
    }

    private void execute()
    {
        engine.execute(entry, sequence++);
    }

    /** Runs a command, drops its reply and allocates nothing itself. */
    void repeat(final byte[]... arguments)
    {
        prepare(arguments);
        channel().captured().clear();
        execute();
    }

    /** @return the command, to be executed many times. */
    public CommandLoop loop(final byte[]... arguments)
    {
        return new CommandLoop(this, arguments);
    }

    /** Lets time pass without telling the engine, which learns of it by the next entry. */
    public void advanceMs(final long ms)
    {
        nowMs += ms;
    }

    public long nowMs()
    {
        return nowMs;
    }

    /** Feeds a tick: expiry and lazy freeing take a step. */
    public void tick()
    {
        entry.tick(nowMs * 1000);
        execute();
    }

    /** Opens another client. @return its number, for {@link #use}; the first client is number 0. */
    public int openSession()
    {
        final FakeChannel channel = new FakeChannel();
        final Session session = new Session(sessions.size() + 1L, channel, nowMs);
        channels.add(channel);
        sessions.add(session);
        entry.sessionOpened(session, nowMs * 1000);
        execute();
        return sessions.size() - 1;
    }

    public void closeSession(final int number)
    {
        entry.sessionClosed(sessions.get(number), nowMs * 1000);
        execute();
    }

    /** Commands come from this client from now on. */
    public void use(final int number)
    {
        current = number;
    }

    public Session session()
    {
        return sessions.get(current);
    }

    /** Replies come in this version of RESP, as after HELLO. */
    public void protocol(final int version)
    {
        session().protocol(version);
    }

    public boolean isClosed()
    {
        return channel().isClosed();
    }

    /** @return what the current client has been sent since its last command began, in RESP. */
    public String received()
    {
        return channel().captured().text();
    }

    /** @return what {@link #received()} says, which begins anew. */
    public String takeReceived()
    {
        final String text = received();
        channel().captured().clear();
        return text;
    }

    /** Begins to record effects. */
    public void recordEffects()
    {
        recordedEffects = new RecordedEffects(engine.effectLog());
    }

    /**
     * @return the commands to be replayed since the last call, each in a line of words: {@code "SET k v PXAT
     *     1700000010000"}.
     */
    public List<String> effects()
    {
        return recordedEffects.commands().stream().map(words -> String.join(" ", words)).toList();
    }

    /** Runs on another engine what this one's effects since the last call say, as a replica would. */
    public void replayEffectsOn(final EngineHarness replica)
    {
        recordedEffects.forEachRecord((database, commands) ->
        {
            replica.session().databaseIndex(database);
            for (final List<String> words : commands)
            {
                replica.replay(words);
            }
        });
    }

    private void replay(final List<String> words)
    {
        if ("SELECT".equals(words.get(0)))
        {
            session().databaseIndex(Integer.parseInt(words.get(1)));
        }
        else if (!"MULTI".equals(words.get(0)) && !"EXEC".equals(words.get(0)))
        {
            final String reply = runRaw(words.toArray(new String[0]));
            assertFalse(reply.startsWith("-"), () -> "an effect failed: " + words + " -> " + reply);
        }
    }

    public Engine engine()
    {
        return engine;
    }

    /** @return the keys that MIGRATE has handed to the host. */
    public Migration migration()
    {
        return host.migration();
    }

    /** The host gives the keys back that it has carried. */
    public void returnMigration()
    {
        entry.call(host.takeMigrated(), nowMs * 1000);
        execute();
    }

    public ShutdownRequest shutdownRequest()
    {
        return host.shutdownRequest();
    }

    @Override
    public void close()
    {
        engine.close();
        ring.close();
        allocator.free(argumentsAddress, argumentsCapacity);
        assertEquals(0, allocator.liveBytes(), "off-heap memory that has not come back");
    }

    private FakeChannel channel()
    {
        return channels.get(current);
    }

    private void reserve(final long length)
    {
        if (length > argumentsCapacity)
        {
            allocator.free(argumentsAddress, argumentsCapacity);
            argumentsCapacity = Math.max(length, INLINE_LENGTH);
            argumentsAddress = allocator.allocate(argumentsCapacity);
        }
    }
}
