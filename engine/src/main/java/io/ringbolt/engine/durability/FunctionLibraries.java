package io.ringbolt.engine.durability;

import java.util.List;

/**
 * The function libraries as snapshots keep them: each as its source, beginning with its {@code #!} line. Engine thread.
 */
public interface FunctionLibraries
{
    /** @return the sources of all libraries; neither the list nor the arrays change any more. */
    List<byte[]> sources();

    /**
     * Loads a library.
     *
     * @param isReplacing whether it may take the place of one of its name.
     * @return null, or why it can't be loaded.
     */
    String load(byte[] source, boolean isReplacing);

    /** Forgets all libraries, before a data set is loaded in the place of the present one. */
    void clear();

    /** A server that knows no functions: it has none and refuses any. */
    static FunctionLibraries none()
    {
        return new FunctionLibraries()
        {
            @Override
            public List<byte[]> sources()
            {
                return List.of();
            }

            @Override
            public String load(final byte[] source, final boolean isReplacing)
            {
                return "this server has no functions";
            }

            @Override
            public void clear()
            {
                // there are none
            }
        };
    }
}
