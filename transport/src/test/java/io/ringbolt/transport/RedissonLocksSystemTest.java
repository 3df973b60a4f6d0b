package io.ringbolt.transport;

import static io.ringbolt.transport.TestServers.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringbolt.config.ThreadingMode;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.redisson.api.RCountDownLatch;
import org.redisson.api.RLock;
import org.redisson.api.RPermitExpirableSemaphore;
import org.redisson.api.RRateLimiter;
import org.redisson.api.RReadWriteLock;
import org.redisson.api.RSemaphore;
import org.redisson.api.RateType;
import org.redisson.api.RedissonClient;
import org.redisson.config.Protocol;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Redisson's locks and other synchronizers: scripts that change state, and pub/sub that wakes those who wait. A lock is
 * held for thirty seconds unless a lease says otherwise, longer than any test's patience: a waiter that wins was told.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RedissonLocksSystemTest
{
    private static final int PATIENCE_SECONDS = 15;
    private static final long LEASE_MS = 200;
    private static final int CONTENDERS = 4;
    private static final int ROUNDS = 25;

    private interface Task<T>
    {
        T run() throws Exception;
    }

    private static <T> CompletableFuture<T> elsewhere(final Task<T> task)
    {
        final CompletableFuture<T> result = new CompletableFuture<>();
        final Thread thread = new Thread(() -> complete(result, task), "redisson-elsewhere");
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    private static <T> void complete(final CompletableFuture<T> result, final Task<T> task)
    {
        try
        {
            result.complete(task.run());
        }
        catch (final Exception exception)
        {
            result.completeExceptionally(exception);
        }
    }

    private static <T> T result(final Future<T> future)
        throws InterruptedException, ExecutionException, TimeoutException
    {
        return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static void awaitSubscriber(final RedissonClient client, final String channel) throws InterruptedException
    {
        await("a subscriber of " + channel, () -> 1 == client.getTopic(channel).countSubscribers());
    }

    @ParameterizedTest
    @CsvSource({"SHARED, RESP2", "SHARED, RESP3", "DEDICATED, RESP2", "DEDICATED, RESP3"})
    void shouldHoldLockForOneThreadAndCountItsEntries(final ThreadingMode mode, final Protocol protocol)
        throws Exception
    {
        try (RedissonSystem system = RedissonSystem.start(mode, protocol))
        {
            final RedissonClient client = system.connect();
            final RLock lock = client.getLock("lock");
            lock.lock();
            assertTrue(lock.tryLock(), "the holder enters again");
            assertEquals(2, lock.getHoldCount());
            assertTrue(lock.remainTimeToLive() > TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            final boolean entered = result(elsewhere(() -> lock.tryLock()));
            assertFalse(entered, "another thread");
            final CompletionException refused = assertThrows(
                CompletionException.class, () -> elsewhere(() -> unlock(lock)).orTimeout(5, TimeUnit.SECONDS).join());
            assertEquals(IllegalMonitorStateException.class, refused.getCause().getClass());
            lock.unlock();
            assertTrue(lock.isLocked(), "one entry is left");
            lock.unlock();
            assertFalse(lock.isLocked());
            assertEquals(0, client.getKeys().count());
        }
    }

    private static boolean unlock(final RLock lock)
    {
        lock.unlock();
        return true;
    }

    @ParameterizedTest
    @CsvSource({"SHARED, RESP2", "SHARED, RESP3", "DEDICATED, RESP2", "DEDICATED, RESP3"})
    void shouldWakeTheWaiterWhenLockIsReleased(final ThreadingMode mode, final Protocol protocol) throws Exception
    {
        try (RedissonSystem system = RedissonSystem.start(mode, protocol))
        {
            final RedissonClient client = system.connect();
            final RLock lock = client.getLock("lock");
            lock.lock();
            final RLock sameLock = system.connect().getLock("lock");
            final Future<Boolean> waiter = elsewhere(() -> sameLock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS));
            awaitSubscriber(client, "redisson_lock__channel:{lock}");
            assertFalse(waiter.isDone());
            lock.unlock();
            assertTrue(result(waiter), "woken long before the holder's thirty seconds end");
        }
    }

    @ParameterizedTest
    @CsvSource({"SHARED, RESP2", "SHARED, RESP3", "DEDICATED, RESP2", "DEDICATED, RESP3"})
    void shouldGiveLockAwayWhenItsLeaseEnds(final ThreadingMode mode, final Protocol protocol) throws Exception
    {
        try (RedissonSystem system = RedissonSystem.start(mode, protocol))
        {
            final RLock lock = system.connect().getLock("lock");
            final long takenNs = System.nanoTime();
            assertTrue(lock.tryLock(0, LEASE_MS, TimeUnit.MILLISECONDS));
            assertTrue(result(elsewhere(() -> lock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS))));
            final long heldMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - takenNs);
            assertTrue(heldMs >= LEASE_MS - 1, () -> "held for " + heldMs + " ms");
            assertFalse(lock.isHeldByCurrentThread());
            assertThrows(IllegalMonitorStateException.class, lock::unlock);
        }
    }

    @ParameterizedTest
    @CsvSource({"SHARED, RESP2", "SHARED, RESP3", "DEDICATED, RESP2", "DEDICATED, RESP3"})
    void shouldLetOneContenderInAtATime(final ThreadingMode mode, final Protocol protocol) throws Exception
    {
        try (RedissonSystem system = RedissonSystem.start(mode, protocol))
        {
            final List<RedissonClient> clients = List.of(system.connect(), system.connect());
            final ExecutorService threads = Executors.newFixedThreadPool(CONTENDERS);
            try
            {
                final List<Future<Integer>> contenders = new ArrayList<>();
                for (int i = 0; i < CONTENDERS; i++)
                {
                    final RedissonClient client = clients.get(i % clients.size());
                    final RLock lock = client.getLock("lock");
                    contenders.add(threads.submit(() -> increment(lock, client)));
                }
                for (final Future<Integer> contender : contenders)
                {
                    assertEquals(ROUNDS, result(contender));
                }
            }
            finally
            {
                threads.shutdownNow();
            }
            assertEquals(CONTENDERS * ROUNDS, clients.get(0).<Integer>getBucket("guarded").get());
        }
    }

    /** A read and a write that lose updates unless the lock keeps others out. */
    private static int increment(final RLock lock, final RedissonClient client)
    {
        for (int i = 0; i < ROUNDS; i++)
        {
            lock.lock(PATIENCE_SECONDS, TimeUnit.SECONDS);
            try
            {
                final Integer seen = client.<Integer>getBucket("guarded").get();
                client.<Integer>getBucket("guarded").set(null == seen ? 1 : seen + 1);
            }
            finally
            {
                lock.unlock();
            }
        }
        return ROUNDS;
    }

    @ParameterizedTest
    @CsvSource({"SHARED, RESP2", "DEDICATED, RESP3"})
    void shouldServeFairAndReadWriteLocks(final ThreadingMode mode, final Protocol protocol) throws Exception
    {
        try (RedissonSystem system = RedissonSystem.start(mode, protocol))
        {
            final RedissonClient client = system.connect();
            final RLock fair = client.getFairLock("fair");
            fair.lock();
            final Future<Boolean> waiter = elsewhere(() -> fair.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS));
            await("a place in the queue", () -> 1 == client.getKeys().countExists("redisson_lock_queue:{fair}"));
            fair.unlock();
            assertTrue(result(waiter));

            final RReadWriteLock lock = client.getReadWriteLock("both");
            lock.readLock().lock();
            assertTrue(result(elsewhere(() -> lock.readLock().tryLock() && unlock(lock.readLock()))), "many readers");
            assertFalse(result(elsewhere(() -> lock.writeLock().tryLock())), "no writer beside a reader");
            final Future<Boolean> writer = elsewhere(
                () -> lock.writeLock().tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS));
            awaitSubscriber(client, "redisson_rwlock:{both}");
            lock.readLock().unlock();
            assertTrue(result(writer));
            assertFalse(lock.readLock().tryLock(), "no reader beside a writer");
        }
    }

    @ParameterizedTest
    @CsvSource({"SHARED, RESP2", "SHARED, RESP3", "DEDICATED, RESP2", "DEDICATED, RESP3"})
    void shouldServeSemaphoresAndLatches(final ThreadingMode mode, final Protocol protocol) throws Exception
    {
        try (RedissonSystem system = RedissonSystem.start(mode, protocol))
        {
            final RedissonClient client = system.connect();
            final RSemaphore semaphore = client.getSemaphore("semaphore");
            assertTrue(semaphore.trySetPermits(2));
            assertTrue(semaphore.tryAcquire(2));
            assertFalse(semaphore.tryAcquire());
            final Future<Boolean> waiter = elsewhere(() -> semaphore.tryAcquire(Duration.ofSeconds(PATIENCE_SECONDS)));
            awaitSubscriber(client, "redisson_sc:{semaphore}");
            semaphore.release(2);
            assertTrue(result(waiter));
            assertEquals(1, semaphore.availablePermits());

            final RPermitExpirableSemaphore leased = client.getPermitExpirableSemaphore("leased");
            leased.trySetPermits(1);
            leased.acquire(LEASE_MS, TimeUnit.MILLISECONDS);
            final String permit = leased.tryAcquire(PATIENCE_SECONDS, PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertTrue(leased.tryRelease(permit), "the lease of the first ended, the second was given a permit");

            final RCountDownLatch latch = client.getCountDownLatch("latch");
            assertTrue(latch.trySetCount(2));
            final Future<Boolean> opened = elsewhere(() -> latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
            awaitSubscriber(client, "redisson_countdownlatch__channel__{latch}");
            latch.countDown();
            assertEquals(1, latch.getCount());
            assertFalse(opened.isDone());
            latch.countDown();
            assertTrue(result(opened));
        }
    }

    @ParameterizedTest
    @CsvSource({"SHARED, RESP2", "SHARED, RESP3", "DEDICATED, RESP2", "DEDICATED, RESP3"})
    void shouldLimitRates(final ThreadingMode mode, final Protocol protocol) throws Exception
    {
        try (RedissonSystem system = RedissonSystem.start(mode, protocol))
        {
            final RedissonClient client = system.connect();
            final RRateLimiter hourly = client.getRateLimiter("hourly");
            assertTrue(hourly.trySetRate(RateType.OVERALL, 3, Duration.ofHours(1)));
            assertFalse(hourly.trySetRate(RateType.OVERALL, 9, Duration.ofHours(1)), "a rate is set once");
            assertTrue(hourly.tryAcquire());
            assertEquals(2, hourly.availablePermits());
            assertTrue(hourly.tryAcquire(2));
            assertFalse(hourly.tryAcquire());

            final RRateLimiter quick = client.getRateLimiter("quick");
            quick.trySetRate(RateType.PER_CLIENT, 1, Duration.ofMillis(LEASE_MS));
            final long startedNs = System.nanoTime();
            quick.acquire();
            assertTrue(quick.tryAcquire(Duration.ofSeconds(PATIENCE_SECONDS)));
            final long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNs);
            assertTrue(tookMs >= LEASE_MS / 2, () -> "the second permit came after " + tookMs + " ms");
        }
    }
}
