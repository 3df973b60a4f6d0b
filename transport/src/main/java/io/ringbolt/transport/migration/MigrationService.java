package io.ringbolt.transport.migration;

import io.ringbolt.engine.migrate.Migration;
import io.ringbolt.transport.tls.TlsEngines;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedSelectorException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Carries keys to other servers for MIGRATE, on threads of its own that exist only while there is something to carry.
 * <p>
 * Connections are kept for ten seconds, since a cluster's slots are moved in many small steps. A connection that breaks
 * before the first answer is made anew once: it may have been ended by the other side while nobody used it.
 */
public final class MigrationService implements AutoCloseable
{
    private static final int THREAD_COUNT = 4;
    private static final long KEPT_MS = 10_000;

    private final ScheduledThreadPoolExecutor threads;
    private final Consumer<Runnable> onEngine;
    private final Supplier<TlsEngines> tls;
    private final Map<String, ArrayDeque<MigrationLink>> idle = new HashMap<>();
    private final Set<MigrationLink> busy = new HashSet<>();
    private boolean isClosed;
    private volatile int idleCount;

    /**
     * @param onEngine has something run by the engine thread, after what it does now.
     * @param tls      what encrypts a new connection; gives null if it is not to be encrypted. Any thread.
     */
    public MigrationService(final Consumer<Runnable> onEngine, final Supplier<TlsEngines> tls)
    {
        this.tls = tls;
        this.onEngine = onEngine;
        threads = new ScheduledThreadPoolExecutor(THREAD_COUNT, work ->
        {
            final Thread thread = new Thread(work, "ringbolt-migrate");
            thread.setDaemon(true);
            return thread;
        });
        threads.setKeepAliveTime(KEPT_MS, TimeUnit.MILLISECONDS);
        threads.allowCoreThreadTimeOut(true);
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /**
     * Carries keys on another thread. @param onReturn run on the engine thread when that is over; not after {@link
     * #close()}.
     */
    public void migrate(final Migration migration, final Runnable onReturn)
    {
        try
        {
            threads.execute(() ->
            {
                carry(migration);
                onEngine.accept(onReturn);
            });
        }
        catch (final RejectedExecutionException closed)
        {
            migration.onEnd(Migration.End.NOT_CONNECTED);
            onEngine.accept(onReturn);
        }
    }

    /** Carries keys on this thread. */
    public void carry(final Migration migration)
    {
        Migration.End end = Migration.End.NONE;
        for (boolean mayRetry = true; Migration.End.NONE == end; mayRetry = false)
        {
            end = attempt(migration, mayRetry);
        }
        migration.onEnd(end);
    }

    /** @return how it ended, or NONE if it is worth another attempt. */
    private Migration.End attempt(final Migration migration, final boolean mayRetry)
    {
        final MigrationLink link;
        try
        {
            link = take(migration);
        }
        catch (final IOException | RuntimeException refused)
        {
            return Migration.End.NOT_CONNECTED;
        }
        Migration.End end = Migration.End.NOT_WRITTEN;
        int answered = 0;
        try
        {
            final boolean isSelecting = migration.database() != link.database();
            send(link, migration, isSelecting);
            end = Migration.End.NOT_READ;
            final int timeoutMs = migration.timeoutMs();
            final String login = null == migration.login() ? "" : link.readLine(timeoutMs);
            final String selected = isSelecting ? link.readLine(timeoutMs) : "";
            boolean isRefused = false;
            for (; answered < migration.keyCount(); answered++)
            {
                final String error = firstError(login, selected, link.readLine(timeoutMs));
                migration.onAnswer(answered, error);
                isRefused |= null != error;
            }
            link.database(isRefused ? MigrationLink.UNKNOWN_DATABASE : migration.database());
            giveBack(migration, link);
            return Migration.End.ANSWERED;
        }
        catch (final IOException | ClosedSelectorException broken)
        {
            release(link);
            return mayRetry && 0 == answered && !(broken instanceof SocketTimeoutException) ? Migration.End.NONE : end;
        }
    }

    private static void send(final MigrationLink link, final Migration migration, final boolean isSelecting)
        throws IOException
    {
        if (null != migration.login())
        {
            link.write(migration.login(), migration.timeoutMs());
        }
        if (isSelecting)
        {
            link.write(MigrationLink.command("SELECT", migration.database()), migration.timeoutMs());
        }
        link.write(migration.commandsAddress(), migration.commandsLength(), migration.timeoutMs());
    }

    private static String firstError(final String... answers)
    {
        for (final String answer : answers)
        {
            if (answer.startsWith("-"))
            {
                return answer.substring(1);
            }
        }
        return null;
    }

    private MigrationLink take(final Migration migration) throws IOException
    {
        final TlsEngines engines = tls.get();
        synchronized (this)
        {
            final ArrayDeque<MigrationLink> links = idle.get(nameOf(migration));
            while (null != links && !links.isEmpty())
            {
                final MigrationLink link = links.pollLast();
                idleCount--;
                if (!link.isStale() && link.isEncryptedBy(engines))
                {
                    busy.add(link);
                    return link;
                }
                link.close();
            }
        }
        final MigrationLink link = MigrationLink.connect(
            migration.host(), migration.port(), engines, migration.timeoutMs());
        synchronized (this)
        {
            if (isClosed)
            {
                link.close();
                throw new IOException("closed");
            }
            busy.add(link);
        }
        return link;
    }

    private synchronized void giveBack(final Migration migration, final MigrationLink link)
    {
        busy.remove(link);
        if (isClosed)
        {
            link.close();
            return;
        }
        link.idleSinceNs(System.nanoTime());
        idle.computeIfAbsent(nameOf(migration), name -> new ArrayDeque<>()).addLast(link);
        idleCount++;
        threads.schedule(this::closeIdle, KEPT_MS, TimeUnit.MILLISECONDS);
    }

    /** @return connections that nobody uses now. */
    public int idleCount()
    {
        return idleCount;
    }

    private synchronized void release(final MigrationLink link)
    {
        busy.remove(link);
        link.close();
    }

    private synchronized void closeIdle()
    {
        final long oldestNs = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(KEPT_MS);
        for (final Iterator<ArrayDeque<MigrationLink>> all = idle.values().iterator(); all.hasNext();)
        {
            final ArrayDeque<MigrationLink> links = all.next();
            while (!links.isEmpty() && links.peekFirst().idleSinceNs() - oldestNs <= 0)
            {
                links.pollFirst().close();
                idleCount--;
            }
            if (links.isEmpty())
            {
                all.remove();
            }
        }
    }

    private static String nameOf(final Migration migration)
    {
        return migration.host() + ':' + migration.port();
    }

    /**
     * Ends what is under way. When it returns no thread touches a migration any more; any of the engine's own may still
     * fail.
     */
    @Override
    public void close()
    {
        synchronized (this)
        {
            isClosed = true;
            busy.forEach(MigrationLink::close);
            idle.values().forEach(links -> links.forEach(MigrationLink::close));
            idle.clear();
        }
        threads.shutdownNow();
        try
        {
            threads.awaitTermination(1, TimeUnit.MINUTES);
        }
        catch (final InterruptedException interrupted)
        {
            Thread.currentThread().interrupt();
        }
    }
}
