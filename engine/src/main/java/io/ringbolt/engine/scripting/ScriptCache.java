package io.ringbolt.engine.scripting;

import io.ringbolt.engine.keyspace.Hash64;
import io.ringbolt.engine.memory.OffHeap;
import org.agrona.collections.Long2ObjectHashMap;

import java.nio.charset.StandardCharsets;

/**
 * The scripts that are known, by their text and by their SHA-1. Owned by the engine thread.
 */
/*
 * EVAL finds its script by a 64-bit hash of the text and a comparison, so that it need not compute a SHA-1 each time. Scripts
 * that only EVAL has brought stand in a list from the oldest to the newest use; of more than 500 the oldest is forgotten, for a
 * client that writes its arguments into the text would fill the memory otherwise.
 */
final class ScriptCache
{
    static final int EVICTABLE_LIMIT = 500;
    /** What a script is reckoned to take beside its text. */
    private static final int OVERHEAD_LENGTH = 200;
    /** Digits of a SHA-1 that make the key by which it is found. */
    private static final int KEY_DIGITS = 16;
    private static final int HEXADECIMAL = 16;

    private final long seed;
    private final Long2ObjectHashMap<Script> byBody = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<Script> bySha = new Long2ObjectHashMap<>();
    private Script oldest;
    private Script newest;
    private int evictableCount;
    private long evictedCount;
    private long memory;

    /** @param seed of the hash of texts, a secret of the process. */
    ScriptCache(final long seed)
    {
        this.seed = seed;
    }

    long hash(final long address, final int length)
    {
        return Hash64.hash(seed, address, length);
    }

    /** @return the script of that text, or null. */
    Script find(final long hash, final long address, final int length)
    {
        final Script script = byBody.get(hash);
        return null != script && isText(script.body, address, length) ? script : null;
    }

    private static boolean isText(final byte[] body, final long address, final int length)
    {
        if (body.length != length)
        {
            return false;
        }
        for (int i = 0; i < length; i++)
        {
            if (body[i] != OffHeap.getByte(address + i))
            {
                return false;
            }
        }
        return true;
    }

    /** @return the script of that SHA-1, in digits of any case, or null. */
    Script findSha(final long address, final int length)
    {
        if (Sha1.LENGTH != length)
        {
            return null;
        }
        long key = 0;
        for (int i = 0; i < KEY_DIGITS; i++)
        {
            key = key << 4 | Character.digit(OffHeap.getByte(address + i), HEXADECIMAL) & 15;
        }
        final Script script = bySha.get(key);
        return null != script && isSha(script.sha, address) ? script : null;
    }

    private static boolean isSha(final byte[] sha, final long address)
    {
        for (int i = 0; i < sha.length; i++)
        {
            final byte digit = OffHeap.getByte(address + i);
            if (sha[i] != (digit >= 'A' && digit <= 'Z' ? digit + ('a' - 'A') : digit))
            {
                return false;
            }
        }
        return true;
    }

    private static long key(final byte[] sha)
    {
        return Long.parseUnsignedLong(new String(sha, 0, KEY_DIGITS, StandardCharsets.US_ASCII), HEXADECIMAL);
    }

    /** A script is used: if it may be forgotten, it is the last one to be. */
    void onUse(final Script script)
    {
        if (script.isEvictable && script != newest)
        {
            unlink(script);
            append(script);
        }
    }

    /** @param isEvictable true if the script came with EVAL. */
    void add(final Script script, final boolean isEvictable)
    {
        final Script displaced = byBody.put(script.bodyHash, script);
        if (null != displaced)
        {
            remove(displaced);                        // two texts of one hash: the newer one is found
            byBody.put(script.bodyHash, script);
        }
        bySha.put(key(script.sha), script);
        memory += memory(script);
        script.isEvictable = isEvictable;
        if (isEvictable)
        {
            append(script);
            evictableCount++;
            if (evictableCount > EVICTABLE_LIMIT)
            {
                remove(oldest);
                evictedCount++;
            }
        }
    }

    /** SCRIPT LOAD asks for a script that EVAL had brought: it stays from now on. */
    void keep(final Script script)
    {
        if (script.isEvictable)
        {
            unlink(script);
            script.isEvictable = false;
            evictableCount--;
        }
    }

    void clear()
    {
        byBody.clear();
        bySha.clear();
        oldest = null;
        newest = null;
        evictableCount = 0;
        memory = 0;
    }

    int count()
    {
        return bySha.size();
    }

    long evictedCount()
    {
        return evictedCount;
    }

    void resetStatistics()
    {
        evictedCount = 0;
    }

    /** @return bytes that the scripts' texts and rows take. */
    long memory()
    {
        return memory;
    }

    private void remove(final Script script)
    {
        if (script.isEvictable)
        {
            unlink(script);
            evictableCount--;
        }
        byBody.remove(script.bodyHash);
        bySha.remove(key(script.sha));
        memory -= memory(script);
    }

    private void append(final Script script)
    {
        script.older = newest;
        script.newer = null;
        if (null == newest)
        {
            oldest = script;
        }
        else
        {
            newest.newer = script;
        }
        newest = script;
    }

    private void unlink(final Script script)
    {
        if (null == script.older)
        {
            oldest = script.newer;
        }
        else
        {
            script.older.newer = script.newer;
        }
        if (null == script.newer)
        {
            newest = script.older;
        }
        else
        {
            script.newer.older = script.older;
        }
    }

    private static long memory(final Script script)
    {
        return script.body.length + OVERHEAD_LENGTH;
    }
}
