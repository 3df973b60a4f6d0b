package io.ringbolt.perf.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A habit of the code base that a machine can check line by line.
 */
enum TidyRule
{
    /** Modules form a straight line. */
    IMPORTS_ONLY_TO_THE_LEFT(any())
    {
        private final Pattern reference = Pattern.compile("\\bio\\.ringbolt\\.([a-z]+)\\b");

        @Override
        boolean isBrokenBy(final SourceFile file, final String line, final String code)
        {
            final Matcher references = reference.matcher(code);
            boolean isBroken = false;
            while (references.find())
            {
                isBroken |= SourceFile.MODULES.indexOf(references.group(1)) > SourceFile.MODULES.indexOf(file.module());
            }
            return isBroken;
        }
    },

    /** Time enters through clocks, which tests and replays replace. */
    NO_WALL_CLOCK(product().and(file -> !file.name().contains("Clock")))
    {
        private final Pattern wallClock = Pattern.compile("System\\.currentTimeMillis|Instant\\.now|new Date\\(\\)");

        @Override
        boolean isBrokenBy(final SourceFile file, final String line, final String code)
        {
            return wallClock.matcher(code).find();
        }
    },

    /** The engine is a function of its entries. */
    NO_RANDOMNESS_OF_ITS_OWN(product().and(file -> "engine".equals(file.module())))
    {
        private final Pattern random = Pattern.compile("Math\\.random|ThreadLocalRandom|new Random\\(\\)|SecureRandom");

        @Override
        boolean isBrokenBy(final SourceFile file, final String line, final String code)
        {
            return random.matcher(code).find();
        }
    },

    /** A library does not end its host's process. */
    NO_EXIT(product().and(
        file -> !List.of("ServerMain.java", "RdbCheckMain.java", "AofCheckMain.java",
            "ServerProcess.java").contains(file.name())))
    {
        private final Pattern exit = Pattern.compile("System\\.exit\\(|Runtime\\.getRuntime\\(\\)\\.(halt|exit)\\(");

        @Override
        boolean isBrokenBy(final SourceFile file, final String line, final String code)
        {
            return exit.matcher(code).find();
        }
    },

    /** Any number of servers live in one JVM. */
    NO_MUTABLE_STATIC(main())
    {
        private final Pattern mutableStatic = Pattern.compile(
            "^\\s*(?:(?:public|protected|private|volatile|transient)\\s+)*static\\s+(?:volatile\\s+)?" +
            "(?!final\\b|class\\b|interface\\b|enum\\b|record\\b|abstract\\b|sealed\\b|\\{)[^(]*?(?:=.*|;)$");

        @Override
        boolean isBrokenBy(final SourceFile file, final String line, final String code)
        {
            return !code.contains(" final ") && mutableStatic.matcher(code).find();
        }
    },

    /** An agent's thread waits for nobody. */
    NO_LOCK_IN_AN_AGENT(product().and(file -> file.name().endsWith("Agent.java")))
    {
        private final Pattern lock =
            Pattern.compile("\\bsynchronized\\b|\\bThread\\.sleep\\b|\\.wait\\(|ReentrantLock");

        @Override
        boolean isBrokenBy(final SourceFile file, final String line, final String code)
        {
            return lock.matcher(code).find();
        }
    },

    /** Off-heap memory has one door. */
    NO_UNSAFE_OUTSIDE_OFF_HEAP(main().and(file -> !"OffHeap.java".equals(file.name())))
    {
        private final Pattern unsafe = Pattern.compile("\\bUnsafeApi\\b|\\bsun\\.misc\\.Unsafe\\b|\\bUnsafeAccess\\b");

        @Override
        boolean isBrokenBy(final SourceFile file, final String line, final String code)
        {
            return unsafe.matcher(code).find();
        }
    },

    /** What is there works; what is missing is not pretended. */
    NOTHING_LEFT_FOR_LATER(product())
    {
        private final Pattern later = Pattern.compile("\\b(TODO|FIXME|XXX|HACK)\\b|new UnsupportedOperationException");

        @Override
        boolean isBrokenBy(final SourceFile file, final String line, final String code)
        {
            return later.matcher(line).find();
        }
    },

    /** Lines fit side by side. */
    NO_LONG_LINE(any())
    {
        @Override
        boolean isBrokenBy(final SourceFile file, final String line, final String code)
        {
            return line.length() > LONGEST_LINE;
        }
    },

    /** White space that nobody sees. */
    NO_TAB_OR_TRAILING_SPACE(any())
    {
        @Override
        boolean isBrokenBy(final SourceFile file, final String line, final String code)
        {
            return line.indexOf('\t') >= 0 || line.indexOf('\r') >= 0 || line.endsWith(" ");
        }
    },

    /** Braces stand alone, except where they hold a value: an array or the body of a lambda. */
    BRACES_ON_THEIR_OWN_LINE(any().and(file -> !"TidyRuleTest.java".equals(file.name())))
    {
        private final Pattern opening =
            Pattern.compile("(\\)|\\belse|\\btry|\\bdo|\\bfinally|\\b(?:class|interface|enum)\\s.*)\\s*\\{$");
        private final Pattern closing = Pattern.compile("^\\s*}\\s*(else|catch|finally)\\b");

        @Override
        boolean isBrokenBy(final SourceFile file, final String line, final String code)
        {
            return opening.matcher(code).find() && !code.contains("->") || closing.matcher(code).find();
        }
    };

    /** Past so many lines a file holds more than one idea. */
    static final int LONGEST_FILE = 900;

    /** Columns at which lines are wrapped. */
    static final int LONGEST_LINE = 120;

    private final Predicate<SourceFile> isAppliedTo;

    TidyRule(final Predicate<SourceFile> isAppliedTo)
    {
        this.isAppliedTo = isAppliedTo;
    }

    abstract boolean isBrokenBy(SourceFile file, String line, String code);

    /** The lines of a file that break this rule, each as {@code name:number: line}. */
    List<String> violations(final SourceFile file)
    {
        final List<String> violations = new ArrayList<>();
        if (isAppliedTo.test(file))
        {
            for (int i = 0; i < file.lines().size(); i++)
            {
                final String line = file.lines().get(i);
                if (isBrokenBy(file, line, file.code(i)))
                {
                    violations.add(file.module() + " " + file.name() + ":" + (i + 1) + ": " + line.strip());
                }
            }
        }
        return violations;
    }

    private static Predicate<SourceFile> any()
    {
        return file -> true;
    }

    private static Predicate<SourceFile> main()
    {
        return file -> !file.isTest();
    }

    /** What ships: not the tests, and not what only measures. */
    private static Predicate<SourceFile> product()
    {
        return main().and(file -> !"perf".equals(file.module()));
    }
}
