package io.ringbolt.engine.replication;

import io.ringbolt.config.PrimaryAddress;
import io.ringbolt.config.ServerConfig;

/**
 * What a link needs to find a master, to introduce itself and to ask for what it has missed.
 *
 * @param generation    tells one request's news from another's.
 * @param config        in effect when the request was made.
 * @param historyId     the history that the present data belong to; null if all data are wanted anew.
 * @param nextOffset    the first byte of it that is missing.
 * @param listeningPort told to the master.
 * @param isFailover    whether the master is to give up following this server, whose place it takes.
 * @param isDiskless    whether data are to be loaded as they come, without a file.
 */
public record LinkRequest(
    long generation,
    PrimaryAddress master,
    ServerConfig config,
    String historyId,
    long nextOffset,
    int listeningPort,
    boolean isFailover,
    boolean isDiskless)
{
}
