package io.ringbolt.engine.zset;

import io.ringbolt.engine.command.Doubles;

/**
 * Scores as a listpack keeps them: as integers where they are, else as text, see {@link Doubles}.
 */
final class ScoreText
{
    /** Bytes that the longest text takes. */
    static final int MAX_LENGTH = Doubles.MAX_LENGTH;

    private static final double INTEGER_LIMIT = 0x1p62;

    private ScoreText()
    {
    }

    /** Says whether a score is stored as an integer. */
    static boolean isInteger(final double score)
    {
        return score > -INTEGER_LIMIT && score < INTEGER_LIMIT && score == (long)score;
    }

    /**
     * Writes the text of a score.
     *
     * @param address at least {@link #MAX_LENGTH} writable bytes.
     * @return the length of the text.
     */
    static int format(final double score, final long address)
    {
        return Doubles.write(score, address);
    }
}
