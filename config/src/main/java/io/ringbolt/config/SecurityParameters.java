package io.ringbolt.config;

import static io.ringbolt.config.Rows.choiceParameter;
import static io.ringbolt.config.Rows.longParameter;
import static io.ringbolt.config.Rows.textParameter;

/**
 * Who may do what.
 */
public final class SecurityParameters
{
    /** Password of the default user; empty for none. */
    public static final ConfigParameter<String> REQUIREPASS = textParameter("requirepass")
        .sensitive().unsetWhenEmpty().mutable();

    /** File of ACL users; it excludes user lines in the configuration. */
    public static final ConfigParameter<String> ACLFILE = textParameter("aclfile").immutable();

    /** Denials that ACL LOG keeps. */
    public static final ConfigParameter<Long> ACLLOG_MAX_LEN = longParameter("acllog-max-len")
        .range(0, Long.MAX_VALUE).defaultsTo(128L).mutable();

    /** Channels of a new user: allchannels or resetchannels, which is none. */
    public static final ConfigParameter<AclPubsubDefault> ACL_PUBSUB_DEFAULT =
        choiceParameter("acl-pubsub-default", AclPubsubDefault.class)
        .defaultsTo(AclPubsubDefault.RESETCHANNELS).mutable();

    /** Who may CONFIG SET dir and dbfilename: no, yes, or local for connections from this machine. */
    public static final ConfigParameter<GuardedAccess> ENABLE_PROTECTED_CONFIGS =
        choiceParameter("enable-protected-configs", GuardedAccess.class)
        .defaultsTo(GuardedAccess.NO).immutable();

    /** Who may use DEBUG. */
    public static final ConfigParameter<GuardedAccess> ENABLE_DEBUG_COMMAND =
        choiceParameter("enable-debug-command", GuardedAccess.class)
        .defaultsTo(GuardedAccess.NO).immutable();

    /** Who may use MODULE. */
    public static final ConfigParameter<GuardedAccess> ENABLE_MODULE_COMMAND =
        choiceParameter("enable-module-command", GuardedAccess.class)
        .defaultsTo(GuardedAccess.NO).immutable();

    private SecurityParameters()
    {
    }
}
