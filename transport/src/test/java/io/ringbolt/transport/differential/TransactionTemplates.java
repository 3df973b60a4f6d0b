package io.ringbolt.transport.differential;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Transactions for the differential test: what begins and ends them, often, among commands whose replies have
 * one order only.
 */
final class TransactionTemplates
{
    static final List<String> TRANSACTIONS = List.of(
        "MULTI", "MULTI", "EXEC", "EXEC", "EXEC", "DISCARD", "WATCH k", "WATCH k k sk", "WATCH nosuch", "UNWATCH",
        "NOSUCH q", "SET sk", "EXEC FOO", "MULTI FOO", "CONFIG FOO", "SHUTDOWN FOO", "SELECT db", "SWAPDB db db",
        "FLUSHDB", "FLUSHALL");

    private static final int WEIGHT = 4;

    private TransactionTemplates()
    {
    }

    static List<String> all()
    {
        final List<String> templates = new ArrayList<>();
        Collections.nCopies(WEIGHT, TRANSACTIONS).forEach(templates::addAll);
        templates.addAll(Templates.STRINGS);
        templates.addAll(ListTemplates.ALL);
        templates.addAll(SetTemplates.SORTED_SETS);
        Templates.KEYS.stream().filter(template -> !template.startsWith("KEYS") && !template.startsWith("SCAN"))
            .forEach(templates::add);
        return templates;
    }
}
