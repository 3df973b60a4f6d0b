package io.ringbolt.engine.command;

import io.ringbolt.config.NotificationClasses;

import java.nio.charset.StandardCharsets;

/**
 * What happened to a key, as keyspace notifications name it, with the class that
 * {@code notify-keyspace-events} filters by.
 */
public final class KeyspaceEvent
{
    public static final KeyspaceEvent SET = new KeyspaceEvent('$', "set");
    public static final KeyspaceEvent SETRANGE = new KeyspaceEvent('$', "setrange");
    public static final KeyspaceEvent INCRBY = new KeyspaceEvent('$', "incrby");
    public static final KeyspaceEvent INCRBYFLOAT = new KeyspaceEvent('$', "incrbyfloat");
    public static final KeyspaceEvent APPEND = new KeyspaceEvent('$', "append");
    public static final KeyspaceEvent DEL = new KeyspaceEvent('g', "del");
    public static final KeyspaceEvent EXPIRE = new KeyspaceEvent('g', "expire");
    public static final KeyspaceEvent PERSIST = new KeyspaceEvent('g', "persist");
    public static final KeyspaceEvent RENAME_FROM = new KeyspaceEvent('g', "rename_from");
    public static final KeyspaceEvent RENAME_TO = new KeyspaceEvent('g', "rename_to");
    public static final KeyspaceEvent MOVE_FROM = new KeyspaceEvent('g', "move_from");
    public static final KeyspaceEvent MOVE_TO = new KeyspaceEvent('g', "move_to");
    public static final KeyspaceEvent COPY_TO = new KeyspaceEvent('g', "copy_to");
    public static final KeyspaceEvent EXPIRED = new KeyspaceEvent('x', "expired");
    public static final KeyspaceEvent EVICTED = new KeyspaceEvent('e', "evicted");
    public static final KeyspaceEvent KEY_MISS = new KeyspaceEvent('m', "keymiss");
    /** A key has got another value altogether, by a command that does not ask what it held. */
    public static final KeyspaceEvent OVERWRITTEN = new KeyspaceEvent('o', "overwritten");
    public static final KeyspaceEvent TYPE_CHANGED = new KeyspaceEvent('c', "type_changed");
    public static final KeyspaceEvent NEW = new KeyspaceEvent('n', "new");
    public static final KeyspaceEvent LPUSH = new KeyspaceEvent('l', "lpush");
    public static final KeyspaceEvent RPUSH = new KeyspaceEvent('l', "rpush");
    public static final KeyspaceEvent LPOP = new KeyspaceEvent('l', "lpop");
    public static final KeyspaceEvent RPOP = new KeyspaceEvent('l', "rpop");
    public static final KeyspaceEvent LINSERT = new KeyspaceEvent('l', "linsert");
    public static final KeyspaceEvent LSET = new KeyspaceEvent('l', "lset");
    public static final KeyspaceEvent LREM = new KeyspaceEvent('l', "lrem");
    public static final KeyspaceEvent LTRIM = new KeyspaceEvent('l', "ltrim");
    public static final KeyspaceEvent SADD = new KeyspaceEvent('s', "sadd");
    public static final KeyspaceEvent SREM = new KeyspaceEvent('s', "srem");
    public static final KeyspaceEvent SPOP = new KeyspaceEvent('s', "spop");
    public static final KeyspaceEvent HSET = new KeyspaceEvent('h', "hset");
    public static final KeyspaceEvent HDEL = new KeyspaceEvent('h', "hdel");
    public static final KeyspaceEvent HINCRBY = new KeyspaceEvent('h', "hincrby");
    public static final KeyspaceEvent HINCRBYFLOAT = new KeyspaceEvent('h', "hincrbyfloat");
    public static final KeyspaceEvent HEXPIRE = new KeyspaceEvent('h', "hexpire");
    public static final KeyspaceEvent HPERSIST = new KeyspaceEvent('h', "hpersist");
    public static final KeyspaceEvent HEXPIRED = new KeyspaceEvent('h', "hexpired");
    public static final KeyspaceEvent ZADD = new KeyspaceEvent('z', "zadd");
    public static final KeyspaceEvent ZINCR = new KeyspaceEvent('z', "zincr");
    public static final KeyspaceEvent ZREM = new KeyspaceEvent('z', "zrem");
    public static final KeyspaceEvent ZPOPMIN = new KeyspaceEvent('z', "zpopmin");
    public static final KeyspaceEvent ZPOPMAX = new KeyspaceEvent('z', "zpopmax");
    public static final KeyspaceEvent XADD = new KeyspaceEvent('t', "xadd");
    public static final KeyspaceEvent XTRIM = new KeyspaceEvent('t', "xtrim");
    public static final KeyspaceEvent XDEL = new KeyspaceEvent('t', "xdel");
    public static final KeyspaceEvent XSETID = new KeyspaceEvent('t', "xsetid");
    public static final KeyspaceEvent XGROUP_CREATE = new KeyspaceEvent('t', "xgroup-create");
    public static final KeyspaceEvent XGROUP_SETID = new KeyspaceEvent('t', "xgroup-setid");
    public static final KeyspaceEvent XGROUP_DESTROY = new KeyspaceEvent('t', "xgroup-destroy");
    public static final KeyspaceEvent XGROUP_CREATECONSUMER = new KeyspaceEvent('t', "xgroup-createconsumer");
    public static final KeyspaceEvent XGROUP_DELCONSUMER = new KeyspaceEvent('t', "xgroup-delconsumer");
    public static final KeyspaceEvent ARSET = new KeyspaceEvent('a', "arset");
    public static final KeyspaceEvent ARMSET = new KeyspaceEvent('a', "armset");
    public static final KeyspaceEvent ARDEL = new KeyspaceEvent('a', "ardel");
    public static final KeyspaceEvent ARDELRANGE = new KeyspaceEvent('a', "ardelrange");
    public static final KeyspaceEvent ARINSERT = new KeyspaceEvent('a', "arinsert");
    public static final KeyspaceEvent ARRING = new KeyspaceEvent('a', "arring");
    public static final KeyspaceEvent ARSEEK = new KeyspaceEvent('a', "arseek");
    /**
     * A change that no notification tells of: what is kept beside a value, such as a count, has been
     * brought up to date.
     */
    public static final KeyspaceEvent UNTOLD = new KeyspaceEvent(NotificationClasses.NO_CLASS, "");

    private final char type;
    private final int classBit;
    private final byte[] name;

    /** @param type the letter of the class in {@code notify-keyspace-events}. */
    public KeyspaceEvent(final char type, final String name)
    {
        this.type = type;
        this.classBit = NotificationClasses.bit(type);
        this.name = name.getBytes(StandardCharsets.US_ASCII);
    }

    public char type()
    {
        return type;
    }

    /** @return the class as a bit of {@link NotificationClasses}. */
    public int classBit()
    {
        return classBit;
    }

    /** @return the name in ASCII; not to be changed. */
    public byte[] nameBytes()
    {
        return name;
    }

    @Override
    public String toString()
    {
        return new String(name, StandardCharsets.US_ASCII);
    }
}
