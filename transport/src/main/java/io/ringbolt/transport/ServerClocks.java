package io.ringbolt.transport;

import org.agrona.concurrent.EpochMicroClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochMicroClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * The clocks a server runs by.
 *
 * @param epochClock wall-clock time.
 * @param nanoClock  monotonic time.
 */
record ServerClocks(EpochMicroClock epochClock, NanoClock nanoClock)
{
    static ServerClocks system()
    {
        return new ServerClocks(new SystemEpochMicroClock(), SystemNanoClock.INSTANCE);
    }
}
