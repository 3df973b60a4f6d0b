package io.ringbolt.engine.durability;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * The state in which data are being loaded and only few commands are allowed, and the figures of the last loading.
 * Owned by the engine thread, but for {@link #isOn()} and its like.
 */
public final class Loading
{
    private static final long MS_PER_SECOND = 1000;

    private DataLoader loader;
    private Runnable onLoaded;
    private Consumer<Throwable> onFailed;
    private volatile boolean isRunning;
    private volatile boolean isBeside;
    private long startedMs;
    private long keysLoaded;
    private long keysExpired;

    /**
     * Begins to load; {@link #doWork} goes on with it.
     *
     * @param newLoader owned and closed here.
     * @param then      run when everything is loaded.
     */
    public void begin(final DataLoader newLoader, final long nowMs, final Runnable then)
    {
        begin(newLoader, nowMs, false, then, null);
    }

    /**
     * Like {@link #begin(DataLoader, long, Runnable)} for data without which the server can go on.
     *
     * @param beside true if the present data are served meanwhile.
     * @param failed told why the data can't be loaded, after the loader has been closed.
     */
    public void begin(
        final DataLoader newLoader,
        final long nowMs,
        final boolean beside,
        final Runnable then,
        final Consumer<Throwable> failed)
    {
        if (isRunning)
        {
            throw new IllegalStateException("already loading: " + loader);
        }
        loader = newLoader;
        startedMs = nowMs;
        onLoaded = then;
        onFailed = failed;
        isBeside = beside;
        isRunning = true;
    }

    /** @return true while data are being loaded in the place of those that clients ask for; any thread. */
    public boolean isOn()
    {
        return isRunning && !isBeside;
    }

    /** @return true while data are being loaded and the present ones are served; any thread. */
    public boolean isBeside()
    {
        return isRunning && isBeside;
    }

    /** @return true while anything is being loaded; any thread. */
    public boolean isRunning()
    {
        return isRunning;
    }

    /** @return true if a piece can be loaded now. The engine thread. */
    public boolean hasWork()
    {
        return isRunning && loader.isReady();
    }

    /**
     * Loads a piece.
     *
     * @throws IOException if loading has failed, and is over, and nobody else is to be told.
     */
    public void doWork() throws IOException
    {
        boolean hasMore = false;
        try
        {
            hasMore = loader.load();
        }
        catch (final IOException | RuntimeException failure)
        {
            end();
            if (null == onFailed)
            {
                throw failure;
            }
            onFailed.accept(failure);
            return;
        }
        if (!hasMore)
        {
            end();
            onLoaded.run();
        }
    }

    /** Loads nothing more, because the server ends. */
    public void end()
    {
        isRunning = false;
        if (null != loader)
        {
            loader.close();
            loader = null;
        }
    }

    /** Forgets the figures of earlier loadings. */
    public void resetFigures()
    {
        keysLoaded = 0;
        keysExpired = 0;
    }

    /** Counts a key that has been loaded. */
    public void keyLoaded()
    {
        keysLoaded++;
    }

    /** Counts a key that had expired and was passed over. */
    public void keyExpired()
    {
        keysExpired++;
    }

    public long keysLoaded()
    {
        return keysLoaded;
    }

    public long keysExpired()
    {
        return keysExpired;
    }

    public long startedSeconds()
    {
        return startedMs / MS_PER_SECOND;
    }

    public long totalBytes()
    {
        return null == loader ? 0 : loader.totalBytes();
    }

    public long loadedBytes()
    {
        return null == loader ? 0 : loader.loadedBytes();
    }

    public long usedMemoryThen()
    {
        return null == loader ? 0 : loader.usedMemoryThen();
    }

    /** @return seconds until the end, if it goes on like this; 1 while that can't be told. */
    public long etaSeconds(final long nowMs)
    {
        final long elapsed = (nowMs - startedMs) / MS_PER_SECOND;
        return 0 == elapsed ? 1 : (long)((double)elapsed * (totalBytes() - loadedBytes()) / (loadedBytes() + 1));
    }

    /** @return how much of the bytes has been loaded, in percent. */
    public double percent()
    {
        return 0 == totalBytes() ? 0 : 100.0 * loadedBytes() / totalBytes();
    }
}
