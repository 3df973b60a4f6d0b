package io.ringbolt.engine.pubsub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbolt.engine.EngineHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Publishing and subscribing as clients meet it.
 */
class PubSubCommandsTest
{
    private final EngineHarness redis = new EngineHarness();

    @AfterEach
    void close()
    {
        redis.close();
    }

    @ParameterizedTest
    @CsvSource({"2, *", "3, >"})
    void shouldDeliverToChannelsAndPatterns(final int protocol, final String first)
    {
        final int publisher = redis.openSession();
        redis.protocol(protocol);
        assertEquals(first + "3 $9 subscribe $4 news :1 " + first + "3 $9 subscribe $3 foo :2",
            redis.line("SUBSCRIBE news foo"));
        assertEquals(first + "3 $10 psubscribe $2 n* :3", redis.line("PSUBSCRIBE n*"));
        redis.use(publisher);
        assertEquals(":2", redis.line("PUBLISH news hello"));
        assertEquals(":1", redis.line("PUBLISH nothing x"));
        assertEquals(":0", redis.line("PUBLISH other x"));
        redis.use(0);
        assertTrue(redis.received().replace("\r\n", " ").endsWith(
            first + "3 $7 message $4 news $5 hello " + first + "4 $8 pmessage $2 n* $4 news $5 hello " +
                first + "4 $8 pmessage $2 n* $7 nothing $1 x "), redis.received());
    }

    @Test
    void shouldKeepShardChannelsApart()
    {
        final int publisher = redis.openSession();
        assertEquals("*3 $10 ssubscribe $1 c :1", redis.line("SSUBSCRIBE c"));
        assertEquals("*3 $9 subscribe $1 c :1", redis.line("SUBSCRIBE c"));
        redis.use(publisher);
        assertEquals(":1", redis.line("SPUBLISH c s"));
        assertEquals("*1 $1 c", redis.line("PUBSUB SHARDCHANNELS"));
        assertEquals("*4 $1 c :1 $1 d :0", redis.line("PUBSUB SHARDNUMSUB c d"));
        redis.use(0);
        assertTrue(redis.received().endsWith("*3\r\n$8\r\nsmessage\r\n$1\r\nc\r\n$1\r\ns\r\n"));
        assertEquals("*3 $12 sunsubscribe $1 c :0", redis.line("SUNSUBSCRIBE"));
        assertEquals("*3 $12 sunsubscribe $-1 :0", redis.line("SUNSUBSCRIBE"));
    }

    @Test
    void shouldConfirmEveryUnsubscription()
    {
        redis.line("SUBSCRIBE a b");
        redis.line("PSUBSCRIBE p*");
        assertEquals("*3 $11 unsubscribe $1 x :3", redis.line("UNSUBSCRIBE x"));
        assertEquals("*3 $11 unsubscribe $1 a :2 *3 $11 unsubscribe $1 b :1", redis.line("UNSUBSCRIBE"));
        assertEquals("*3 $11 unsubscribe $-1 :1", redis.line("UNSUBSCRIBE"));
        assertEquals("*3 $12 punsubscribe $2 p* :0", redis.line("PUNSUBSCRIBE p*"));
        redis.protocol(3);
        assertEquals(">3 $12 punsubscribe _ :0", redis.line("PUNSUBSCRIBE"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET a", "PUBLISH c m", "MULTI", "HELLO 3", "CLIENT ID"})
    void shouldAllowNothingElseToSubscriberInResp2(final String command)
    {
        redis.line("SUBSCRIBE c");
        final String name = "CLIENT ID".equals(command) ? "client|id" :
            command.split(" ")[0].toLowerCase(java.util.Locale.ROOT);
        assertEquals("-ERR Can't execute '" + name +
            "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET " +
            "are allowed in this context", redis.line(command));
        redis.line("UNSUBSCRIBE");
        assertTrue(!redis.line(command).contains("in this context"));
    }

    @Test
    void shouldAllowEverythingToSubscriberInResp3()
    {
        redis.protocol(3);
        redis.line("SUBSCRIBE c");
        assertEquals("_", redis.line("GET a"));
        assertEquals("+PONG", redis.line("PING"));
    }

    @Test
    void shouldPingSubscribersInTheirOwnWay()
    {
        redis.line("SUBSCRIBE c");
        assertEquals("*2 $4 pong $0 ", redis.line("PING"));
        assertEquals("*2 $4 pong $2 hi", redis.line("PING hi"));
    }

    @Test
    void shouldPushOwnMessageBehindOwnReply()
    {
        redis.protocol(3);
        redis.line("SUBSCRIBE c");
        assertEquals(":1 >3 $7 message $1 c $1 m", redis.line("PUBLISH c m"));
        redis.line("MULTI");
        redis.line("PUBLISH c n");
        redis.line("PING");
        assertEquals("*2 :1 +PONG >3 $7 message $1 c $1 n", redis.line("EXEC"));
    }

    @Test
    void shouldSubscribeInsideTransaction()
    {
        redis.line("MULTI");
        redis.line("SUBSCRIBE c");
        redis.line("SSUBSCRIBE c");
        assertEquals("*2 *3 $9 subscribe $1 c :1 -ERR SSUBSCRIBE isn't allowed for a DENY BLOCKING client",
            redis.line("EXEC"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RESET", "UNSUBSCRIBE"})
    void shouldForgetSubscriptions(final String end)
    {
        redis.line("SUBSCRIBE a");
        redis.line(end);
        assertEquals("*0", redis.line("PUBSUB CHANNELS"));
        assertEquals(0, redis.engine().pubSub().subscriberCount());
    }

    @Test
    void shouldForgetClosedSubscriber()
    {
        final int other = redis.openSession();
        redis.use(other);
        redis.line("SUBSCRIBE a b");
        redis.line("PSUBSCRIBE c");
        redis.closeSession(other);
        redis.use(0);
        assertEquals("*0", redis.line("PUBSUB CHANNELS"));
        assertEquals(":0", redis.line("PUBSUB NUMPAT"));
        assertEquals(":0", redis.line("PUBLISH a x"));
    }

    @Test
    void shouldTellWhoListens()
    {
        final int other = redis.openSession();
        redis.line("SUBSCRIBE a");
        redis.use(other);
        assertEquals("*1 $1 a", redis.line("PUBSUB CHANNELS"));
        assertEquals("*0", redis.line("PUBSUB CHANNELS b*"));
        assertEquals("*4 $1 a :1 $1 b :0", redis.line("PUBSUB NUMSUB a b"));
        assertEquals("-ERR unknown subcommand or wrong number of arguments for 'CHANNELS'. Try PUBSUB HELP.",
            redis.line("PUBSUB CHANNELS a b"));
        final String line = redis.line("CLIENT LIST TYPE pubsub");
        assertTrue(line.contains(" flags=P "), line);
        assertTrue(line.contains(" sub=1 psub=0 ssub=0 "), line);
        assertTrue(redis.line("INFO").contains("pubsub_clients:1"));
        assertTrue(redis.line("INFO").contains("pubsub_channels:1"));
    }

    @Test
    void shouldConfirmAndDeliverEvenIfClientWantsNoReplies()
    {
        final int publisher = redis.openSession();
        redis.protocol(3);
        redis.line("CLIENT REPLY OFF");
        assertEquals(">3 $9 subscribe $1 c :1", redis.line("SUBSCRIBE c"));
        assertEquals(">3 $7 message $1 c $1 m", redis.line("PUBLISH c m"));
        redis.use(publisher);
        redis.line("PUBLISH c n");
        redis.use(0);
        assertTrue(redis.received().endsWith("$1\r\nn\r\n"));
    }

    @Test
    void shouldFollowChangeOfProtocol()
    {
        final int publisher = redis.openSession();
        redis.line("HELLO 3");
        redis.line("SUBSCRIBE c");
        redis.line("HELLO 2");
        redis.use(publisher);
        redis.line("PUBLISH c m");
        redis.use(0);
        assertTrue(redis.received().endsWith("*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$1\r\nm\r\n"), redis.received());
    }

    @ParameterizedTest
    @CsvSource({
        "KEA, SET k v, '*4 $8 pmessage $1 * $16 __keyspace@0__:k $3 set *4 $8 pmessage $1 * $18 __keyevent@0__:set " +
        "$1 k'",
        "E$, SET k v, '*4 $8 pmessage $1 * $18 __keyevent@0__:set $1 k'",
        "Kl, SET k v, ''",
        "A, SET k v, ''",
        "Em, GET nokey, '*4 $8 pmessage $1 * $22 __keyevent@0__:keymiss $5 nokey'",
        "En, SET k v, '*4 $8 pmessage $1 * $18 __keyevent@0__:new $1 k'",
        "EA, GET nokey, ''",
        "Eo, SET old v, '*4 $8 pmessage $1 * $26 __keyevent@0__:overwritten $3 old'",
        "Eo, SET k v, ''",
        "Eo, INCR number, ''",
        "Ec, SET old v, ''",
        "Ec, SET list v, '*4 $8 pmessage $1 * $27 __keyevent@0__:type_changed $4 list'",
        "Ec, SUNIONSTORE list set, '*4 $8 pmessage $1 * $27 __keyevent@0__:type_changed $4 list'",
        "Ec, RENAME list old, '*4 $8 pmessage $1 * $27 __keyevent@0__:type_changed $3 old'",
        "Ec, COPY list old REPLACE, '*4 $8 pmessage $1 * $27 __keyevent@0__:type_changed $3 old'",
        "Eo, COPY list k, ''",
        "Eog, RENAME list old, '*4 $8 pmessage $1 * $26 __keyevent@0__:rename_from $4 list *4 $8 pmessage $1 * $24 " +
            "__keyevent@0__:rename_to $3 old *4 $8 pmessage $1 * $26 __keyevent@0__:overwritten $3 old'",
        "Eoc, BITOP AND set old number, '*4 $8 pmessage $1 * $26 __keyevent@0__:overwritten $3 set *4 $8 pmessage $1" +
            " * $27 __keyevent@0__:type_changed $3 set'",
        "Eoc, SORT set ALPHA STORE old, '*4 $8 pmessage $1 * $26 __keyevent@0__:overwritten $3 old *4 $8 pmessage $1" +
            " * $27 __keyevent@0__:type_changed $3 old'",
        "Eo, BITOP AND k old number, ''",
        "EoA, SET old v, '*4 $8 pmessage $1 * $26 __keyevent@0__:overwritten $3 old *4 $8 pmessage $1 * $18 " +
            "__keyevent@0__:set $3 old'"})
    void shouldNotifyOfKeysInTheClassesAskedFor(final String classes, final String command, final String events)
    {
        final int subscriber = redis.openSession();
        redis.line("MSET old value number 1");
        redis.line("RPUSH list a");
        redis.line("SADD set a");
        redis.line("CONFIG SET notify-keyspace-events " + classes);
        redis.use(subscriber);
        redis.line("PSUBSCRIBE *");
        final String before = redis.received();
        redis.use(0);
        redis.line(command);
        redis.use(subscriber);
        assertEquals(events, redis.received().substring(before.length()).replace("\r\n", " ").trim());
    }

    @Test
    void shouldNotifyOfExpiredKeys()
    {
        final int subscriber = redis.openSession();
        redis.line("CONFIG SET notify-keyspace-events Ex");
        redis.use(subscriber);
        redis.line("SUBSCRIBE __keyevent@0__:expired");
        redis.use(0);
        redis.line("SET k v PX 10");
        redis.advanceMs(11);
        redis.tick();
        redis.use(subscriber);
        assertTrue(redis.received().endsWith("$22\r\n__keyevent@0__:expired\r\n$1\r\nk\r\n"), redis.received());
    }
}
