package io.ringbolt.engine.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * The views that are open, in the order of their epochs. Owned by the engine thread.
 */
final class Views
{
    private final Chunks chunks;
    private final OffHeapAllocator allocator;
    private final ChunkReleaser releaser;
    private final List<ArenaView> open = new ArrayList<>();
    private long poolBytes;
    private ViewPages pages;
    private int lastEpoch;

    Views(
        final Chunks chunks, final OffHeapAllocator allocator, final long poolBytes, final ChunkReleaser releaser)
    {
        this.chunks = chunks;
        this.allocator = allocator;
        this.poolBytes = poolBytes;
        this.releaser = releaser;
    }

    /** Copies for open views; null when none is open. */
    ViewPages pages()
    {
        return pages;
    }

    void poolBytes(final long bytes)
    {
        poolBytes = bytes;
    }

    int openCount()
    {
        return open.size();
    }

    ArenaView open()
    {
        if (null == pages)
        {
            pages = new ViewPages(chunks, allocator, poolBytes);
        }
        final ArenaView view = new ArenaView(pages, chunks.base, ++lastEpoch);
        open.add(view);
        updateEpochs();
        return view;
    }

    void close(final ArenaView view)
    {
        if (!open.remove(view))
        {
            throw new IllegalArgumentException("view is not open: epoch=" + view.epoch());
        }
        updateEpochs();
        if (open.isEmpty())
        {
            pages.release(releaser);
            pages = null;
            chunks.releaseDeferred();
        }
    }

    /** Forgets all views, whose readers have stopped, and frees what was kept for them. */
    void closeAll()
    {
        if (null != pages)
        {
            pages.release(allocator::free);
            pages = null;
            open.clear();
        }
    }

    /** Fails every view that still holds; called before a page is written that could not be kept. */
    void overflow()
    {
        for (int i = 0; i < open.size(); i++)
        {
            open.get(i).overflow();
        }
        OffHeap.storeFence();
        updateEpochs();
    }

    private void updateEpochs()
    {
        int newestGood = 0;
        for (int i = 0; i < open.size(); i++)
        {
            if (!open.get(i).isOverflowed())
            {
                newestGood = open.get(i).epoch();
            }
        }
        pages.currentEpoch(newestGood);
        chunks.currentEpoch = open.isEmpty() ? 0 : open.get(open.size() - 1).epoch();
        chunks.oldestEpoch = open.isEmpty() ? Integer.MAX_VALUE : open.get(0).epoch();
    }
}
