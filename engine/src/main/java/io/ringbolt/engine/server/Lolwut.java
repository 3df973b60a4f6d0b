package io.ringbolt.engine.server;

import io.ringbolt.engine.ProductVersion;
import io.ringbolt.engine.command.CommandContext;
import io.ringbolt.engine.command.Errors;

import java.util.Locale;

/**
 * LOLWUT: a picture, then the version. The picture is a ring of bolts seen through a cellular automaton that starts
 * from the engine's chance, so no two are alike.
 */
final class Lolwut
{
    private static final byte[] VERSION = Errors.text("VERSION");
    /** The versions that once had a picture of their own. */
    private static final int FIRST_PICTURE = 5;
    private static final int LAST_PICTURE = 6;
    private static final int DEFAULT_COLUMNS = 66;
    private static final int MAX_COLUMNS = 1000;
    private static final int ROWS = 16;
    private static final int RULE = 30;
    private static final int SEED_DENSITY = 8;

    void execute(final CommandContext context)
    {
        int firstOperand = 1;
        long version = FIRST_PICTURE;
        if (context.argCount() > 2 && context.args().is(1, VERSION))
        {
            version = context.args().longAt(2);
            firstOperand = 3;
        }
        final boolean hasPicture = version >= FIRST_PICTURE && version <= LAST_PICTURE;
        int columns = DEFAULT_COLUMNS;
        if (hasPicture && context.argCount() > firstOperand && !context.args().hasError())
        {
            columns = Math.max(1, Math.min(MAX_COLUMNS, context.args().intAt(firstOperand)));
        }
        if (context.args().failed())
        {
            return;
        }
        final StringBuilder text = new StringBuilder();
        if (hasPicture)
        {
            draw(columns, context, text);
            text.append('\n');
        }
        text.append("Redis ver. ").append(ProductVersion.REDIS_VERSION)
            .append(String.format(Locale.ROOT, ", Ringbolt ver. %s%n", ProductVersion.RINGBOLT_VERSION));
        context.reply().verbatim("txt", text.toString());
    }

    private static void draw(final int columns, final CommandContext context, final StringBuilder out)
    {
        boolean[] cells = new boolean[columns];
        for (int i = 0; i < columns; i++)
        {
            cells[i] = i == columns / 2 || 0 == context.engine().random().nextBelow(SEED_DENSITY);
        }
        for (int row = 0; row < ROWS; row++)
        {
            for (final boolean cell : cells)
            {
                out.append(cell ? 'o' : ' ');
            }
            out.append('\n');
            cells = next(cells);
        }
    }

    private static boolean[] next(final boolean[] cells)
    {
        final int count = cells.length;
        final boolean[] next = new boolean[count];
        for (int i = 0; i < count; i++)
        {
            final int pattern = (cells[(i + count - 1) % count] ? 4 : 0) | (cells[i] ? 2 : 0) |
                (cells[(i + 1) % count] ? 1 : 0);
            next[i] = 0 != (RULE >>> pattern & 1);
        }
        return next;
    }
}
