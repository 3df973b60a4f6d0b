package io.ringbolt.engine.string;

import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.KeyspaceEvent;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.keyspace.ValueType;

import java.nio.charset.StandardCharsets;

import static io.ringbolt.engine.command.CommandFlag.FAST;
import static io.ringbolt.engine.command.CommandFlag.READONLY;
import static io.ringbolt.engine.command.CommandFlag.WRITE;
import static io.ringbolt.engine.command.KeySpec.key;
import static io.ringbolt.engine.string.StringCommands.row;

/**
 * The commands by which clients act on a string only while it is what they think it is: DIGEST, DELEX and DELIFEQ.
 */
final class ComparisonCommands
{
    private static final int KEY = 1;
    private static final int CONDITION = 2;
    private static final int OPERAND = 3;
    private static final int DELIFEQ_OPERAND = 2;
    private static final int UNCONDITIONAL_COUNT = 2;
    private static final int CONDITIONAL_COUNT = 4;
    private static final byte[] DEL = Errors.text("DEL");

    private final SetOptions options = new SetOptions();
    private final ValueComparison comparison = new ValueComparison();
    private final StringView view = new StringView();
    private final KeyEntry entry = new KeyEntry();
    private boolean isLazyUserDelete;

    void onConfig(final boolean lazyUserDelete)
    {
        this.isLazyUserDelete = lazyUserDelete;
    }

    void register(final CommandTable table)
    {
        row(table, "DIGEST", 2, READONLY, FAST)
            .keys(key(KEY).ro().access()).since("8.4.0").handler(this::digest)
            .complexity("O(N), N being the length of the string")
            .summary("Returns the XXH3 digest of a string value in hexadecimal.").syntax("key");
        row(table, "DELEX", -2, WRITE, FAST)
            .keys(key(KEY).rw().delete().variableFlags()).since("8.4.0").handler(this::delex)
            .complexity("O(1) for IFEQ and IFNE, O(N) for the digests, N being the length of the string")
            .summary("Removes a key if its string value, or the value's digest, meets a condition.")
            .syntax("key [IFEQ ifeq-value | IFNE ifne-value | IFDEQ ifdeq-digest | IFDNE ifdne-digest]");
        row(table, "DELIFEQ", 3, WRITE)
            .keys(key(KEY).rm().access().delete()).since("9.0.0").complexity("O(1)").handler(this::delifeq)
            .summary("Removes a key if its string value equals the one given.").syntax("key value");
    }

    private void digest(final CommandContext context)
    {
        final int found = context.lookupRead(KEY, ValueType.STRING, entry);
        if (CommandContext.MISSING == found)
        {
            context.reply().nullValue();
        }
        else if (CommandContext.FOUND == found)
        {
            view.wrap(entry);
            final String hex = Long.toHexString(Xxh3.hash(view.address(), view.length()));
            context.reply().bulk(
                ("0".repeat(ValueComparison.DIGEST_LENGTH - hex.length()) + hex).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void delex(final CommandContext context)
    {
        if (UNCONDITIONAL_COUNT == context.argCount())
        {
            final boolean isFound = context.lookupWrite(KEY, entry);
            removeIf(context, isFound);
            return;
        }
        if (CONDITIONAL_COUNT != context.argCount())
        {
            context.reply().error(Errors.wrongArgumentCount(context.command().fullName()));
            return;
        }
        options.parse(context.args(), CONDITION, SetOptions.COMPARISONS);
        if (!context.args().hasError())
        {
            comparison.parse(context.args(), options.condition(), OPERAND);
        }
        removeIfHolds(context);
    }

    private void delifeq(final CommandContext context)
    {
        comparison.parse(context.args(), SetOptions.IFEQ, DELIFEQ_OPERAND);
        removeIfHolds(context);
    }

    private void removeIfHolds(final CommandContext context)
    {
        if (context.args().failed())
        {
            return;
        }
        final int found = context.lookupWrite(KEY, ValueType.STRING, entry);
        if (CommandContext.WRONG_TYPE != found)
        {
            final boolean isFound = CommandContext.FOUND == found;
            removeIf(context, isFound && comparison.holds(true, entry));
        }
    }

    private void removeIf(final CommandContext context, final boolean isMet)
    {
        if (isMet)
        {
            context.database().remove(entry, isLazyUserDelete);
            context.modified(KEY, KeyspaceEvent.DEL);
            context.propagate(2).argument(DEL).argument(context.argAddress(KEY), context.argLength(KEY));
        }
        context.reply().integer(isMet ? 1 : 0);
    }
}
