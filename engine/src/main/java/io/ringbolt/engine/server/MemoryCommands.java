package io.ringbolt.engine.server;

import static io.ringbolt.engine.command.CommandFlag.READONLY;

import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.HostStatistics;
import io.ringbolt.engine.command.ArgParser;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;
import io.ringbolt.engine.command.Errors;
import io.ringbolt.engine.command.HelpReply;
import io.ringbolt.engine.command.KeySpec;
import io.ringbolt.engine.keyspace.KeyEntry;
import io.ringbolt.engine.memory.Arena;

/**
 * MEMORY: what the data takes, key by key and in all.
 */
public final class MemoryCommands implements CommandFamily
{
    private static final int KEY = 2;
    /**
     * Far more than Redis's 5: cheap where blocks know their lengths, and less misled by elements of unequal length.
     */
    private static final int DEFAULT_SAMPLES = 1024;
    private static final byte[] SAMPLES = Errors.text("SAMPLES");
    private static final long LITTLE_BYTES = 5L << 20;
    private static final double HIGH_RATIO = 1.5;

    private final Engine engine;
    private final MemoryStatistics statistics;
    private final KeyEntry entry = new KeyEntry();

    public MemoryCommands(final Engine engine)
    {
        this.engine = engine;
        this.statistics = new MemoryStatistics(engine);
    }

    @Override
    public void register(final CommandTable table)
    {
        final Command memory = ServerRows.row(table, "MEMORY", -2).since("4.0.0")
            .summary("A container for memory diagnostics commands.");
        report(memory, "DOCTOR").complexity("O(1)").summary("Outputs a memory problems report.").handler(this::doctor);
        ServerRows.help(memory).since("4.0.0").handler(new HelpReply()
            .add("DOCTOR", "Return a report on memory that is wasted.")
            .add("MALLOC-STATS", "Return figures of the arena's size classes.")
            .add("PURGE", "Give memory that is kept for speed back to the operating system.")
            .add("STATS", "Return where the bytes are.")
            .add("USAGE <key> [SAMPLES <count>]", "Return the bytes of a key and its value, of large collections",
                "estimated from <count> elements (default: 1024, 0 for all).").handler());
        report(memory, "MALLOC-STATS").summary("Returns the allocator statistics.").handler(this::allocator);
        memory.subcommand("PURGE", 2).since("4.0.0").tips(ServerRows.ALL_SHARDS, ServerRows.ALL_SUCCEEDED)
            .summary("Asks the allocator to release memory.").handler(this::purge);
        report(memory, "STATS").complexity("O(1)").summary("Returns details about memory usage.")
            .handler(statistics::execute);
        memory.subcommand("USAGE", -3).since("4.0.0").flags(READONLY).keys(KeySpec.key(KEY).ro()).complexity("O(N)")
            .summary("Estimates the memory usage of a key.").syntax("key [SAMPLES count]").handler(this::usage);
    }

    private static Command report(final Command memory, final String name)
    {
        return memory.subcommand(name, 2).since("4.0.0")
            .tips(ServerRows.NONDETERMINISTIC, ServerRows.ALL_SHARDS, ServerRows.SPECIAL);
    }

    private void usage(final CommandContext context)
    {
        final ArgParser args = context.args();
        long samples = DEFAULT_SAMPLES;
        args.position(KEY + 1);
        while (args.hasNext() && !args.hasError())
        {
            if (args.accept(SAMPLES, 1))
            {
                samples = args.longAt(args.next());
                if (!args.hasError() && samples < 0)
                {
                    args.fail(Errors.SYNTAX);
                }
            }
            else
            {
                args.fail(Errors.SYNTAX);
            }
        }
        if (args.failed())
        {
            return;
        }
        if (engine.lookups().peek(context.database(), context.argAddress(KEY), context.argLength(KEY), entry))
        {
            context.reply().integer(new ValueMemory(engine.arena()).bytes(context.database(), entry, samples));
        }
        else
        {
            context.reply().nullValue();
        }
    }

    private void purge(final CommandContext context)
    {
        engine.arena().trim();
        context.reply().ok();
    }

    private void allocator(final CommandContext context)
    {
        final Arena arena = engine.arena();
        final StringBuilder text = new StringBuilder("block bytes, blocks, pages of 64 KiB\n");
        for (int i = 0; i < Arena.classCount(); i++)
        {
            if (0 != arena.classPageCount(i))
            {
                text.append(Arena.classLength(i)).append(' ').append(arena.classBlockCount(i)).append(' ')
                    .append(arena.classPageCount(i)).append('\n');
            }
        }
        text.append("live ").append(arena.liveBytes()).append(", in pages ").append(arena.allocatedBytes())
            .append(", mapped ").append(arena.mappedBytes()).append('\n');
        context.reply().verbatim("txt", text.toString());
    }

    private void doctor(final CommandContext context)
    {
        final HostStatistics host = engine.host().statistics();
        final long used = engine.memory().dataBytes();
        final StringBuilder text = new StringBuilder();
        if (used < LITTLE_BYTES)
        {
            text.append("This instance is empty or holds very little data; there is nothing to be found yet.\n");
        }
        else if (engine.arena().fragmentationRatio() > HIGH_RATIO)
        {
            text.append("Fragmentation is high: the arena's pages are far from full. ")
                .append("Values were removed among others that stay; writing new ones fills the room.\n");
        }
        else if (engine.figures().rates().peakMemory() > engine.memory().usedBytes() * HIGH_RATIO)
        {
            text.append("The peak was much higher than now. MEMORY PURGE gives back what is kept for speed.\n");
        }
        else if (host.residentBytes > used * HIGH_RATIO && host.heapCommittedBytes > used)
        {
            text.append("The JVM's heap is larger than the data: a smaller -Xmx would do.\n");
        }
        else
        {
            text.append("No memory problem has been found.\n");
        }
        context.reply().verbatim("txt", text.toString());
    }
}
