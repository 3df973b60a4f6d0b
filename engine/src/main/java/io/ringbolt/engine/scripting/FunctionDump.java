package io.ringbolt.engine.scripting;

import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.memory.Scratch;
import io.ringbolt.engine.rdb.DumpPayload;
import io.ringbolt.engine.rdb.MemorySink;
import io.ringbolt.engine.rdb.RdbOpcode;
import io.ringbolt.engine.rdb.RdbReader;
import io.ringbolt.engine.rdb.RdbWriter;

/**
 * All libraries as bytes, as FUNCTION DUMP makes and FUNCTION RESTORE takes them: for each RDB's opcode of a library and its
 * code, then the frame that values have in DUMP. Owned by the engine thread.
 */
final class FunctionDump implements AutoCloseable
{
    /** The first RDB version that knows libraries. */
    private static final int RDB_VERSION = 10;

    private final RdbWriter writer;
    private final RdbReader reader;
    private final MemorySink sink;
    private final Scratch scratch;

    FunctionDump(final OffHeapAllocator allocator)
    {
        this.writer = new RdbWriter(allocator);
        this.reader = new RdbReader(allocator);
        this.sink = new MemorySink(allocator);
        this.scratch = new Scratch(allocator);
    }

    void write(final LibrarySet libraries, final ReplyWriter reply)
    {
        writer.wrap(sink, true);
        for (final byte[] code : libraries.codes())
        {
            writer.writeByte(RdbOpcode.FUNCTION);
            final long address = scratch.reserve(Math.max(1, code.length));
            OffHeap.copyIn(code, 0, address, code.length);
            writer.writeBlob(address, code.length);
        }
        DumpPayload.writeFooter(writer, RDB_VERSION);
        reply.bulk(sink.address(), Math.toIntExact(sink.length()));
        sink.clear();
    }

    /** @throws ScriptException if the bytes are damaged or one of the libraries can't be. */
    LibrarySet read(final Scripting scripting, final long address, final int length) throws ScriptException
    {
        if (!DumpPayload.isValid(address, length))
        {
            throw new ScriptException("ERR DUMP payload version or checksum are wrong");
        }
        final LibrarySet libraries = new LibrarySet();
        reader.wrap(address, length - DumpPayload.FOOTER_LENGTH);
        while (reader.remaining() > 0)
        {
            final int type = reader.readByte();
            if (RdbOpcode.FUNCTION_PRE_RELEASE == type)
            {
                throw new ScriptException("ERR Pre-GA function format not supported");
            }
            if (RdbOpcode.FUNCTION != type)
            {
                throw new ScriptException("ERR given type is not a function");
            }
            final int codeLength = reader.readBlob(RdbReader.FIRST);
            if (reader.hasFailed())
            {
                throw new ScriptException("ERR Failed loading library");
            }
            libraries.add(scripting.compile(OffHeap.toBytes(reader.blob(), codeLength), true), false);
        }
        return libraries;
    }

    @Override
    public void close()
    {
        writer.close();
        reader.close();
        sink.close();
        scratch.close();
    }
}
