package io.ringbolt.config;

/**
 * A directive's value that its row refuses; the message is the reason in the wording clients of Redis know.
 * It names neither directive nor file: whoever reads the file or serves CONFIG SET adds that.
 */
final class InvalidValueException extends Exception
{
    InvalidValueException(final String reason)
    {
        super(reason, null, false, false);
    }
}
