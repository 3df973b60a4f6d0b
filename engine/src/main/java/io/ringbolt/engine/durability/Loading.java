package io.ringbolt.engine.durability;

import java.io.IOException;

/**
 * The state in which data are being loaded and only few commands are allowed, and the figures of the last loading.
 * Owned by the engine thread, but for {@link #isOn()}.
 */
public final class Loading
{
    private static final long MS_PER_SECOND = 1000;

    private DataLoader loader;
    private Runnable onLoaded;
    private volatile boolean isOn;
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
        if (isOn)
        {
            throw new IllegalStateException("already loading: " + loader);
        }
        loader = newLoader;
        startedMs = nowMs;
        onLoaded = then;
        isOn = true;
    }

    /** @return true while data are being loaded; any thread. */
    public boolean isOn()
    {
        return isOn;
    }

    /**
     * Loads a piece.
     *
     * @throws IOException if loading has failed, and is over.
     */
    public void doWork() throws IOException
    {
        boolean hasMore = false;
        try
        {
            hasMore = loader.load();
        }
        finally
        {
            if (!hasMore)
            {
                end();
            }
        }
        if (!hasMore)
        {
            onLoaded.run();
        }
    }

    /** Loads nothing more, because the server ends. */
    public void end()
    {
        isOn = false;
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
