package io.ringbolt.engine.replication;

import io.ringbolt.config.PrimaryAddress;

/**
 * The master that this server follows, if it follows one. Called by the engine thread.
 */
public interface Upstream
{
    /**
     * Follows a server from now on, going on in the present history if that can be.
     *
     * @param isFailover true if that one is to take this server's place, which it has been told by nobody yet.
     */
    void follow(PrimaryAddress address, boolean isFailover);

    /** Follows nobody any more and begins a history that shares the present one. */
    void followNobody();

    /** @return true while the master's changes come as they happen. */
    boolean isConnected();

    /** Tells the master at once how far this server is. */
    void acknowledge();

    /** A server that can follow nobody. */
    Upstream NONE = new Upstream()
    {
        @Override
        public void follow(final PrimaryAddress address, final boolean isFailover)
        {
            throw new IllegalStateException("this server can't follow another one: address=" + address);
        }

        @Override
        public void followNobody()
        {
            // it does not anyway
        }

        @Override
        public boolean isConnected()
        {
            return false;
        }

        @Override
        public void acknowledge()
        {
            // nobody wants to know
        }
    };
}
