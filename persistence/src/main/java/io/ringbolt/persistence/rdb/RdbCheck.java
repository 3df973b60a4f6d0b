package io.ringbolt.persistence.rdb;

import io.ringbolt.engine.Engine;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.rdb.DecodedValue;
import io.ringbolt.engine.rdb.RdbSource;
import io.ringbolt.engine.rdb.StandaloneValues;

import java.io.PrintStream;
import java.io.UncheckedIOException;

/**
 * Reads an RDB stream to its end without keeping anything, and tells in redis-check-rdb's words what it finds.
 */
public final class RdbCheck
{
    private final PrintStream out;
    private final long nowMs;
    private RdbParser parser;
    private long keyCount;
    private long expiringCount;
    private long expiredCount;

    /** @param nowMs from when on keys count as expired. */
    public RdbCheck(final PrintStream out, final long nowMs)
    {
        this.out = out;
        this.nowMs = nowMs;
    }

    /** @return true if the stream is whole and right. */
    public boolean check(final RdbSource source)
    {
        final OffHeapAllocator allocator = new OffHeapAllocator();
        try (StandaloneValues values = new StandaloneValues(allocator, Engine.valueReleaser());
            RdbParser opened = new RdbParser(allocator, source, values.decoder(), new Printer(values), true))
        {
            parser = opened;
            return readAll();
        }
    }

    private boolean readAll()
    {
        try
        {
            parser.readHead();
            while (parser.next())
            {
                // the visitor prints
            }
            return true;
        }
        catch (final RdbException fault)
        {
            error(fault.getMessage());
        }
        catch (final UncheckedIOException failure)
        {
            error(failure.getCause().getMessage());
        }
        return false;
    }

    /** @return bytes of the stream read so far: after a check, where it ends. */
    public long position()
    {
        return parser.position();
    }

    private void error(final String message)
    {
        out.println("--- RDB ERROR DETECTED ---");
        info(message);
        out.println("[additional info] While doing: " + parser.phase().text());
        if (null != parser.key())
        {
            out.println("[additional info] Reading key '" + parser.key() + "'");
        }
        if (parser.keyType() >= 0)
        {
            out.println("[additional info] Reading type " + parser.keyType() + " (" +
                RdbTypeNames.of(parser.keyType()) + ")");
        }
        figures();
    }

    /** Prints a line with the place that has been reached. */
    public void info(final String message)
    {
        out.println("[offset " + (null == parser ? 0 : parser.position()) + "] " + message);
    }

    /** Prints how many keys there are. */
    public void figures()
    {
        out.println("[info] " + keyCount + " keys read");
        out.println("[info] " + expiringCount + " expires");
        out.println("[info] " + expiredCount + " already expired");
    }

    private final class Printer implements RdbVisitor
    {
        private final StandaloneValues values;

        Printer(final StandaloneValues values)
        {
            this.values = values;
        }

        @Override
        public void aux(final byte[] name, final byte[] value)
        {
            info("AUX FIELD " + RdbParser.text(name) + " = '" + RdbParser.text(value) + "'");
        }

        @Override
        public void database(final long index)
        {
            info("Selecting DB ID " + Long.toUnsignedString(index));
        }

        @Override
        public void sizes(final long keys, final long expiring)
        {
            // redis-check-rdb does not tell either
        }

        @Override
        public void function(final byte[] source)
        {
            // whether it can be loaded is not looked at
        }

        @Override
        public void moduleAux(final String module)
        {
            info("MODULE AUX for: " + module);
        }

        @Override
        public void moduleValue(final String type, final KeyAttributes attributes)
        {
            count(attributes);
        }

        @Override
        public void keyRead()
        {
            keyCount++;
        }

        @Override
        public void key(
            final long keyAddress, final int keyLength, final DecodedValue value, final KeyAttributes attributes)
        {
            values.release(value);
            count(attributes);
        }

        private void count(final KeyAttributes attributes)
        {
            expiringCount += attributes.hasExpiry() ? 1 : 0;
            expiredCount += attributes.isExpired(nowMs) ? 1 : 0;
        }

        @Override
        public void end(final boolean isOfVersionWithChecksum, final boolean hasChecksum)
        {
            if (isOfVersionWithChecksum)
            {
                info(hasChecksum ? "Checksum OK" : "RDB file was saved with checksum disabled: no check performed.");
            }
        }
    }
}
