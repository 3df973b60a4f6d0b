package io.ringbolt.persistence.rdb;

import io.ringbolt.engine.rdb.DecodedValue;

/**
 * Takes what an {@link RdbParser} finds, in the order in which it stands there. What it throws ends the parsing.
 */
interface RdbVisitor
{
    /** A name and a value, either perhaps empty. */
    void aux(byte[] name, byte[] value) throws RdbException;

    /** The keys that follow belong to this database. */
    void database(long index) throws RdbException;

    /** How many keys will follow, if that is true. */
    void sizes(long keyCount, long expiringCount);

    void function(byte[] source) throws RdbException;

    /** Data of a module follow. @return normally if they are to be passed over. */
    void moduleAux(String module) throws RdbException;

    /** A key whose value only a module understands follows. @return normally if it is to be passed over. */
    void moduleValue(String type, KeyAttributes attributes) throws RdbException;

    /** A key has been read, and its value follows. */
    void keyRead();

    /**
     * A key with its value.
     *
     * @param value to be inserted or released.
     */
    void key(long keyAddress, int keyLength, DecodedValue value, KeyAttributes attributes) throws RdbException;

    /**
     * The end.
     *
     * @param isOfVersionWithChecksum whether the format has a place for a checksum.
     * @param hasChecksum             whether it holds one, which is right then.
     */
    void end(boolean isOfVersionWithChecksum, boolean hasChecksum) throws RdbException;
}
