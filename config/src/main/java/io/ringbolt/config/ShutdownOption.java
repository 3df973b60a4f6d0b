package io.ringbolt.config;

/**
 * What to do on a signal to stop; none of them means to decide by the save points.
 */
public enum ShutdownOption implements ConfigChoice
{
    SAVE, NOSAVE, NOW, FORCE
}
