package io.ringbolt.transport.differential;

import java.util.List;

/**
 * What the differential test draws from for streams; see {@link CommandGenerator} for the notation. Left out is what
 * tells of idle times or asks for one that an entry may just have reached, as the two servers execute a command at
 * different times; and in what later releases differ: the entries a group has read and has yet to read, whether
 * reading nothing makes a consumer, and what XSETID checks first.
 */
final class StreamTemplates
{
    static final List<String> STREAMS = List.of(
        "XADD xk xid m v", "XADD xk xid m v ?m_v", "XADD xk xid f1 v f2 v", "XADD xk xid f1 v f2 v",
        "XADD xk xid v v v", "XADD xk NOMKSTREAM xid m v", "XADD xk MAXLEN ?=|~ 7 xid m v",
        "XADD xk MINID ?=|~ xid xid m v", "XADD xk MAXLEN ~ n LIMIT n xid f1 v", "XADD xk MAXLEN n xid f1 v",
        "XADD xk q f1 v", "XADD xk xms-* f1 v", "XLEN xk", "XRANGE xk - + ?COUNT_i", "XRANGE xk xid xid ?COUNT_3",
        "XREVRANGE xk + - ?COUNT_3", "XRANGE xk xms xms", "XREVRANGE xk xid xid", "XRANGE xk (xid (xid",
        "XREVRANGE xk v xid", "XDEL xk xid ?xid ?xid", "XDEL xk v",
        "XTRIM xk MAXLEN ?=|~ 6", "XTRIM xk MINID ?=|~ xid", "XTRIM xk MAXLEN n", "XTRIM xk FOO 3",
        "XTRIM xk LIMIT 3 ~", "XTRIM xk MAXLEN ~ 3 LIMIT n", "XTRIM xk MAXLEN 3 MINID xid", "XSETID xk q",
        "XSETID xk xid ENTRIESADDED -1", "XSETID xk 5-0 MAXDELETEDID 6-0", "XSETID xk xid FOO", "DEL xk",
        "XREAD COUNT 3 STREAMS xk xid", "XREAD ?COUNT_i STREAMS xk xk xid xid", "XREAD STREAMS xk $",
        "XREAD STREAMS xk >", "XREAD STREAMS xk v",
        "XREAD COUNT n STREAMS xk 0", "XREAD BLOCK q STREAMS xk 0", "XREAD BLOCK -1 STREAMS xk 0",
        "XREAD GROUP gr co STREAMS xk 0", "XREAD FOO STREAMS xk 0");

    static final List<String> GROUPS = List.of(
        "XGROUP CREATE xk gr xid ?MKSTREAM", "XGROUP CREATE xk gr 0 MKSTREAM", "XGROUP CREATE xk gr $",
        "XGROUP CREATE xk gr xid ENTRIESREAD n", "XGROUP CREATE xk gr v", "XGROUP SETID xk gr xid",
        "XGROUP SETID xk gr -|+|$|v", "XGROUP DESTROY xk gr", "XGROUP DELCONSUMER xk gr co", "XGROUP FOO xk gr",
        "XREADGROUP GROUP gr co COUNT 2 STREAMS xk >", "XREADGROUP GROUP gr co STREAMS xk >",
        "XREADGROUP GROUP gr co ?COUNT_3 NOACK STREAMS xk >", "XREADGROUP GROUP gr co COUNT 1 STREAMS xk xk > >",
        "XREADGROUP GROUP gr co ?COUNT_2 STREAMS xk xid", "XREADGROUP GROUP gr co STREAMS xk 0",
        "XREADGROUP GROUP gr co STREAMS xk $", "XREADGROUP COUNT 3 NOACK NOACK STREAMS xk 0",
        "XACK xk gr xid ?xid ?xid", "XACK xk gr v", "XPENDING xk gr",
        "XPENDING xk gr - + 0", "XPENDING xk gr IDLE 9999999999999 - + 10 ?co", "XPENDING xk gr IDLE n - +",
        "XPENDING xk gr v", "XPENDING xk gr (v + 10", "XCLAIM xk gr co 0 xid ?xid ?xid",
        "XCLAIM xk gr co 0 xid xid JUSTID", "XCLAIM xk gr co 0 xid ?FORCE ?JUSTID ?RETRYCOUNT_3|TIME_1000|IDLE_5",
        "XCLAIM xk gr co 9999999 xid xid xid", "XCLAIM xk gr co 0 xid LASTID xid JUSTID", "XCLAIM xk gr co idle v",
        "XCLAIM xk gr co 0 xid FOO", "XAUTOCLAIM xk gr co 0 xid ?COUNT_2 ?JUSTID", "XAUTOCLAIM xk gr co 0 - COUNT n",
        "XAUTOCLAIM xk gr co 9999999 0", "XAUTOCLAIM xk gr co idle 0", "XAUTOCLAIM xk gr co 0 (xid COUNT 1",
        "XINFO CONSUMERS xk nosuch", "XINFO GROUPS nosuch", "XADD xk xid f1 v f2 v", "XADD xk xid f1 v",
        "XADD xk xid f1 v", "XDEL xk xid", "XTRIM xk MAXLEN 9", "XLEN xk");

    private StreamTemplates()
    {
    }
}
