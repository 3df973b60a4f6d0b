package io.ringbolt.transport.resp;

import io.ringbolt.config.Quoting;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.Numbers;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.ring.RingEntry;
import io.ringbolt.engine.session.Session;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One connection's reader of commands: it turns received bytes into ring entries. Owned by the connection's selector.
 */
/*
 * A command that lies whole in the received bytes, the usual case, is decoded in one pass and copied into its entry.
 * Whatever else happens - the end of the bytes within a command, an error, many arguments - that pass gives up without
 * a trace, and the same bytes take the second way: line by line and piece by piece into a CommandAssembly, so no byte
 * of an argument is ever looked at again. All that a caller has to keep and to present again is an unfinished line, of
 * at most 64 KiB.
 */
public final class RespDecoder
{
    /** Everything was decoded, up to an unfinished line perhaps. */
    public static final int NEEDS_INPUT = 0;
    /** The ring is full; decode the same bytes again later. */
    public static final int RING_FULL = 1;
    /** The client broke the protocol; the engine will tell it and end the session. Read no more. */
    public static final int FAILED = 2;
    /** Somebody makes a browser talk to this port; end the connection at once. */
    public static final int ATTACKED = 3;

    private static final int MAX_LINE_LENGTH = 64 << 10;
    private static final int MAX_RESTRICTED_ARGUMENTS = 10;
    private static final int MAX_RESTRICTED_BULK_LENGTH = 16 << 10;
    private static final int MAX_SHORT_DIGITS = 9;
    /** Ends an inline command wherever it stands. */
    private static final char ZERO = 0;
    private static final int NO_NUMBER = -1;
    private static final int INCOMPLETE = 0;
    private static final int FULL = -1;
    private static final int PERMITTED = 1;
    private static final int LINE_END_LENGTH = 2;
    private static final int CASE_BIT = 0x20;
    private static final byte[] POST = "post".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HOST = "host:".getBytes(StandardCharsets.US_ASCII);

    private final Session session;
    private final CommandPublisher publisher;
    private final CommandAssembly assembly = new CommandAssembly();
    private long bulkRemaining = NO_NUMBER;
    private long bulkLength;
    private int scannedLength;
    private int consumed;
    private String failure;
    private boolean isFailureTold;
    private boolean isAttack;
    private long shortEnd;
    private long lastSequence = -1;

    public RespDecoder(final Session session, final CommandPublisher publisher)
    {
        this.session = session;
        this.publisher = publisher;
    }

    /**
     * Decodes and publishes as many commands as the bytes hold.
     *
     * @param address of the bytes that the previous call left, followed by those received since.
     * @return {@link #NEEDS_INPUT}, {@link #RING_FULL}, {@link #FAILED} or {@link #ATTACKED}; {@link #consumed()} tells
     *     how many bytes are done with.
     */
    public int decode(final long address, final int length)
    {
        final long end = address + length;
        long at = address;
        int outcome = NEEDS_INPUT;
        while (NEEDS_INPUT == outcome)
        {
            if (assembly.isComplete() && !publishAssembly())
            {
                outcome = RING_FULL;
            }
            else if (at == end || null != failure || isAttack)
            {
                break;
            }
            else
            {
                final int taken = decodeOne(at, end);
                if (INCOMPLETE == taken)
                {
                    break;
                }
                outcome = FULL == taken ? RING_FULL : NEEDS_INPUT;
                at += Math.max(0, taken);
                scannedLength = 0;
            }
        }
        consumed = (int)(at - address);
        return NEEDS_INPUT == outcome ? finish() : outcome;
    }

    /** @return bytes that the last call has done with. */
    public int consumed()
    {
        return consumed;
    }

    /** @return bytes received of an argument that is not complete. */
    public long pendingLength()
    {
        return NO_NUMBER == bulkRemaining ? 0 : Math.max(0, bulkLength + LINE_END_LENGTH - bulkRemaining);
    }

    /** @return off-heap bytes held for an incomplete command, the argument that is not complete included. */
    public long memory()
    {
        return assembly.memory();
    }

    /** @return the error that ended decoding, or null. */
    public String failure()
    {
        return failure;
    }

    /** Frees what an incomplete command holds. */
    public void close()
    {
        assembly.free(publisher.allocator());
    }

    private int finish()
    {
        if (null != failure && !isFailureTold)
        {
            final RingEntry entry = publisher.tryClaim();
            if (null == entry)
            {
                return RING_FULL;
            }
            entry.protocolError(session, failure, publisher.timeUs());
            publisher.publish();
            isFailureTold = true;
            close();
        }
        return isAttack ? ATTACKED : null == failure ? NEEDS_INPUT : FAILED;
    }

    private int decodeOne(final long at, final long end)
    {
        if (!assembly.isOpen() && '*' == OffHeap.getByte(at))
        {
            final int taken = decodeWhole(at, end);
            if (INCOMPLETE != taken)
            {
                return taken;
            }
        }
        return isAttack ? INCOMPLETE : decodePiece(at, end);
    }

    /**
     * Decodes a command that lies whole in the bytes. @return its length, INCOMPLETE if it does not or is
     * unusual, or FULL.
     */
    private int decodeWhole(final long start, final long end)
    {
        final CommandPublisher publisher = this.publisher;
        final long[] addresses = publisher.argumentAddresses;
        final int[] lengths = publisher.argumentLengths;
        final int count = shortNumber(start + 1, end);
        if (count <= 0 || count > lengths.length || publisher.isRestricted(session))
        {
            return INCOMPLETE;
        }
        long at = shortEnd;
        int total = 0;
        for (int i = 0; i < count; i++)
        {
            if (at >= end || '$' != OffHeap.getByte(at))
            {
                return INCOMPLETE;
            }
            final int length = shortNumber(at + 1, end);
            if (length < 0)
            {
                return INCOMPLETE;
            }
            addresses[i] = shortEnd;
            lengths[i] = length;
            total += length;
            at = shortEnd + length + LINE_END_LENGTH;
            if (at > end)
            {
                return INCOMPLETE;
            }
        }
        return publish(count, total) ? (int)(at - start) : unpublished();
    }

    /** Reads a short number up to its line's end. @return the number, with shortEnd behind the line, or NO_NUMBER. */
    private int shortNumber(final long start, final long end)
    {
        final long last = Math.min(start + MAX_SHORT_DIGITS, end - 1);
        int value = 0;
        for (long at = start; at < last; at++)
        {
            final int digit = OffHeap.getByte(at) - '0';
            if (digit < 0 || digit > 9)
            {
                final boolean isLineEnd = '\r' - '0' == digit && at > start;
                shortEnd = at + LINE_END_LENGTH;
                return isLineEnd && ('0' != OffHeap.getByte(start) || at == start + 1) ? value : NO_NUMBER;
            }
            value = 10 * value + digit;
        }
        return NO_NUMBER;
    }

    /** Publishes a command whose arguments lie where the publisher's scratch says. */
    private boolean publish(final int count, final int total)
    {
        final Command command = publisher.find(count);
        if (null == command && isAttack(publisher.argumentAddresses[0], publisher.argumentLengths[0]))
        {
            isAttack = true;
            return false;
        }
        final RingEntry entry = publisher.tryClaim();
        if (null == entry)
        {
            return false;
        }
        entry.beginCommand(session, count, total, publisher.timeUs());
        for (int i = 0; i < count; i++)
        {
            entry.argument(i, publisher.argumentAddresses[i], publisher.argumentLengths[i]);
        }
        entry.command(command);
        publisher.publish();
        lastSequence = publisher.claimedSequence();
        return true;
    }

    /**
     * Takes one step of a command that comes in pieces. @return bytes done with, INCOMPLETE if more are
     * needed, or FULL.
     */
    private int decodePiece(final long at, final long end)
    {
        if (!assembly.isOpen())
        {
            return '*' == OffHeap.getByte(at) ? decodeMultibulkHeader(at, end) : decodeInline(at, end);
        }
        return NO_NUMBER == bulkRemaining ? decodeBulkHeader(at, end) : decodeBulk(at, end);
    }

    private int decodeMultibulkHeader(final long at, final long end)
    {
        final int lineLength = lineLength(at, end, '\r', ProtocolErrors.BIG_MULTIBULK_HEADER);
        if (lineLength < 0)
        {
            return INCOMPLETE;
        }
        final boolean isNumber = Numbers.isLong(at + 1, lineLength - 1);
        final long count = isNumber ? Numbers.parseLong(at + 1, lineLength - 1) : 0;
        if (!isNumber || count > Integer.MAX_VALUE)
        {
            return fail(ProtocolErrors.MULTIBULK_LENGTH);
        }
        final int permission = count > MAX_RESTRICTED_ARGUMENTS ?
            permission(ProtocolErrors.UNAUTHENTICATED_MULTIBULK_LENGTH) : PERMITTED;
        if (PERMITTED != permission)
        {
            return permission;
        }
        if (count > 0)
        {
            assembly.open(publisher.allocator(), (int)count);
        }
        return lineLength + LINE_END_LENGTH;
    }

    private int decodeBulkHeader(final long at, final long end)
    {
        final int lineLength = lineLength(at, end, '\r', ProtocolErrors.BIG_BULK_HEADER);
        if (lineLength < 0)
        {
            return INCOMPLETE;
        }
        if ('$' != OffHeap.getByte(at))
        {
            return fail(ProtocolErrors.expectedBulk(OffHeap.getUnsignedByte(at)));
        }
        final boolean isNumber = Numbers.isLong(at + 1, lineLength - 1);
        final long length = isNumber ? Numbers.parseLong(at + 1, lineLength - 1) : NO_NUMBER;
        if (length < 0 || length > publisher.maxBulkLength())
        {
            return fail(ProtocolErrors.BULK_LENGTH);
        }
        final int permission = length > MAX_RESTRICTED_BULK_LENGTH ?
            permission(ProtocolErrors.UNAUTHENTICATED_BULK_LENGTH) : PERMITTED;
        if (PERMITTED != permission)
        {
            return permission;
        }
        if (!assembly.beginArgument(publisher.allocator(), length))
        {
            return fail(ProtocolErrors.BULK_LENGTH);
        }
        bulkLength = length;
        bulkRemaining = length + LINE_END_LENGTH;
        return lineLength + LINE_END_LENGTH;
    }

    /**
     * Asks whether the client may send something long, which it must have authenticated for if a password is required.
     *
     * @return PERMITTED; FULL while what it sent before, an AUTH perhaps, waits for its execution; or INCOMPLETE,
     *     having failed for the {@code reason}.
     */
    private int permission(final String reason)
    {
        // first: an AUTH executed by then is seen below
        final boolean isSettled = publisher.isAnswered(lastSequence);
        if (!publisher.isRestricted(session))
        {
            return PERMITTED;
        }
        return isSettled ? fail(reason) : FULL;
    }

    private int decodeBulk(final long at, final long end)
    {
        final int taken = (int)Math.min(bulkRemaining, end - at);
        final int content = (int)Math.min(taken, Math.max(0, bulkRemaining - LINE_END_LENGTH));
        if (content > 0)
        {
            assembly.append(publisher.allocator(), at, content);
        }
        bulkRemaining -= taken;
        if (0 == bulkRemaining)
        {
            assembly.endArgument();
            bulkRemaining = NO_NUMBER;
        }
        return taken;
    }

    private boolean publishAssembly()
    {
        final RingEntry entry = publisher.tryClaim();
        if (null == entry)
        {
            return false;
        }
        assembly.moveTo(entry, session, publisher.timeUs());
        final Command command = publisher.find(entry);
        isAttack = null == command && isAttack(entry.argumentAddress(0), entry.argumentLength(0));
        entry.command(command);
        publisher.publish();
        lastSequence = publisher.claimedSequence();
        return true;
    }

    private int unpublished()
    {
        return isAttack ? INCOMPLETE : FULL;
    }

    private int decodeInline(final long at, final long end)
    {
        final int lineLength = lineLength(at, end, '\n', ProtocolErrors.BIG_INLINE);
        if (lineLength < 0)
        {
            return INCOMPLETE;
        }
        final int count = splitPlain(at, lineLength);
        if (count < 0)
        {
            return decodeQuoted(at, lineLength);
        }
        if (count > 0)
        {
            int total = 0;
            for (int i = 0; i < count; i++)
            {
                total += publisher.argumentLengths[i];
            }
            if (!publish(count, total))
            {
                return unpublished();
            }
        }
        return lineLength + 1;
    }

    /**
     * Splits a line without quotes at blanks into the publisher's scratch. @return arguments, or -1 if it is
     * not so simple.
     */
    private int splitPlain(final long start, final int length)
    {
        int count = 0;
        int argumentLength = 0;
        for (int i = 0; i <= length; i++)
        {
            final int letter = i == length ? ' ' : OffHeap.getUnsignedByte(start + i);
            if (letter > ' ' && '"' != letter && '\'' != letter)
            {
                argumentLength++;
            }
            else if (' ' == letter || '\t' == letter || '\r' == letter)
            {
                if (argumentLength > 0)
                {
                    if (count == publisher.argumentLengths.length)
                    {
                        return NO_NUMBER;
                    }
                    publisher.argumentAddresses[count] = start + i - argumentLength;
                    publisher.argumentLengths[count++] = argumentLength;
                    argumentLength = 0;
                }
            }
            else
            {
                return NO_NUMBER;
            }
        }
        return count;
    }

    private int decodeQuoted(final long at, final int lineLength)
    {
        final String line = new String(OffHeap.toBytes(at, lineLength), StandardCharsets.ISO_8859_1);
        final int end = line.indexOf(ZERO);
        final List<String> arguments = Quoting.split(end < 0 ? line : line.substring(0, end));
        if (null == arguments)
        {
            return fail(ProtocolErrors.UNBALANCED_QUOTES);
        }
        if (!arguments.isEmpty())
        {
            assembly.open(publisher.allocator(), arguments.size());
            for (final String argument : arguments)
            {
                final byte[] bytes = argument.getBytes(StandardCharsets.ISO_8859_1);
                assembly.beginArgument(publisher.allocator(), bytes.length);
                assembly.append(publisher.allocator(), bytes);
                assembly.endArgument();
            }
        }
        return lineLength + 1;
    }

    /**
     * Looks for a line's end where it has not looked before.
     *
     * @return bytes before the end, which a carriage return and one more byte or a line feed make; -1 if it is
     *         not there yet.
     */
    private int lineLength(final long at, final long end, final char terminator, final String tooLong)
    {
        final int available = (int)(end - at);
        final int searched = '\r' == terminator ? available - 1 : available;
        for (int i = scannedLength; i < searched; i++)
        {
            if (terminator == OffHeap.getByte(at + i))
            {
                return i;
            }
        }
        scannedLength = Math.max(0, searched);
        if (available > MAX_LINE_LENGTH)
        {
            fail(tooLong);
        }
        return NO_NUMBER;
    }

    private int fail(final String reason)
    {
        failure = reason;
        return INCOMPLETE;
    }

    private static boolean isAttack(final long address, final int length)
    {
        return matches(address, length, POST) || matches(address, length, HOST);
    }

    private static boolean matches(final long address, final int length, final byte[] word)
    {
        if (length != word.length)
        {
            return false;
        }
        for (int i = 0; i < length; i++)
        {
            if ((OffHeap.getByte(address + i) | CASE_BIT) != (word[i] | CASE_BIT))
            {
                return false;
            }
        }
        return true;
    }
}
