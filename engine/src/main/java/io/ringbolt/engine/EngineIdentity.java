package io.ringbolt.engine;

/**
 * What tells one server's run from every other: ids drawn from the engine's seed at its start. Owned by the
 * engine thread.
 */
public final class EngineIdentity
{
    private static final int ID_LENGTH = 40;
    private static final int HEX_DIGITS = 16;

    private final SeededRandom random;
    private final String runId;

    EngineIdentity(final SeededRandom random)
    {
        this.random = random;
        this.runId = newId();
    }

    /** @return 40 hexadecimal digits. */
    public String runId()
    {
        return runId;
    }

    /** @return {@code standalone}, as HELLO and INFO tell it. */
    public String mode()
    {
        return "standalone";
    }

    /** @return 40 hexadecimal digits that nobody has had before: a run's or a history's name. */
    public String newId()
    {
        final StringBuilder id = new StringBuilder(ID_LENGTH);
        while (id.length() < ID_LENGTH)
        {
            id.append(Character.forDigit((int)random.nextBelow(HEX_DIGITS), HEX_DIGITS));
        }
        return id.toString();
    }
}
