package io.ringbolt.persistence.aof;

/**
 * What the files of one append-only file are called.
 *
 * @param base {@code appendfilename}.
 */
record AofNames(String base)
{
    static final String BASE_MARK = ".base.";
    static final String TEMPORARY_PREFIX = "temp-";

    private static final String RDB_SUFFIX = ".rdb";
    private static final String AOF_SUFFIX = ".aof";

    String manifest()
    {
        return base + ".manifest";
    }

    String baseFile(final long number, final boolean isRdb)
    {
        return base + '.' + number + ".base" + (isRdb ? RDB_SUFFIX : AOF_SUFFIX);
    }

    String incrementFile(final long number)
    {
        return base + '.' + number + ".incr" + AOF_SUFFIX;
    }

    static String temporary(final String name)
    {
        return TEMPORARY_PREFIX + name;
    }

    /** The file into which a rewrite writes before it becomes a base. */
    static String rewrite()
    {
        return TEMPORARY_PREFIX + "rewriteaof-bg" + AOF_SUFFIX;
    }

    /** @return true for a file that only an unfinished step can have left behind. */
    boolean isLeftOver(final String name)
    {
        return name.startsWith(TEMPORARY_PREFIX) && (name.startsWith(base, TEMPORARY_PREFIX.length()) ||
            name.startsWith("rewriteaof-bg", TEMPORARY_PREFIX.length()));
    }
}
