package io.ringbolt.engine.hyperloglog;

import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.memory.OffHeap;

import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

import static io.ringbolt.engine.command.CommandFlag.ADMIN;
import static io.ringbolt.engine.command.KeySpec.key;
import static io.ringbolt.engine.hyperloglog.HyperLogLogDescriptor.REGISTER_COUNT;
import static io.ringbolt.engine.hyperloglog.HyperLogLogDescriptor.SPARSE;

/**
 * The commands that show what is inside a HyperLogLog: PFDEBUG and PFSELFTEST.
 */
final class HyperLogLogDebug
{
    private static final int QUESTION = 1;
    private static final int KEY = 2;
    private static final byte[] GETREG = Errors.text("GETREG");
    private static final byte[] DECODE = Errors.text("DECODE");
    private static final byte[] ENCODING = Errors.text("ENCODING");
    private static final byte[] TODENSE = Errors.text("TODENSE");
    private static final byte[] NO_KEY = Errors.text("ERR The specified key does not exist");
    private static final byte[] NOT_SPARSE = Errors.text("ERR HLL encoding is not sparse");

    private final HyperLogLogs values;
    private final HyperLogLogSelfTest selfTest;
    private final KeyEntry entry = new KeyEntry();

    HyperLogLogDebug(final HyperLogLogs values, final Cardinality cardinality)
    {
        this.values = values;
        this.selfTest = new HyperLogLogSelfTest(values, cardinality);
    }

    void register(final CommandTable table)
    {
        HyperLogLogCommands.row(table, "PFDEBUG", 3, CommandFlag.WRITE, CommandFlag.DENYOOM, ADMIN)
            .keys(key(KEY).rw().access()).docFlags("syscmd").handler(this::pfdebug)
            .complexity("N/A").summary("Shows what is inside a HyperLogLog, for developers.").syntax("subcommand key");
        HyperLogLogCommands.row(table, "PFSELFTEST", 1, ADMIN)
            .docFlags("syscmd").handler(this::pfselftest)
            .complexity("N/A").summary("Checks how HyperLogLogs keep and count, for developers.");
    }

    /** Stores the value being changed under a key that is there. */
    static void store(final CommandContext context, final HyperLogLogs values, final KeyEntry stored)
    {
        if (stored.stringLength() == values.length())
        {
            final long address = context.database().resizeString(stored, values.length());
            OffHeap.copy(values.address(), address, values.length());
        }
        else
        {
            context.database().replaceString(stored, Encoding.RAW, values.address(), values.length());
        }
    }

    private void pfdebug(final CommandContext context)
    {
        if (!context.lookupWrite(KEY, entry))
        {
            context.reply().error(NO_KEY);
            return;
        }
        if (!HyperLogLogCommands.isHyperLogLog(context, entry))
        {
            return;
        }
        final ArgParser args = context.args();
        final boolean isSparse = SPARSE == HyperLogLogDescriptor.encoding(entry.stringAddress());
        if (args.is(QUESTION, GETREG))
        {
            if (toDense(context, isSparse))
            {
                replyRegisters(context);
            }
        }
        else if (args.is(QUESTION, DECODE))
        {
            decode(context, isSparse);
        }
        else if (args.is(QUESTION, ENCODING))
        {
            context.reply().simple(isSparse ? "sparse" : "dense");
        }
        else if (args.is(QUESTION, TODENSE))
        {
            if (toDense(context, isSparse))
            {
                context.reply().integer(isSparse ? 1 : 0);
            }
        }
        else
        {
            final String question = args.textAt(QUESTION);
            final int end = question.indexOf('\0');
            context.reply().error("ERR Unknown PFDEBUG subcommand '" +
                (end < 0 ? question : question.substring(0, end)) + "'");
        }
    }

    /** @return false once an error has been replied. */
    private boolean toDense(final CommandContext context, final boolean isSparse)
    {
        if (!HyperLogLogCommands.isSound(context, entry))
        {
            return false;
        }
        if (isSparse)
        {
            values.load(entry.stringAddress(), entry.stringLength());
            values.toDense();
            store(context, values, entry);
            context.modified(KEY, KeyspaceEvent.UNTOLD);
        }
        return true;
    }

    private void replyRegisters(final CommandContext context)
    {
        context.reply().array(REGISTER_COUNT);
        for (int i = 0; i < REGISTER_COUNT; i++)
        {
            context.reply().integer(DenseRegisters.get(entry.stringAddress(), i));
        }
    }

    private void decode(final CommandContext context, final boolean isSparse)
    {
        if (!isSparse)
        {
            context.reply().error(NOT_SPARSE);
            return;
        }
        final StringJoiner runs = new StringJoiner(" ");
        final long end = entry.stringAddress() + entry.stringLength();
        long at = entry.stringAddress() + HyperLogLogDescriptor.HEADER_LENGTH;
        for (; at < end; at += SparseRegisters.codeLength(at))
        {
            final int runLength = SparseRegisters.runLength(at, end);
            runs.add(SparseRegisters.isValue(at) ? "v:" + SparseRegisters.value(at) + "," + runLength :
                (1 == SparseRegisters.codeLength(at) ? "z:" : "Z:") + runLength);
        }
        context.reply().bulk(runs.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private void pfselftest(final CommandContext context)
    {
        final String failure = selfTest.run(context.random());
        if (null == failure)
        {
            context.reply().ok();
        }
        else
        {
            context.reply().error("TESTFAILED " + failure);
        }
    }
}
