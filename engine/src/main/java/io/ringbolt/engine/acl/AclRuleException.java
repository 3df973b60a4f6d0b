package io.ringbolt.engine.acl;

/**
 * A rule that can't be applied to a user, with Redis's words for why.
 */
final class AclRuleException extends Exception
{
    static final String SYNTAX = "Syntax error";
    static final String UNKNOWN_COMMAND = "Unknown command or category name in ACL";
    static final String FIRST_ARGUMENT_OF_SUBCOMMAND = "Allowing first-arg of a subcommand is not supported";
    static final String NO_SUCH_PASSWORD = "The password you are trying to remove from the user does not exist";
    static final String BAD_HASH =
        "The password hash must be exactly 64 characters and contain only lowercase hexadecimal characters";
    static final String KEYS_AFTER_ALL =
        "Adding a pattern after the * pattern (or the 'allkeys' flag) is not valid and " +
        "does not have any effect. Try 'resetkeys' to start with an empty list of patterns";
    static final String CHANNELS_AFTER_ALL =
        "Adding a pattern after the * pattern (or the 'allchannels' flag) is not valid " +
        "and does not have any effect. Try 'resetchannels' to start with an empty list of channels";

    private static final long serialVersionUID = 1L;

    AclRuleException(final String message)
    {
        super(message, null, false, false);
    }

    /** @return true if the rule names a command or category that does not exist; nothing in it is secret then. */
    boolean isUnknownCommand()
    {
        return UNKNOWN_COMMAND.equals(getMessage());
    }
}
