package io.ringbolt.perf.load;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One workload on one target, once: connects, warms up, measures, and takes the curves over time meanwhile.
 */
final class LoadRun
{
    private static final double NS_PER_SECOND = 1e9;
    /** From the moment at which all threads are ready until they begin together. */
    private static final long LEAD_NS = 2_000_000;
    private static final int PREPARATION_WINDOW = 64;
    private static final long MOST_POINTS = 100_000;

    private final Target target;
    private final Access access;
    private final BenchOptions options;
    private final BenchProgress progress;

    LoadRun(final Target target, final Access access, final BenchOptions options, final BenchProgress progress)
    {
        this.target = target;
        this.access = access;
        this.options = options;
        this.progress = progress;
    }

    /** Loads what the workload reads. */
    void prepare(final Workload workload) throws IOException, InterruptedException
    {
        if (workload.preparations().isEmpty() || workload.preparedKeys() == 0)
        {
            return;
        }
        final AtomicLong keyCount = new AtomicLong(workload.preparedKeys());
        final List<LoadThread> threads = open(workload, options.shape(), keyCount, new ArrayList<>());
        try
        {
            progress.step("loading " + workload.preparedKeys() + " keys into " + target.name());
            final long perThread = (workload.preparedKeys() + threads.size() - 1) / threads.size();
            inParallel(threads, (thread, index) -> thread.prepare(workload.preparations(), index * perThread,
                Math.min(workload.preparedKeys(), (index + 1) * perThread), PREPARATION_WINDOW), () ->
                {
                });
        }
        finally
        {
            close(threads);
        }
    }

    /**
     * Runs the load.
     *
     * @param workload to run.
     * @param shape    of the load.
     * @param result   to which the round is added.
     * @throws IOException          if the server does not answer as it should.
     * @throws InterruptedException if interrupted.
     */
    void run(final Workload workload, final LoadShape shape, final RunResult result)
        throws IOException, InterruptedException
    {
        final AtomicLong keyCount = new AtomicLong(Math.max(workload.preparedKeys(), options.keyCount()));
        final List<LoadRecorder> recorders = new ArrayList<>();
        final List<LoadThread> threads = open(workload, shape, keyCount, recorders);
        try (ServerWatch watch = ServerWatch.of(target, access, options))
        {
            final long beginNs = System.nanoTime() + LEAD_NS;
            final Curves curves = new Curves(workload, shape, recorders, watch, beginNs + shape.warmUpNs());
            inParallel(threads, (thread, index) -> thread.run(beginNs, 1.0 / threads.size(), index), curves::poll);
            curves.finish();
            result.addRound(curves.byOperation, curves.points, curves.seconds(), recorders);
            result.offered(shape.ratePerSecond());
        }
        finally
        {
            close(threads);
        }
    }

    private List<LoadThread> open(
        final Workload workload, final LoadShape shape, final AtomicLong keyCount, final List<LoadRecorder> recorders)
        throws IOException
    {
        final List<LoadThread> threads = new ArrayList<>();
        try
        {
            final String keys = options.keys() == null ? workload.keys() : options.keys();
            final int count = Math.min(shape.threadCount(), shape.clientCount());
            for (int i = 0; i < count; i++)
            {
                final Draw draw = new Draw(shape.seed() + i,
                    KeyChooser.of(keys, keyCount), ValueLengths.of(options.lengths()), keyCount);
                final LoadRecorder recorder = new LoadRecorder(workload.operations().size());
                final LoadThread thread = new LoadThread(target, workload, shape, draw, recorder);
                recorders.add(recorder);
                threads.add(thread);
                thread.connect(shape.clientCount() / count + (i < shape.clientCount() % count ? 1 : 0), access);
            }
            return threads;
        }
        catch (final IOException | RuntimeException ex)
        {
            close(threads);
            throw ex;
        }
    }

    private static void close(final List<LoadThread> threads) throws IOException
    {
        for (final LoadThread thread : threads)
        {
            thread.close();
        }
    }

    /** What a load thread does from its beginning to its end. */
    private interface Part
    {
        void run(LoadThread thread, int index) throws IOException;
    }

    /** What this thread does meanwhile, about every ten milliseconds. */
    private interface Meanwhile
    {
        void poll() throws IOException;
    }

    private static void inParallel(final List<LoadThread> threads, final Part part, final Meanwhile meanwhile)
        throws IOException, InterruptedException
    {
        final ExecutorService executor = Executors.newFixedThreadPool(threads.size());
        try
        {
            final List<Future<Void>> futures = new ArrayList<>();
            for (int i = 0; i < threads.size(); i++)
            {
                final int index = i;
                futures.add(executor.submit(() ->
                {
                    part.run(threads.get(index), index);
                    return null;
                }));
            }
            for (final Future<Void> future : futures)
            {
                await(future, meanwhile);
            }
        }
        finally
        {
            executor.shutdownNow();
        }
    }

    private static void await(final Future<Void> future, final Meanwhile meanwhile)
        throws IOException, InterruptedException
    {
        while (true)
        {
            try
            {
                future.get(10, TimeUnit.MILLISECONDS);
                return;
            }
            catch (final TimeoutException running)
            {
                meanwhile.poll();
            }
            catch (final ExecutionException failed)
            {
                throw new IOException(failed.getCause().getMessage(), failed.getCause());
            }
        }
    }

    /** Takes what the threads have recorded, interval by interval. */
    private final class Curves
    {
        private final List<Histogram> byOperation = new ArrayList<>();
        private final List<Interval> points = new ArrayList<>();
        private final List<LoadRecorder> recorders;
        private final ServerWatch watch;
        private final LoadShape shape;
        private final Histogram interval = LoadRecorder.newHistogram();
        private final Histogram part = LoadRecorder.newHistogram();
        private final long fromNs;
        private long takenNs;

        Curves(
            final Workload workload, final LoadShape shape, final List<LoadRecorder> recorders,
            final ServerWatch watch, final long fromNs)
        {
            workload.operations().forEach(operation -> byOperation.add(LoadRecorder.newHistogram()));
            this.recorders = recorders;
            this.watch = watch;
            this.shape = shape;
            this.fromNs = fromNs;
            this.takenNs = fromNs;
        }

        void poll() throws IOException
        {
            final long nowNs = System.nanoTime();
            watch.poll(nowNs);
            if (nowNs - takenNs >= shape.intervalNs() && points.size() < MOST_POINTS)
            {
                take(nowNs);
                progress.point(target, points.get(points.size() - 1));
            }
        }

        void finish() throws IOException
        {
            final long nowNs = Math.max(System.nanoTime(), takenNs + 1);
            final boolean isWorthAPoint = points.isEmpty() || nowNs - takenNs >= shape.intervalNs() / 2;
            take(nowNs);
            if (!isWorthAPoint)
            {
                points.remove(points.size() - 1);
            }
        }

        private void take(final long nowNs) throws IOException
        {
            interval.reset();
            for (int operation = 0; operation < byOperation.size(); operation++)
            {
                part.reset();
                for (final LoadRecorder recorder : recorders)
                {
                    recorder.drainTo(operation, part);
                }
                byOperation.get(operation).add(part);
                interval.add(part);
            }
            points.add(Interval.of(
                (nowNs - fromNs) / NS_PER_SECOND, (nowNs - takenNs) / NS_PER_SECOND, interval, watch.figures()));
            takenNs = nowNs;
        }

        /** A run of given length has that length, however long the last answers took. */
        double seconds()
        {
            return (shape.durationNs() > 0 ? shape.durationNs() : takenNs - fromNs) / NS_PER_SECOND;
        }
    }
}
