package io.ringbolt.engine.acl;

import io.ringbolt.engine.Engine;
import io.ringbolt.engine.session.Session;

/**
 * Ends the sessions that a change of a user does not leave room for.
 */
final class UserSessions
{
    private final Engine engine;
    private final AclChecker checker;

    UserSessions(final Engine engine, final AclChecker checker)
    {
        this.engine = engine;
        this.checker = checker;
    }

    /** Ends sessions of a user who is no more. */
    void endAll(final AclUser user)
    {
        for (final Session session : engine.sessions().snapshot())
        {
            if (session.aclUser() == user)
            {
                end(session);
                session.user(engine.acl().user(AclUser.DEFAULT_NAME));
                session.authenticated(false);
            }
        }
    }

    /** Ends sessions that listen to what their user may not listen to any more. */
    void endForbiddenListeners(final AclUser user)
    {
        if (0 == engine.pubSub().subscriberCount())
        {
            return;
        }
        for (final Session session : engine.sessions().snapshot())
        {
            if (session.aclUser() == user && session.isSubscriber() && engine.pubSub().hasSubscription(session,
                (address, length, isPattern) -> !checker.mayListen(user, address, length, isPattern)))
            {
                end(session);
            }
        }
    }

    /** The client whose command this is gets its reply first. */
    private void end(final Session session)
    {
        if (session == engine.executingSession())
        {
            session.closeAfterCommand();
        }
        else
        {
            session.close(false);
        }
    }
}
