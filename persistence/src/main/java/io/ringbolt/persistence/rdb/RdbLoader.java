package io.ringbolt.persistence.rdb;

import io.ringbolt.engine.Engine;
import io.ringbolt.engine.durability.Loading;
import io.ringbolt.engine.keyspace.Database;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.rdb.DecodedValue;
import io.ringbolt.engine.rdb.RdbSource;
import io.ringbolt.engine.rdb.ValueDecoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * Loads an RDB stream into the databases: decoded values go straight to their keys, without commands, effects or
 * notifications. Owned by the engine thread, which calls for one piece after the other.
 */
public final class RdbLoader implements AutoCloseable
{
    private static final Logger LOGGER = LoggerFactory.getLogger(RdbLoader.class);
    private static final double BYTES_PER_MIB = 1 << 20;
    private static final long MS_PER_SECOND = 1000;
    /** Bytes of the shortest key: its type, its length, and its value's length. */
    private static final int MIN_KEY_LENGTH = 3;
    private static final int MAX_EMPTY_KEYS_TOLD = 10;

    private static final int NO_DATABASE = -1;

    private final Engine engine;
    private final RdbDestination destination;
    private final ValueDecoder values;
    private final RdbParser parser;
    private final RdbLoadOptions options;
    private final Loading loading;
    private final KeyEntry entry = new KeyEntry();
    private final long nowMs;
    private Database database;
    private boolean hasBegun;
    private long usedMemoryThen;
    private long emptyKeyCount;
    private String historyId;
    private long historyOffset = -1;
    private int streamDatabase = NO_DATABASE;

    /** Loads into the data that clients see, see the other one. */
    public RdbLoader(final Engine engine, final RdbSource source, final RdbLoadOptions options)
    {
        this(engine, source, options, RdbDestination.of(engine));
    }

    /**
     * @param source to be read to the end of the stream, and some bytes beyond it if there are any;
     *     remains the caller's.
     */
    public RdbLoader(
        final Engine engine, final RdbSource source, final RdbLoadOptions options, final RdbDestination destination)
    {
        this.engine = engine;
        this.destination = destination;
        this.options = options;
        this.nowMs = engine.nowUs() / 1000;
        this.loading = engine.durability().loading();
        this.values = engine.newValueDecoder();
        this.parser = new RdbParser(engine.allocator(), source, values, new Items(), options.checksChecksum());
        this.database = destination.database(0);
    }

    /**
     * Loads a piece.
     *
     * @param maxBytes about so many bytes, or one value if that is longer.
     * @return true while there is more.
     * @throws RdbException if the stream is damaged; what has been loaded stays, and is not to be served.
     */
    public boolean load(final long maxBytes) throws IOException
    {
        try
        {
            if (!hasBegun)
            {
                hasBegun = true;
                parser.readHead();
            }
            final long end = parser.position() + maxBytes;
            while (parser.next())
            {
                if (parser.position() >= end)
                {
                    return true;
                }
            }
            return false;
        }
        catch (final UncheckedIOException failure)
        {
            throw failure.getCause();
        }
    }

    /** Loads everything. */
    public void loadAll() throws IOException
    {
        while (load(Long.MAX_VALUE >>> 1))
        {
            // the next piece
        }
    }

    /** @return bytes of the stream read so far: when all is loaded, where it ends. */
    public long position()
    {
        return parser.position();
    }

    /** @return bytes that the data took where they were written; 0 if the stream has not said so. */
    public long usedMemoryThen()
    {
        return usedMemoryThen;
    }

    /** @return the place in a history that the data belong to; null if the stream has not said so. */
    public RdbSettings.ReplicationOrigin origin()
    {
        return null == historyId || historyOffset < 0 ? null :
            new RdbSettings.ReplicationOrigin(streamDatabase, historyId, historyOffset);
    }

    /** @return keys passed over because their collections had no elements. */
    public long emptyKeyCount()
    {
        return emptyKeyCount;
    }

    @Override
    public void close()
    {
        parser.close();
        values.close();
    }

    /** Where replicas know the data, an expired key is loaded too: it then goes with an effect that tells them. */
    private void loadKey(
        final long keyAddress, final int keyLength, final DecodedValue value, final KeyAttributes attributes)
        throws RdbException
    {
        if (value.isEmpty())
        {
            passOverEmpty(keyAddress, keyLength);
            return;
        }
        final boolean isExpired = !options.isAofBase() && attributes.isExpired(nowMs);
        if (isExpired)
        {
            loading.keyExpired();
            if (null == historyId)
            {
                values.release(value);
                return;
            }
        }
        insert(keyAddress, keyLength, value);
        if (attributes.hasExpiry())
        {
            database.expireAt(entry, attributes.expiresAtMs);
        }
        if (KeyAttributes.NONE != attributes.idleSeconds)
        {
            engine.accessClock().idleSeconds(entry, attributes.idleSeconds);
        }
        if (KeyAttributes.NONE != attributes.frequency)
        {
            engine.accessClock().frequency(entry, attributes.frequency);
        }
        if (!isExpired)
        {
            loading.keyLoaded();
        }
    }

    /** Bugs of old servers left collections without elements, which is no reason to lose the rest. */
    private void passOverEmpty(final long keyAddress, final int keyLength)
    {
        if (emptyKeyCount++ < MAX_EMPTY_KEYS_TOLD)
        {
            LOGGER.info("Skipping empty key: {}", RdbParser.text(OffHeap.toBytes(keyAddress, keyLength)));
        }
    }

    /** A string finds its key itself; that it was there shows in the number of keys, without a look-up more. */
    private void insert(final long keyAddress, final int keyLength, final DecodedValue value) throws RdbException
    {
        final boolean isCollection = !value.isString();
        if ((isCollection || options.isReplacing()) && database.find(keyAddress, keyLength, entry))
        {
            if (!options.isReplacing())
            {
                values.release(value);
                throw duplicate(keyAddress, keyLength);
            }
            database.remove(entry, false);
        }
        final long sizeBefore = database.size();
        values.insert(database, keyAddress, keyLength, value, entry);
        if (database.size() == sizeBefore)
        {
            throw duplicate(keyAddress, keyLength);
        }
    }

    private RdbException duplicate(final long keyAddress, final int keyLength)
    {
        final String key = RdbParser.text(OffHeap.toBytes(keyAddress, keyLength));
        return new RdbException("RDB has duplicated key '" + key + "' in DB " + database.index());
    }

    private final class Items implements RdbVisitor
    {
        @Override
        public void aux(final byte[] name, final byte[] auxValue)
        {
            final String text = RdbParser.text(auxValue);
            switch (RdbParser.text(name).toLowerCase(Locale.ROOT))
            {
                case "redis-ver" -> LOGGER.info("Loading RDB produced by version {}", text);
                case "ctime" -> LOGGER.info("RDB age {} seconds", Math.max(0, nowMs / MS_PER_SECOND - number(text)));
                case "used-mem" ->
                {
                    usedMemoryThen = number(text);
                    LOGGER.info("RDB memory usage when created {} Mb",
                        String.format(Locale.ROOT, "%.2f", usedMemoryThen / BYTES_PER_MIB));
                }
                case "repl-stream-db" -> streamDatabase = (int)number(text);
                case "repl-id" -> historyId = text;
                case "repl-offset" -> historyOffset = number(text);
                case "aof-base" ->
                {
                    if (0 != number(text))
                    {
                        LOGGER.info("RDB is base AOF");
                    }
                }
                case "aof-preamble" ->
                {
                    if (0 != number(text))
                    {
                        LOGGER.info("RDB has an AOF tail");
                    }
                }
                default -> LOGGER.debug("RDB field {}: {}", RdbParser.text(name), text);
            }
        }

        private long number(final String text)
        {
            try
            {
                return Long.parseLong(text);
            }
            catch (final NumberFormatException noNumber)
            {
                return 0;
            }
        }

        @Override
        public void database(final long index) throws RdbException
        {
            if (index < 0 || index >= destination.databaseCount())
            {
                throw new RdbException("Data file was created with a Redis server configured to handle more than " +
                    destination.databaseCount() + " databases");
            }
            database = destination.database((int)index);
        }

        @Override
        public void sizes(final long keyCount, final long expiringCount)
        {
            database.presize(Math.min(keyCount, parser.remaining() / MIN_KEY_LENGTH));
        }

        @Override
        public void function(final byte[] source) throws RdbException
        {
            final String refusal = destination.function(source, options.isReplacing());
            if (null != refusal)
            {
                throw new RdbException("Failed loading library, " + refusal);
            }
        }

        @Override
        public void moduleAux(final String module) throws RdbException
        {
            throw new RdbException(
                "The RDB file contains AUX module data I can't load: no matching module '" + module + "'");
        }

        @Override
        public void keyRead()
        {
            // counted when it is known what becomes of it
        }

        @Override
        public void moduleValue(final String type, final KeyAttributes attributes) throws RdbException
        {
            throw new RdbException(
                "The RDB file contains module data I can't load: no matching module type '" + type + "'");
        }

        @Override
        public void key(
            final long keyAddress, final int keyLength, final DecodedValue value, final KeyAttributes attributes)
            throws RdbException
        {
            loadKey(keyAddress, keyLength, value, attributes);
        }

        @Override
        public void end(final boolean isOfVersionWithChecksum, final boolean hasChecksum)
        {
            for (int i = 0; i < destination.databaseCount(); i++)
            {
                values.adoption().dissolveRare(destination.database(i));
                if (0 == destination.database(i).size())
                {
                    destination.database(i).clear();       // of tables that were made for keys that did not come
                }
            }
            if (isOfVersionWithChecksum && !hasChecksum)
            {
                LOGGER.info("RDB file was saved with checksum disabled: no check performed.");
            }
            LOGGER.info("Done loading RDB, keys loaded: {}, keys expired: {}{}.", loading.keysLoaded(),
                loading.keysExpired(), 0 == emptyKeyCount ? "" : ", empty keys skipped: " + emptyKeyCount);
        }
    }
}
