package io.ringbolt.persistence.rdb;

import io.ringbolt.engine.listpack.ListPackElement;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.memory.Scratch;
import io.ringbolt.engine.rdb.DecodedValue;
import io.ringbolt.engine.rdb.RdbOpcode;
import io.ringbolt.engine.rdb.RdbReader;
import io.ringbolt.engine.rdb.RdbSource;
import io.ringbolt.engine.rdb.RdbType;
import io.ringbolt.engine.rdb.ValueDecoder;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads an RDB stream of version 1 to 12 item by item and shows each to a visitor. It believes nothing: what is
 * damaged, unknown or cut short ends as an {@link RdbException}. Owned by one thread, that of the arena into which
 * values are decoded.
 */
public final class RdbParser implements AutoCloseable
{
    private static final byte[] SIGNATURE = "REDIS".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION_DIGITS = 4;
    private static final int FIRST_VERSION_WITH_CHECKSUM = 5;
    private static final long MS_PER_SECOND = 1000;

    private final RdbReader reader;
    private final ValueDecoder values;
    private final RdbVisitor visitor;
    private final boolean checksChecksum;
    private final ModuleSkipper modules;
    private final Scratch key;
    private final ListPackElement text = new ListPackElement();
    private final DecodedValue value = new DecodedValue();
    private final KeyAttributes attributes = new KeyAttributes();
    private int version;
    private int keyType = -1;
    private int keyLength = -1;
    private RdbPhase phase = RdbPhase.START;

    RdbParser(
        final OffHeapAllocator allocator,
        final RdbSource source,
        final ValueDecoder values,
        final RdbVisitor visitor,
        final boolean checksChecksum)
    {
        this.reader = new RdbReader(allocator).wrap(source);
        this.values = values;
        this.visitor = visitor;
        this.checksChecksum = checksChecksum;
        this.modules = new ModuleSkipper(reader);
        this.key = new Scratch(allocator);
    }

    /** @return bytes read so far. */
    public long position()
    {
        return reader.position();
    }

    /** @return most bytes that can still come. */
    long remaining()
    {
        return Math.max(0, reader.remaining());
    }

    /** @return what is being read, or was when it went wrong. */
    RdbPhase phase()
    {
        return phase;
    }

    /** @return the type of the value that is being read; -1 if none is. */
    int keyType()
    {
        return keyType;
    }

    /** @return the key whose value is being read; null if none is. */
    String key()
    {
        return keyLength < 0 ? null :
            new String(OffHeap.toBytes(key.address(), keyLength), StandardCharsets.ISO_8859_1);
    }

    /** Reads the first nine bytes. */
    void readHead() throws RdbException
    {
        for (final byte expected : SIGNATURE)
        {
            if (reader.readByte() != expected && !reader.hasFailed())
            {
                throw new RdbException("Wrong signature trying to load DB from file");
            }
        }
        boolean isNumber = true;
        for (int i = 0; i < VERSION_DIGITS; i++)
        {
            final int digit = reader.readByte() - '0';
            isNumber &= digit >= 0 && digit <= 9;
            version = version * 10 + digit;
        }
        checkReader();
        if (!isNumber || version < 1 || version > RdbType.NEWEST_VERSION)
        {
            throw new RdbException("Can't handle RDB format version " + (isNumber ? version : 0));
        }
    }

    /** Reads one item. @return false at the end. */
    boolean next() throws RdbException
    {
        phase = RdbPhase.READ_TYPE;
        final int type = reader.readByte();
        checkReader();
        switch (type)
        {
            case RdbOpcode.EXPIRES_AT_SECONDS ->
            {
                phase = RdbPhase.READ_EXPIRE;
                attributes.expiresAtMs = reader.readInt() * MS_PER_SECOND;
            }
            case RdbOpcode.EXPIRES_AT_MS ->
            {
                phase = RdbPhase.READ_EXPIRE;
                attributes.expiresAtMs = reader.readLong();
            }
            case RdbOpcode.FREQUENCY -> attributes.frequency = reader.readByte();
            case RdbOpcode.IDLE_SECONDS -> attributes.idleSeconds = Math.max(0, reader.readLength());
            case RdbOpcode.SELECT_DATABASE -> readDatabase();
            case RdbOpcode.RESIZE_DATABASE -> readSizes();
            case RdbOpcode.SLOT_SIZES -> skipSlotSizes();
            case RdbOpcode.AUX -> readAux();
            case RdbOpcode.HASH_TEMPLATE -> values.defineTemplate(reader);
            case RdbOpcode.MODULE_AUX -> readModuleAux();
            case RdbOpcode.FUNCTION -> readFunction();
            case RdbOpcode.FUNCTION_PRE_RELEASE ->
                throw new RdbException("Pre-release function format not supported " + version);
            case RdbOpcode.END ->
            {
                readEnd();
                return false;
            }
            default -> readKey(type);
        }
        checkReader();
        return true;
    }

    private void readDatabase() throws RdbException
    {
        phase = RdbPhase.READ_LENGTH;
        final long index = reader.readLength();
        checkReader();
        visitor.database(index);
    }

    private void readSizes() throws RdbException
    {
        phase = RdbPhase.READ_LENGTH;
        final long keyCount = reader.readLength();
        final long expiringCount = reader.readLength();
        checkReader();
        visitor.sizes(keyCount, expiringCount);
    }

    private void skipSlotSizes()
    {
        phase = RdbPhase.READ_LENGTH;
        reader.readLength();
        reader.readLength();
        reader.readLength();
    }

    private void readAux() throws RdbException
    {
        phase = RdbPhase.READ_AUX;
        final byte[] name = readBytes();
        final byte[] auxValue = readBytes();
        checkReader();
        visitor.aux(name, auxValue);
        reader.trim();
    }

    private void readFunction() throws RdbException
    {
        phase = RdbPhase.READ_FUNCTIONS;
        final byte[] source = readBytes();
        checkReader();
        visitor.function(source);
        reader.trim();
    }

    private byte[] readBytes() throws RdbException
    {
        reader.readText(RdbReader.FIRST, text);
        checkReader();
        return OffHeap.toBytes(text.address(), text.length());
    }

    private void readModuleAux() throws RdbException
    {
        phase = RdbPhase.READ_MODULE_AUX;
        final String module = modules.readName();
        checkReader();
        visitor.moduleAux(module);
        if (!modules.skipAux())
        {
            throw new RdbException("bad when_opcode");
        }
    }

    private void readKey(final int type) throws RdbException
    {
        if (!isKeyType(type))
        {
            throw new RdbException("Invalid object type: " + type);
        }
        keyType = type;
        phase = RdbPhase.READ_KEY;
        reader.readText(RdbReader.FIRST, text);
        checkReader();
        keyLength = text.length();
        OffHeap.copy(text.address(), key.reserve(Math.max(1, keyLength)), keyLength);
        phase = RdbPhase.READ_VALUE;
        visitor.keyRead();
        if (RdbType.MODULE == type || RdbType.MODULE_2 == type)
        {
            readModuleValue(type);
        }
        else
        {
            if (!values.read(type, reader, value))
            {
                checkReader();
            }
            visitor.key(key.address(), keyLength, value, attributes);
        }
        attributes.clear();
        keyType = -1;
        keyLength = -1;
        reader.trim();
        key.trim();
    }

    private void readModuleValue(final int type) throws RdbException
    {
        if (RdbType.MODULE == type)
        {
            throw new RdbException("Pre-release module data can't be read");
        }
        final String name = modules.readName();
        checkReader();
        visitor.moduleValue(name, attributes);
        modules.skipValue();
        checkReader();
    }

    private static boolean isKeyType(final int type)
    {
        return RdbType.MODULE == type || RdbType.MODULE_2 == type || ValueDecoder.isKnown(type);
    }

    /** Versions before 5 end without a checksum, and one of 0 says that there is none. */
    private void readEnd() throws RdbException
    {
        if (version < FIRST_VERSION_WITH_CHECKSUM)
        {
            visitor.end(false, false);
            return;
        }
        phase = RdbPhase.CHECK_SUM;
        final long expected = reader.checksum();
        final long written = reader.readLong();
        checkReader();
        if (0 != written && checksChecksum && written != expected)
        {
            throw new RdbException("RDB CRC error");
        }
        visitor.end(true, 0 != written);
    }

    private void checkReader() throws RdbException
    {
        if (reader.hasFailed())
        {
            throw new RdbException(0 == reader.remaining() ? "Unexpected EOF reading RDB file" :
                "Internal error in RDB reading offset " + reader.position() + ": bad data");
        }
    }

    /** @return the version that the head names. */
    public int version()
    {
        return version;
    }

    @Override
    public void close()
    {
        reader.close();
        key.close();
    }

    static String text(final byte[] bytes)
    {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static boolean isName(final byte[] bytes, final String name)
    {
        return Arrays.equals(bytes, name.getBytes(StandardCharsets.US_ASCII));
    }
}
