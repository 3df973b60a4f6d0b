package io.ringbolt.engine.effect;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One consumer's place in the {@link EffectLog}. The log keeps everything from the lowest place on.
 * <p>
 * Opened and closed on the engine thread; moved by the one thread that reads.
 */
public final class EffectReader
{
    private static final VarHandle POSITION;

    static
    {
        try
        {
            POSITION = MethodHandles.lookup().findVarHandle(EffectReader.class, "position", long.class);
        }
        catch (final ReflectiveOperationException impossible)
        {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    @SuppressWarnings("FieldMayBeFinal")
    private long position;

    EffectReader(final long position)
    {
        this.position = position;
    }

    /** @return the start of the first record that has not been given up; any thread. */
    public long position()
    {
        return (long)POSITION.getAcquire(this);
    }

    /** Gives up everything below {@code position}, a record's start or the log's end. The reading thread. */
    public void position(final long position)
    {
        POSITION.setRelease(this, position);
    }
}
