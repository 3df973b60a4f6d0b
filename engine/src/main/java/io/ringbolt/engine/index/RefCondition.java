package io.ringbolt.engine.index;

/**
 * A condition on the blocks of a {@link RefTree} that, in their order, holds up to some place and not behind it.
 */
@FunctionalInterface
public interface RefCondition
{
    boolean holds(long block);
}
