package io.ringbolt.engine.index;

/**
 * A condition on blocks. For the blocks of a {@link RefTree} it holds, in their order, up to some place and
 * not behind it.
 */
@FunctionalInterface
public interface RefCondition
{
    boolean holds(long block);
}
