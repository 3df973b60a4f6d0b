package io.ringbolt.transport;

import org.agrona.concurrent.IdleStrategy;

/**
 * Idling in the selector: it polls on for a while, then waits in the kernel for a socket, a wake-up or the next tick.
 */
final class SelectIdleStrategy implements IdleStrategy
{
    private final SelectorAgent selector;

    SelectIdleStrategy(final SelectorAgent selector)
    {
        this.selector = selector;
    }

    @Override
    public void idle(final int workCount)
    {
        selector.idle(workCount);
    }

    @Override
    public void idle()
    {
        selector.idle(0);
    }

    @Override
    public void reset()
    {
    }
}
