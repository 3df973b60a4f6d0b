package io.ringbolt.transport;

import io.ringbolt.engine.EngineAgent;
import org.agrona.concurrent.Agent;

/**
 * Selector and engine on one thread: everything that is ready is read, executed, and answered in one turn, with one
 * system call to find out what is ready.
 */
final class SharedAgent implements Agent
{
    private static final int MAX_BATCHES_PER_TURN = 256;

    private final SelectorAgent selector;
    private final EngineAgent engine;
    private final ReplyDispatch dispatch;
    private final JournalStage journal;

    SharedAgent(
        final SelectorAgent selector,
        final EngineAgent engine,
        final ReplyDispatch dispatch,
        final JournalStage journal)
    {
        this.selector = selector;
        this.engine = engine;
        this.dispatch = dispatch;
        this.journal = journal;
        journal.endOfTurnTold();
    }

    @Override
    public int doWork() throws Exception
    {
        int workCount = selector.poll() + engine.loadPiece();
        for (int i = MAX_BATCHES_PER_TURN; i > 0; i--)
        {
            final int executed = engine.executeBatch();
            if (0 == executed)
            {
                break;
            }
            workCount += executed;
        }
        dispatch.dispatch(engine.sequence().get());
        workCount += selector.deliver();
        return journal.isTurnDue() ? workCount + endTurn() : workCount;
    }

    /** Has the journal do its part, here if everyone waits for that. */
    private int endTurn()
    {
        return journal.onTurnEnd(selector.isEveryoneGated()) ? selector.deliver() : 0;
    }

    /** A turn in which clients are served beside a command that runs for long; called from inside that command. */
    void serveBeside()
    {
        selector.poll();
        engine.serveBeside();
        dispatch.dispatch(engine.sequence().get());
        selector.deliver();
    }

    @Override
    public String roleName()
    {
        return "server";
    }
}
