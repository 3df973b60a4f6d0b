package io.ringbolt.engine.keyspace;

/**
 * Where a segment's keys are noted while it is rebuilt. One per keyspace, so that rebuilding allocates nothing.
 */
final class TableScratch
{
    private static final int CAPACITY = 2 * Segment.MAX_SLOTS;

    final long[] hashes = new long[CAPACITY];
    final long[] refs = new long[CAPACITY];
    final long[] timerWords = new long[CAPACITY];
    final int[] slots = new int[CAPACITY];
    final int[] order = new int[CAPACITY];
    final int[] homeStarts = new int[Segment.MAX_LINES + 1];
    int count;
    /** Written so that the loop which touches blocks is not optimised away. */
    int touched;
}
