package io.ringbolt.engine.index;

/**
 * What a scan does with each member it comes by; it must not change the collection.
 */
@FunctionalInterface
public interface MemberVisitor
{
    /**
     * @param block of the member.
     */
    void onMember(long block);
}
