package io.ringbolt.engine.memory;

/**
 * Tells a view's reader that its state could not be kept: more pages were written while views were open than the
 * snapshot pool holds. What has been read so far is right; the rest is lost, and the view is good only for closing.
 */
public final class ViewOverflowException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    ViewOverflowException(final long poolBytes)
    {
        super("view lost: the snapshot pool is full: poolBytes=" + poolBytes);
    }
}
