package io.ringbolt.engine.server;

import static io.ringbolt.engine.command.CommandFlag.LOADING;
import static io.ringbolt.engine.command.CommandFlag.STALE;

import io.ringbolt.engine.CommandFamily;
import io.ringbolt.engine.Engine;
import io.ringbolt.engine.command.AclCategory;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.CommandTable;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * INFO: the server's figures, in sections.
 */
public final class InfoCommand implements CommandFamily
{
    /** Shown only to who names it. */
    private static final String DEBUG = "Debug";
    private static final Set<String> EVERY_SECTION = Set.of("all", "everything");
    private static final String DEFAULT = "default";

    private final List<InfoSection> sections;

    public InfoCommand(final Engine engine)
    {
        final ProcessInfo process = new ProcessInfo(engine);
        final MemoryInfo memory = new MemoryInfo(engine);
        final DataSetInfo dataSet = new DataSetInfo(engine);
        final ActivityInfo activity = new ActivityInfo(engine);
        final CommandInfo commands = new CommandInfo(engine);
        sections = List.of(
            new InfoSection("Server", true, process::server),
            new InfoSection("Clients", true, activity::clients),
            new InfoSection("Memory", true, memory::write),
            new InfoSection("Persistence", true, dataSet::persistence),
            new InfoSection("Stats", true, activity::statistics),
            new InfoSection("Replication", true, new ReplicationInfo(engine)::write),
            new InfoSection("CPU", true, process::cpu),
            new InfoSection("Modules", true, out -> { }),
            new InfoSection("Commandstats", false, commands::commands),
            new InfoSection("Errorstats", true, commands::errors),
            new InfoSection("Latencystats", false, commands::latencies),
            new InfoSection("Stages", false, new LatencyStages(engine)::info),
            new InfoSection("Cluster", true, out -> out.field("cluster_enabled", 0)),
            new InfoSection("Keyspace", true, dataSet::keyspace),
            new InfoSection(DEBUG, false, activity::debug));
    }

    @Override
    public void register(final CommandTable table)
    {
        ServerRows.row(table, "INFO", -1).flags(LOADING, STALE).categories(AclCategory.DANGEROUS).complexity("O(1)")
            .tips(ServerRows.NONDETERMINISTIC, ServerRows.ALL_SHARDS, ServerRows.SPECIAL)
            .history("7.0.0", "Several sections can be asked for.")
            .summary("Returns information and statistics about the server.")
            .syntax("[section [section ...]]").handler(this::execute);
    }

    private void execute(final CommandContext context)
    {
        final Set<String> wanted = new HashSet<>();
        for (int i = 1; i < context.argCount(); i++)
        {
            wanted.add(context.args().textAt(i).toLowerCase(Locale.ROOT));
        }
        context.reply().verbatim("txt", text(wanted));
    }

    /** @param wanted sections in lower case; none for the default ones. @return their text. Engine thread. */
    public String text(final Set<String> wanted)
    {
        final boolean wantsAll = wanted.stream().anyMatch(EVERY_SECTION::contains);
        final boolean wantsDefault = wanted.isEmpty() || wanted.contains(DEFAULT);
        final InfoText text = new InfoText();
        for (final InfoSection section : sections)
        {
            final boolean isMeant = wantsAll && !DEBUG.equals(section.title());
            if (isMeant || wantsDefault && section.isDefault() || wanted.contains(section.key()))
            {
                text.heading(section.title());
                section.writer().write(text);
            }
        }
        return text.toString();
    }
}
