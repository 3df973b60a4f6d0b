package io.ringbolt.perf.load;

/**
 * What {@code bin/ringbolt-bench --help} says.
 */
final class BenchUsage
{
    static final String TEXT = String.join("\n",
        "Usage: ringbolt-bench [options] [command with arguments]",
        "",
        "Puts load on Redis-compatible servers and reports throughput and latencies.",
        "",
        "As redis-benchmark:",
        "  -h host -p port -s socket    the server (127.0.0.1, 6379)",
        "  -u uri                       redis[s]://[[user:]password@]host[:port][/database]",
        "  -a password --user name --dbnum n -3",
        "  -c 50 -n 100000 -P 1         connections, operations, requests in flight on each",
        "  --threads 1                  of this program",
        "  -d 3                         bytes of a value: 64, 10-1000, zipf:10-1000, 64:90,1024:10 (lengths:weights)",
        "  -r 0                         key numbers to draw from; 0 for always the same key",
        "  -t get,set                   some of redis-benchmark's tests, and xadd; without it all of its own",
        "  -q --csv --precision 3       one line a test; redis-benchmark's CSV; digits of milliseconds",
        "  -x                           the command's last argument from standard input",
        "  --tls --cacert f --cert f --key f --insecure --sni host",
        "  command ...                  instead of tests: __rand_int__ a drawn key number, __key__ the same one in all",
        "                               of the command, __data__ a value, __field__ a digit, __count__ 1 to 100",
        "",
        "How long:",
        "  --duration 30s               instead of -n",
        "  --warmup 5s                  the same load before, unmeasured (0; 2s with --duration)",
        "  --rounds 1                   runs of each test on each target, in turns",
        "  --interval 1s --drain 10s    a point of the curves; how long to wait for answers in the end",
        "",
        "How hard:",
        "  --rate 20000                 open loop: so many operations a second are due whether or not earlier ones are",
        "                               answered, and are measured from when they were due",
        "  --rate 60%                   of what the last target does in a closed loop, measured first",
        "  --arrivals constant|poisson  even or independent of each other",
        "",
        "What:",
        "  --mix get:80,set:20          one test of several commands",
        "  --ycsb a[,b,...]|all         YCSB's core workloads over hashes of ten fields, loaded first (E scans names",
        "                               of keys with ZRANGEBYLEX)",
        "  --records 100000             that YCSB loads and draws from",
        "  --fill                       load one string for each key number first",
        "  --keys uniform               or zipf[:0.99], latest[:0.99], sequential, hot:20%:80% (keys:operations)",
        "  --seed 1                     the same seed makes the same requests",
        "",
        "On whom:",
        "  --target name=host:port      several: measured in turns, compared with the last one",
        "  --start ringbolt,redis       start these on free ports, without persistence, and measure them",
        "  --both-args '...' --ringbolt-args '...' --redis-args '...' --jvm-opts '...'    for started servers",
        "",
        "Beside it:",
        "  --watch used_memory_rss,...  fields of INFO over time; with /s what they grow by a second",
        "  --meanwhile 'BGSAVE'         a command to give while the load runs; --meanwhile-every 2s",
        "  --soak 30m                   a mixed load for that time; memory, fragmentation and collections over time",
        "",
        "Results: a table, and",
        "  --json file --html file      all figures; one page that needs nothing else",
        "  --hgrm prefix                one percentile file a test and target",
        "  --title text                 of the page");

    private BenchUsage()
    {
    }
}
