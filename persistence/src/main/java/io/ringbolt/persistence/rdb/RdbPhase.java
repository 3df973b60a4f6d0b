package io.ringbolt.persistence.rdb;

/**
 * What is being read of an RDB stream, as redis-check-rdb calls it.
 */
enum RdbPhase
{
    START("start"),
    READ_TYPE("read-type"),
    READ_EXPIRE("read-expire"),
    READ_KEY("read-key"),
    READ_VALUE("read-object-value"),
    CHECK_SUM("check-sum"),
    READ_LENGTH("read-len"),
    READ_AUX("read-aux"),
    READ_MODULE_AUX("read-module-aux"),
    READ_FUNCTIONS("read-functions");

    private final String text;

    RdbPhase(final String text)
    {
        this.text = text;
    }

    String text()
    {
        return text;
    }
}
