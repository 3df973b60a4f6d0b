package io.ringbolt.perf.jmh;

import io.ringbolt.perf.compare.Sample;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The program behind {@code bin/ringbolt-jmh-diff}: which benchmarks have become slower or faster from one file of
 * results to another, beyond what chance does.
 */
public final class JmhDiffMain
{
    static final String USAGE = String.join("\n",
        "Usage: ringbolt-jmh-diff before.json after.json [--percent 5] [--probability 0.01] [--all]",
        "",
        "Compares two files written by ringbolt-jmh --json. A benchmark has changed if its medians differ by at least",
        "--percent and the iterations differ as they do by chance (Mann-Whitney) less often than --probability.",
        "Ends with 1 if something has become slower. --all also lists what has not changed.");

    private static final double DEFAULT_PERCENT = 5;
    private static final double DEFAULT_PROBABILITY = 0.01;

    private double percent = DEFAULT_PERCENT;
    private double probability = DEFAULT_PROBABILITY;
    private boolean isListingAll;
    private final List<String> files = new ArrayList<>();

    /** A benchmark in both files. The ratio is above 1 if it has become slower. */
    private record Change(JmhResult before, JmhResult after, double ratio, double chance)
    {
    }

    private JmhDiffMain()
    {
    }

    /**
     * Compares; exits with 1 if something has become slower and with 2 if a file or an option is wrong.
     *
     * @param args {@link #USAGE}.
     */
    public static void main(final String[] args)
    {
        try
        {
            System.exit(run(args, System.out) ? 1 : 0);
        }
        catch (final IllegalArgumentException | IOException ex)
        {
            System.err.println("ringbolt-jmh-diff: " + ex.getMessage() + "\n\n" + USAGE);
            System.exit(2);
        }
    }

    /** @return true if something has become slower. */
    static boolean run(final String[] args, final PrintStream out) throws IOException
    {
        final JmhDiffMain diff = new JmhDiffMain();
        diff.parse(args);
        return diff.compare(JmhResult.read(Files.readString(Path.of(diff.files.get(0)))),
            JmhResult.read(Files.readString(Path.of(diff.files.get(1)))), out);
    }

    private void parse(final String[] args)
    {
        for (int i = 0; i < args.length; i++)
        {
            if ("--all".equals(args[i]))
            {
                isListingAll = true;
            }
            else if (!args[i].startsWith("--"))
            {
                files.add(args[i]);
            }
            else if (i + 1 < args.length && "--percent".equals(args[i]))
            {
                percent = number(args[++i]);
            }
            else if (i + 1 < args.length && "--probability".equals(args[i]))
            {
                probability = number(args[++i]);
            }
            else
            {
                throw new IllegalArgumentException("unknown option, or no value for it: " + args[i]);
            }
        }
        if (files.size() != 2)
        {
            throw new IllegalArgumentException("two files are needed");
        }
    }

    private static double number(final String text)
    {
        try
        {
            return Double.parseDouble(text);
        }
        catch (final NumberFormatException ex)
        {
            throw new IllegalArgumentException("no number: " + text, ex);
        }
    }

    private boolean compare(
        final Map<String, JmhResult> before, final Map<String, JmhResult> after, final PrintStream out)
    {
        final List<Change> slower = new ArrayList<>();
        final List<Change> faster = new ArrayList<>();
        final List<Change> alike = new ArrayList<>();
        for (final JmhResult old : before.values())
        {
            final JmhResult now = after.get(old.name());
            if (now != null)
            {
                final Change change = change(old, now);
                final boolean isReal = change.chance < probability &&
                    Math.max(change.ratio, 1 / change.ratio) >= 1 + percent / 100;
                (!isReal ? alike : change.ratio > 1 ? slower : faster).add(change);
            }
        }
        slower.sort(Comparator.comparingDouble((Change change) -> change.ratio).reversed());
        faster.sort(Comparator.comparingDouble((Change change) -> change.ratio));
        print(out, "slower", slower);
        print(out, "faster", faster);
        if (isListingAll)
        {
            print(out, "not changed beyond noise", alike);
        }
        names(out, "only in " + files.get(0), before, after);
        names(out, "only in " + files.get(1), after, before);
        out.println(slower.size() + " slower, " + faster.size() + " faster, " + alike.size() + " alike");
        return !slower.isEmpty();
    }

    private static Change change(final JmhResult before, final JmhResult after)
    {
        final double old = new Sample(before.values()).median();
        final double now = new Sample(after.values()).median();
        return new Change(before, after, before.isMoreBetter() ? old / now : now / old,
            RankTest.probability(before.values(), after.values()));
    }

    private static void print(final PrintStream out, final String title, final List<Change> changes)
    {
        if (changes.isEmpty())
        {
            return;
        }
        out.println("| " + title + " | before | after | unit | times as slow | by chance |");
        out.println("|---|---:|---:|---|---:|---:|");
        for (final Change change : changes)
        {
            out.printf(Locale.ROOT, "| %s | %.4g | %.4g | %s | %.2f | %.4f |%n", change.before.name(),
                new Sample(change.before.values()).median(), new Sample(change.after.values()).median(),
                change.before.unit(), change.ratio, change.chance);
        }
        out.println();
    }

    private static void names(
        final PrintStream out, final String title, final Map<String, JmhResult> some, final Map<String, JmhResult> rest)
    {
        some.keySet().stream().filter(name -> !rest.containsKey(name))
            .forEach(name -> out.println(title + ": " + name));
    }
}
