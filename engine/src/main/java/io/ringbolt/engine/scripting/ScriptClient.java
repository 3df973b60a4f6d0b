package io.ringbolt.engine.scripting;

import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.memory.Scratch;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.scripting.lua.LuaState;
import io.ringbolt.engine.scripting.lua.LuaString;
import io.ringbolt.engine.scripting.lua.LuaType;
import io.ringbolt.engine.session.Session;
import io.ringbolt.engine.session.UnconnectedChannel;

/**
 * The client in whose name scripts call commands: it has a database, a protocol and the caller's user, but no
 * connection. Its replies become Lua values. Owned by the engine thread.
 */
final class ScriptClient extends UnconnectedChannel implements AutoCloseable
{
    private static final int PROTOCOL = 2;

    private final CallReply reply;
    private final Session session;
    private final Scratch area;
    private final RingEntry entry = RingEntry.window();

    ScriptClient(final OffHeapAllocator allocator)
    {
        this.reply = new CallReply(allocator);
        this.area = new Scratch(allocator);
        this.session = new Session(0, this, 0);
        session.denyBlocking(true);
        session.authenticated(true);
    }

    /** Takes the place of a client for one script. */
    void impersonate(final Session caller)
    {
        session.databaseIndex(caller.databaseIndex());
        session.user(caller.aclUser());
        session.noTouch(caller.isNoTouch());
        session.onBehalfOf(caller);
        session.protocol(PROTOCOL);
    }

    Session session()
    {
        return session;
    }

    @Override
    public CallReply reply()
    {
        return reply;
    }

    /**
     * Makes a command of the values on a stack.
     *
     * @param timeUs of the script.
     * @return an entry without its row of the command table, valid until the next call; null if a value is neither
     *     string nor number.
     */
    RingEntry commandOf(final LuaState lua, final long timeUs)
    {
        final int count = lua.top();
        int length = count * RingEntry.ARGUMENT_OVERHEAD;
        long address = area.reserve(length);
        for (int i = 1; i <= count; i++)
        {
            final LuaType type = lua.type(i);
            if (LuaType.STRING != type && LuaType.NUMBER != type)
            {
                return null;
            }
            final byte[] bytes = LuaType.NUMBER == type ?
                NumberArguments.text(lua.toNumber(i)) : lua.toLuaString(i).bytes();
            if (length > RingEntry.MAX_AREA_LENGTH - bytes.length)
            {
                throw lua.error("the arguments are too long for one command");
            }
            address = area.reserve(length + bytes.length, length);
            final long row = address + (long)(i - 1) * RingEntry.ARGUMENT_OVERHEAD;
            OffHeap.putInt(row, length);
            OffHeap.putInt(row + Integer.BYTES, bytes.length);
            OffHeap.copyIn(bytes, 0, address + length, bytes.length);
            length += bytes.length;
        }
        entry.viewCommand(session, null, count, address, length, timeUs);
        return entry;
    }

    @Override
    public void protocol(final int version)
    {
        reply.protocol(version);
    }

    @Override
    public String remoteAddress()
    {
        return "lua";
    }

    @Override
    public String localAddress()
    {
        return "lua";
    }

    @Override
    public boolean isUnixSocket()
    {
        return false;
    }

    @Override
    public void close()
    {
        reply.close();
        area.close();
    }
}
