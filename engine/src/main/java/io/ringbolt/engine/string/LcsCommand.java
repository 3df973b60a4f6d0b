package io.ringbolt.engine.string;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.ValueType;

import static io.ringbolt.engine.command.CommandFlag.READONLY;
import static io.ringbolt.engine.command.KeySpec.keys;
import static io.ringbolt.engine.string.StringCommands.row;

/**
 * LCS: the longest subsequence that two strings have in common.
 */
final class LcsCommand
{
    private static final int KEY_A = 1;
    private static final int KEY_B = 2;
    private static final int FIRST_OPTION = 3;
    private static final byte[] LEN = Errors.text("LEN");
    private static final byte[] IDX = Errors.text("IDX");
    private static final byte[] MINMATCHLEN = Errors.text("MINMATCHLEN");
    private static final byte[] WITHMATCHLEN = Errors.text("WITHMATCHLEN");
    private static final byte[] NOT_STRINGS = Errors.text("ERR The specified keys must contain string values");
    private static final byte[] LEN_AND_IDX =
        Errors.text("ERR If you want both the length and indexes, please just use IDX.");
    private static final byte[] TABLE_TOO_LARGE =
        Errors.text("ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len");

    private final KeyEntry entryA = new KeyEntry();
    private final KeyEntry entryB = new KeyEntry();
    private final StringView viewA = new StringView();
    private final StringView viewB = new StringView();
    private final LcsTable table = new LcsTable();
    private long maxTableLength;
    private boolean isLength;
    private boolean isIndex;
    private boolean isWithMatchLength;
    private long minMatchLength;

    /** @param protoMaxBulkLength the bytes that the table of lengths may take. */
    void onConfig(final long protoMaxBulkLength)
    {
        this.maxTableLength = protoMaxBulkLength;
    }

    void register(final CommandTable commands)
    {
        row(commands, "LCS", -3, READONLY)
            .keys(keys(KEY_A, 1, 1).ro().access()).since("7.0.0").handler(this::lcs)
            .complexity("O(N*M), N and M being the lengths of the two strings")
            .summary("Finds the longest common subsequence of two strings.")
            .syntax("key1 key2 [LEN] [IDX] [MINMATCHLEN min-match-len] [WITHMATCHLEN]");
    }

    private void lcs(final CommandContext context)
    {
        final boolean isAFound = context.lookupRead(KEY_A, entryA);
        final boolean isBFound = context.lookupRead(KEY_B, entryB);
        if (isAFound && ValueType.STRING != entryA.type() || isBFound && ValueType.STRING != entryB.type())
        {
            context.reply().error(NOT_STRINGS);
            return;
        }
        parseOptions(context.args());
        if (context.args().failed())
        {
            return;
        }
        final StringView a = isAFound ? viewA.wrap(entryA) : viewA.wrapEmpty();
        final StringView b = isBFound ? viewB.wrap(entryB) : viewB.wrapEmpty();
        if (LcsTable.length(a, b) > maxTableLength)
        {
            context.reply().error(TABLE_TOO_LARGE);
            return;
        }
        table.fill(context.engine().arena(), a, b);
        reply(context);
        table.free();
    }

    private void reply(final CommandContext context)
    {
        if (isIndex)
        {
            table.replyMatches(context.reply(), minMatchLength, isWithMatchLength);
        }
        else if (isLength)
        {
            context.reply().integer(table.commonLength());
        }
        else
        {
            context.reply().bulk(table.commonBytes());
        }
    }

    private void parseOptions(final ArgParser args)
    {
        isLength = false;
        isIndex = false;
        isWithMatchLength = false;
        minMatchLength = 0;
        args.position(FIRST_OPTION);
        while (args.hasNext() && !args.hasError())
        {
            if (args.accept(IDX))
            {
                isIndex = true;
            }
            else if (args.accept(LEN))
            {
                isLength = true;
            }
            else if (args.accept(WITHMATCHLEN))
            {
                isWithMatchLength = true;
            }
            else if (args.accept(MINMATCHLEN, 1))
            {
                minMatchLength = Math.max(0, args.longAt(args.next()));
            }
            else
            {
                args.fail(Errors.SYNTAX);
            }
        }
        if (isLength && isIndex)
        {
            args.fail(LEN_AND_IDX);
        }
    }
}
