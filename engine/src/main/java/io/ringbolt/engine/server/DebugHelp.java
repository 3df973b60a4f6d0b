package io.ringbolt.engine.server;

import io.ringbolt.engine.command.CommandHandler;
import io.ringbolt.engine.command.HelpReply;

/**
 * The text of DEBUG HELP.
 */
final class DebugHelp
{
    private DebugHelp()
    {
    }

    static CommandHandler create()
    {
        return new HelpReply()
            .add("AOF-FLUSH-SLEEP <microseconds>", "Write to the append-only file so much later; 0 to stop.")
            .add("CHANGE-REPL-ID", "Give the data set's history a new name.")
            .add("CONFIG-REWRITE-FORCE-ALL", "As CONFIG REWRITE, and write down defaults too.")
            .add("DIGEST", "Return a digest of all keys and values; Redis computes the same.")
            .add("DIGEST-VALUE <key> [<key> ...]", "Return a digest of each value.")
            .add("ERROR <string>", "Reply with an error of that text.")
            .add("HTSTATS <dbid>", "Return figures of a database's key table.")
            .add("HTSTATS-KEY <key>", "Return figures of a value's own table.")
            .add("LISTPACK <key>", "Tell about a value that is a listpack.")
            .add("LOADAOF", "Forget all data and load them again from the append-only file.")
            .add("LOG <message>", "Write a message to the server's log.")
            .add("OBJECT <key>", "Return how a key and its value are kept.")
            .add("PAUSE-CRON <0|1>", "Stop the work that is done ten times a second, or go on with it.")
            .add("POPULATE <count> [<prefix>] [<size>]",
                "Make <count> string keys, named key:<num> unless told otherwise.")
            .add("PROTOCOL <type>",
                "Reply with a value of that type: string, integer, double, bignum, null, array, set,",
                "map, attrib, push, verbatim, true or false.")
            .add("QUICKLIST-PACKED-THRESHOLD <size>",
                "Give longer elements of quicklists nodes of their own; 0 to stop.")
            .add("RELOAD [NOSAVE] [NOFLUSH] [MERGE]", "Save all data, forget them, and load them again.")
            .add("REPLICATE <string> [<string> ...]", "Send a command to the replicas.")
            .add("REPLYBUFFER RESIZING <0|1>", "Accepted for clients that ask for it: buffers have no peaks.")
            .add("SDSLEN <key>", "Return the bytes that a key's name and its string take.")
            .add("SET-ACTIVE-EXPIRE <0|1>",
                "Leave expired keys until they are looked up, or remove them in time again.")
            .add("SLEEP <seconds>", "Make the server stand still. Decimals are allowed.")
            .add("STRINGMATCH-LEN <length> <pattern>", "Match a pattern with so many letters 'a'.")
            .add("STRUCTSIZE", "Return the sizes of the server's structures.")
            .handler();
    }
}
