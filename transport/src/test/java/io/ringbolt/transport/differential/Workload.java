package io.ringbolt.transport.differential;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Random changes to keys of all types, seeded, as they are sent to a master whose replicas are to end with the same
 * data. Errors among the replies do not matter.
 */
public final class Workload
{
    private static final int PIPELINED = 50;
    private static final List<String> MORE = List.of(
        "MULTI", "EXEC", "EVAL return+redis.call('APPEND',KEYS[1],ARGV[1]) 1 sk v", "SPOP tk", "SPOP tk 3",
        "SET sk v PX 1", "PEXPIRE k 1", "SET sk v EX 10000", "GETEX sk PX 1", "INCRBYFLOAT sk f", "LMPOP 1 lk LEFT",
        "FLUSHDB", "PUBLISH q v", "HINCRBYFLOAT hk m f", "XADD xk * m v");

    private final CommandGenerator generator;

    public Workload(final long seed)
    {
        final List<String> templates = new ArrayList<>();
        for (int i = 0; i < 8; i++)
        {
            templates.addAll(Templates.STRINGS);
            templates.addAll(ListTemplates.ALL);
            templates.addAll(SetTemplates.SETS);
            templates.addAll(HashTemplates.HASHES);
            templates.addAll(SetTemplates.SORTED_SETS);
            templates.addAll(BitmapTemplates.ALL);
            templates.addAll(StreamTemplates.STREAMS);
            templates.addAll(StreamTemplates.GROUPS);
            templates.addAll(GeoTemplates.ALL);
            templates.addAll(Templates.KEYS);
        }
        // Redis 7.0 does not replicate that BITFIELD made a string longer if the operation itself then failed
        templates.removeIf(template -> template.startsWith("BITFIELD "));
        templates.addAll(MORE);
        generator = new CommandGenerator(seed, templates);
    }

    /** Sends {@code count} commands over a connection and reads their replies. */
    public void run(final RespConnection connection, final int count) throws IOException
    {
        for (int done = 0; done < count; done += PIPELINED)
        {
            final List<List<String>> commands = new ArrayList<>();
            while (commands.size() < PIPELINED)
            {
                commands.add(generator.next());
            }
            commands.add(List.of("DISCARD"));
            connection.send(commands);
            for (int i = 0; i < commands.size(); i++)
            {
                connection.reply();
            }
        }
    }
}
