package io.ringbolt.transport.differential;

import java.util.List;

/**
 * What the differential test asks of bitmaps.
 */
final class BitmapTemplates
{
    private static final String OFFSET = " 0|7|13|64|200|1000|n ";
    private static final String FIELD = " u1|u8|u13|u32|u63|i1|i5|i8|i31|i64|u64|v 0|3|8|100|#1|#3|n ";
    private static final String INCREMENT = "0|1|-1|7|100|-300|5000000000|9223372036854775807|-9223372036854775808|n";

    static final List<String> ALL = List.of(
        "SETBIT sk" + OFFSET + "0|1|1|n", "GETBIT sk" + OFFSET.trim(), "BITCOUNT sk", "BITCOUNT sk i i",
        "BITCOUNT sk i i BYTE", "BITCOUNT sk i i BIT", "BITPOS sk 0|1", "BITPOS sk 0|1 i", "BITPOS sk 0|1 i i ?BYTE",
        "BITPOS sk 0|1 i i BIT", "BITOP AND|OR|XOR sk sk sk ?sk ?sk", "BITOP NOT sk sk ?sk",
        "BITFIELD sk GET" + FIELD.stripTrailing(),
        "BITFIELD sk ?OVERFLOW_SAT|OVERFLOW_FAIL|OVERFLOW_WRAP SET" + FIELD + INCREMENT,
        "BITFIELD sk ?OVERFLOW_SAT|OVERFLOW_FAIL|OVERFLOW_WRAP INCRBY" + FIELD + INCREMENT,
        "BITFIELD sk ?OVERFLOW_SAT|OVERFLOW_FAIL SET" + FIELD + INCREMENT + " OVERFLOW WRAP|FAIL|v INCRBY" + FIELD +
            INCREMENT + " GET" + FIELD.stripTrailing(),
        "GET sk", "STRLEN sk", "SET sk v", "DEL sk sk", "SET sk n");

    private BitmapTemplates()
    {
    }
}
