package io.ringbolt.engine.connection;

import io.ringbolt.engine.command.CommandHandler;
import io.ringbolt.engine.command.HelpReply;

/**
 * The text of CLIENT HELP.
 */
final class ClientHelp
{
    private ClientHelp()
    {
    }

    static CommandHandler create()
    {
        return new HelpReply()
            .add("CAPA <capability> ...", "Tell what the client can do. REDIRECT: go where a replica sends it.")
            .add("GETNAME", "Return the name of this connection.")
            .add("GETREDIR", "Return the id of the client that gets this connection's tracking messages.")
            .add("ID", "Return the id of this connection.")
            .add("INFO", "Return what the server knows about this connection.")
            .add("KILL <ip:port>", "End the connection that comes from the address.")
            .add("KILL <option> <value> [<option> <value> [...]]", "End connections that meet all conditions:",
                "* ID <client-id>, TYPE (NORMAL|MASTER|REPLICA|PUBSUB), USER <username>",
                "* ADDR <ip:port>, LADDR <ip:port>, IP <ip>: where it comes from, where it arrived",
                "* NAME, LIB-NAME, LIB-VER, DB, FLAGS, CAPA: as CLIENT LIST shows them",
                "* MAXAGE <seconds>, IDLE <seconds>: at least so old, at least so long without a command",
                "* NOT-<option> <value>: the opposite",
                "* SKIPME (YES|NO): spare this connection (default: yes)")
            .add("LIST [options ...]", "Return a line about each connection. Options are those of KILL without SKIPME.")
            .add("NO-EVICT (ON|OFF)", "Spare this connection when memory for clients runs out.")
            .add("NO-TOUCH (ON|OFF)", "Keep this connection's commands from changing when a key was last used.")
            .add("PAUSE <timeout> [WRITE|ALL]",
                "Make all clients, or those that write, wait for <timeout> milliseconds.")
            .add("REPLY (ON|OFF|SKIP)", "Choose whether this connection gets replies.")
            .add("SETINFO <option> <value>", "Tell about the client. Options are:",
                "* LIB-NAME: the library's name", "* LIB-VER: the library's version")
            .add("SETNAME <name>", "Name this connection.")
            .add("TRACKINGINFO", "Return the state of tracking for this connection.")
            .add("UNBLOCK <clientid> [TIMEOUT|ERROR]", "Let a client go on that a command has blocked.")
            .add("UNPAUSE", "End a pause of clients.")
            .handler();
    }
}
