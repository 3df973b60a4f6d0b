package io.ringbolt.transport.differential;

import java.util.List;

/**
 * What the differential test asks of HyperLogLogs; GET compares their bytes.
 */
final class HyperLogLogTemplates
{
    private static final String MANY = " e".repeat(40);

    static final List<String> ALL = List.of(
        "PFADD sk", "PFADD sk e", "PFADD sk e e e", "PFADD sk" + MANY, "PFADD sk" + MANY + MANY, "PFCOUNT sk",
        "PFCOUNT sk sk ?sk", "PFMERGE sk", "PFMERGE sk sk", "PFMERGE sk sk sk", "GET sk", "GET sk", "GET sk",
        "PFDEBUG DECODE sk", "PFDEBUG ENCODING sk", "PFDEBUG TODENSE|v|ENCODING sk", "PFADD sk v v", "DEL sk",
        "CONFIG SET hll-sparse-max-bytes 0|60|300|3000|16000|16000");

    private HyperLogLogTemplates()
    {
    }
}
