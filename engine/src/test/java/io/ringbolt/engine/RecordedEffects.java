package io.ringbolt.engine;

import io.ringbolt.engine.effect.EffectLog;
import io.ringbolt.engine.effect.EffectReader;
import io.ringbolt.engine.effect.EffectRecord;
import io.ringbolt.engine.memory.OffHeap;

import java.util.ArrayList;
import java.util.List;

/**
 * What an engine put into its effect log, read as a replica would read it.
 */
final class RecordedEffects
{
    /** Takes one record: the database that is selected at its start, and its commands. */
    interface RecordConsumer
    {
        void onRecord(int database, List<List<String>> commands);
    }

    private final EffectLog log;
    private final EffectReader reader;
    private final EffectRecord record = new EffectRecord();

    RecordedEffects(final EffectLog log)
    {
        this.log = log;
        this.reader = log.openReader();
    }

    /** @return the commands since the last call, each as its arguments, one char a byte. */
    List<List<String>> commands()
    {
        final List<List<String>> all = new ArrayList<>();
        forEachRecord((database, commands) -> all.addAll(commands));
        return all;
    }

    void forEachRecord(final RecordConsumer consumer)
    {
        while (reader.position() < log.committedPosition())
        {
            record.wrap(log, reader.position());
            consumer.onRecord(record.firstDatabase(), parse(payload()));
            reader.position(record.nextPosition());
        }
    }

    private String payload()
    {
        final StringBuilder text = new StringBuilder();
        for (long offset = 0; offset < record.payloadLength(); offset++)
        {
            text.append((char)OffHeap.getUnsignedByte(log.address(record.payloadPosition() + offset)));
        }
        return text.toString();
    }

    private static List<List<String>> parse(final String resp)
    {
        final List<List<String>> commands = new ArrayList<>();
        int position = 0;
        while (position < resp.length())
        {
            int lineEnd = resp.indexOf("\r\n", position);
            final int count = Integer.parseInt(resp.substring(position + 1, lineEnd));
            position = lineEnd + 2;
            final List<String> words = new ArrayList<>();
            for (int i = 0; i < count; i++)
            {
                lineEnd = resp.indexOf("\r\n", position);
                final int length = Integer.parseInt(resp.substring(position + 1, lineEnd));
                words.add(resp.substring(lineEnd + 2, lineEnd + 2 + length));
                position = lineEnd + 2 + length + 2;
            }
            commands.add(words);
        }
        return commands;
    }
}
