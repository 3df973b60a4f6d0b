package io.ringbolt.engine.observe;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * A command that stayed longer in a stage than {@code jfr-stall-threshold} says, for Flight Recorder. The class is not
 * loaded while the threshold is 0.
 */
@Name("io.ringbolt.Stall")
@Label("Stall")
@Category("Ringbolt")
@Description("A command stayed longer in a stage of its way than jfr-stall-threshold")
@StackTrace(false)
public final class StallEvent extends Event
{
    @Label("Stage")
    String stage;

    @Label("Command")
    String command;

    @Label("Time")
    @Timespan(Timespan.NANOSECONDS)
    long timeNs;

    /** Tells Flight Recorder, if it records such events. */
    static void commit(final Stage stage, final String command, final long timeNs)
    {
        final StallEvent event = new StallEvent();
        if (event.shouldCommit())
        {
            event.stage = stage.key();
            event.command = command;
            event.timeNs = timeNs;
            event.commit();
        }
    }
}
