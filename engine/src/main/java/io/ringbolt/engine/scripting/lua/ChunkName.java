package io.ringbolt.engine.scripting.lua;

/** How messages name a chunk. */
public final class ChunkName
{
    private static final int LONGEST = 60;
    /** More than is shown of a name from its beginning. */
    private static final int LONGEST_SHOWN = 256;
    private static final int FILE_ROOM = LONGEST - " '...' ".length() - 1;
    private static final int TEXT_ROOM = LONGEST - " [string \"...\"] ".length() - 1;

    private ChunkName()
    {
    }

    /** In at most 59 characters. */
    public static String shorten(final String chunkName)
    {
        return shorten(chunkName, LONGEST);
    }

    /** In at most 59 characters. */
    static String shorten(final LuaString chunkName)
    {
        return shorten(chunkName, LONGEST);
    }

    /** In fewer characters than {@code room}. */
    public static String shorten(final LuaString chunkName, final int room)
    {
        final boolean isFile = chunkName.length() > 0 && chunkName.byteAt(0) == '@';
        return shorten((isFile ? chunkName : chunkName.first(LONGEST_SHOWN)).toString(), room);
    }

    /** In fewer characters than {@code room}. */
    public static String shorten(final String chunkName, final int room)
    {
        final int nul = chunkName.indexOf('\0');
        final String source = nul < 0 ? chunkName : chunkName.substring(0, nul);
        final int more = room - LONGEST;
        if (source.startsWith("="))
        {
            return source.substring(1, Math.min(source.length(), room));
        }
        if (source.startsWith("@"))
        {
            final int length = source.length() - 1;
            return length > FILE_ROOM + more ?
                "..." + source.substring(source.length() - FILE_ROOM - more) : source.substring(1);
        }
        int end = 0;
        while (end < source.length() && source.charAt(end) != '\n' && source.charAt(end) != '\r')
        {
            end++;
        }
        end = Math.min(end, TEXT_ROOM + more);
        return end < source.length() ?
            "[string \"" + source.substring(0, end) + "...\"]" : "[string \"" + source + "\"]";
    }
}
