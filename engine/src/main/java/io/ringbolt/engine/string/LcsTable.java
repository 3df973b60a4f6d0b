package io.ringbolt.engine.string;

import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.ReplyWriter;
import io.ringbolt.engine.memory.Arena;
import io.ringbolt.engine.memory.OffHeap;

/**
 * The lengths of the longest common subsequences of all prefixes of two strings, from which the subsequence and the
 * ranges that form it are read backwards. Lies in the arena between {@link #fill} and {@link #free}.
 */
final class LcsTable
{
    private static final byte[] MATCHES = Errors.text("matches");
    private static final byte[] LEN = Errors.text("len");

    private Arena arena;
    private long ref;
    private long address;
    private long a;
    private long b;
    private int lengthA;
    private int lengthB;

    /** @return the bytes that the table of two strings takes. */
    static long length(final StringView a, final StringView b)
    {
        return (a.length() + 1L) * (b.length() + 1L) * Integer.BYTES;
    }

    void fill(final Arena arena, final StringView a, final StringView b)
    {
        this.arena = arena;
        this.a = a.address();
        this.b = b.address();
        this.lengthA = a.length();
        this.lengthB = b.length();
        final long tableLength = length(a, b);
        ref = arena.allocate(tableLength);
        address = arena.writable(ref, 0, tableLength);
        OffHeap.set(address, (lengthB + 1L) * Integer.BYTES, (byte)0);
        for (int i = 1; i <= lengthA; i++)
        {
            fillRow(i, OffHeap.getByte(this.a + i - 1));
        }
    }

    private void fillRow(final int i, final byte value)
    {
        OffHeap.putInt(cell(i, 0), 0);
        for (int j = 1; j <= lengthB; j++)
        {
            final int common = value == OffHeap.getByte(b + j - 1) ?
                at(i - 1, j - 1) + 1 : Math.max(at(i - 1, j), at(i, j - 1));
            OffHeap.putInt(cell(i, j), common);
        }
    }

    void free()
    {
        arena.free(ref);
        ref = Arena.NULL_REF;
    }

    int commonLength()
    {
        return at(lengthA, lengthB);
    }

    byte[] commonBytes()
    {
        final byte[] bytes = new byte[commonLength()];
        int rest = bytes.length;
        int i = lengthA;
        int j = lengthB;
        while (i > 0 && j > 0)
        {
            if (OffHeap.getByte(a + i - 1) == OffHeap.getByte(b + j - 1))
            {
                bytes[--rest] = OffHeap.getByte(a + i - 1);
                i--;
                j--;
            }
            else if (at(i - 1, j) > at(i, j - 1))
            {
                i--;
            }
            else
            {
                j--;
            }
        }
        return bytes;
    }

    /** Replies the ranges of both strings that match, from the last to the first, and the length of all. */
    void replyMatches(final ReplyWriter reply, final long minLength, final boolean isWithLength)
    {
        reply.map(2);
        reply.bulk(MATCHES);
        final long handle = reply.deferAggregate();
        int count = 0;
        int i = lengthA;
        int j = lengthB;
        while (i > 0 && j > 0)
        {
            final int run = runLength(i, j);
            if (run > 0)
            {
                if (run >= minLength)
                {
                    replyMatch(reply, i, j, run, isWithLength);
                    count++;
                }
                i -= run;
                j -= run;
            }
            else if (at(i - 1, j) > at(i, j - 1))
            {
                i--;
            }
            else
            {
                j--;
            }
        }
        reply.completeArray(handle, count);
        reply.bulk(LEN);
        reply.integer(commonLength());
    }

    /** @return how many bytes before {@code i} and {@code j} are equal in a row. */
    private int runLength(final int i, final int j)
    {
        int run = 0;
        while (run < i && run < j && OffHeap.getByte(a + i - run - 1) == OffHeap.getByte(b + j - run - 1))
        {
            run++;
        }
        return run;
    }

    private static void replyMatch(
        final ReplyWriter reply, final int endA, final int endB, final int run, final boolean isWithLength)
    {
        reply.array(isWithLength ? 3 : 2);
        reply.array(2);
        reply.integer(endA - run);
        reply.integer(endA - 1);
        reply.array(2);
        reply.integer(endB - run);
        reply.integer(endB - 1);
        if (isWithLength)
        {
            reply.integer(run);
        }
    }

    private int at(final int i, final int j)
    {
        return OffHeap.getInt(cell(i, j));
    }

    private long cell(final int i, final int j)
    {
        return address + (i * (lengthB + 1L) + j) * Integer.BYTES;
    }
}
