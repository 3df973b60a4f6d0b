package io.ringbolt.perf.load;

import io.ringbolt.transport.tls.ClientTls;

import javax.net.ssl.SSLEngine;
import java.util.ArrayList;
import java.util.List;

/**
 * What a connection says and does before the load: protocol, user, database, encryption.
 *
 * @param user     null for the default one.
 * @param password null for none.
 * @param database to select; 0 for none.
 * @param isResp3  true for RESP3.
 * @param tls      null for none.
 * @param sni      the name that the server is asked for and must show; null for the host's.
 */
record Access(String user, String password, int database, boolean isResp3, ClientTls tls, String sni)
{
    static final Access OPEN = new Access(null, null, 0, false, null, null);

    /** @return the client's end of an encrypted connection. */
    SSLEngine engine(final Target target)
    {
        return tls.newEngine(sni == null ? target.host() : sni, target.port());
    }

    /** @return commands to be answered without error before anything else. */
    List<List<String>> greeting()
    {
        final List<List<String>> commands = new ArrayList<>();
        if (password != null)
        {
            commands.add(user == null ? List.of("AUTH", password) : List.of("AUTH", user, password));
        }
        if (isResp3)
        {
            commands.add(List.of("HELLO", "3"));
        }
        if (database != 0)
        {
            commands.add(List.of("SELECT", Integer.toString(database)));
        }
        return commands;
    }
}
