package io.ringbolt.engine.scripting.lua.library;

import io.ringbolt.engine.scripting.lua.LuaState;
import io.ringbolt.engine.scripting.lua.LuaString;
import io.ringbolt.engine.scripting.lua.LuaType;

/** {@code string.find}, {@code match}, {@code gmatch} and {@code gsub}. */
final class StringSearch
{
    private static final String SPECIALS = "^$*+?.([%-";
    private static final int NO_MATCH = -1;
    private static final int ESCAPE = '%';
    private static final int REPLACEMENT = 3;
    private static final int PASSED_BYTES = 1 << 12;
    private static final int PASSED_PER_TURN_SHIFT = 5;
    private static final int MATCHED_BYTES = 1 << 6;
    private static final int MATCHED_PER_TURN_SHIFT = 3;

    private StringSearch()
    {
    }

    static int find(final LuaState lua)
    {
        return search(lua, true);
    }

    static int match(final LuaState lua)
    {
        return search(lua, false);
    }

    private static int search(final LuaState lua, final boolean isFind)
    {
        final LuaString subject = lua.checkString(1);
        final LuaString pattern = lua.checkString(2);
        final int length = subject.length();
        final long position = StringLibrary.position(lua.optionalLong(3, 1), length) - 1;
        final int start = (int)Math.min(Math.max(position, 0), length);
        if (isFind && (lua.toBoolean(4) || !hasSpecials(pattern)))
        {
            return findPlain(lua, subject, pattern, start);
        }
        final boolean isAnchored = pattern.length() > 0 && pattern.byteAt(0) == '^';
        final Pattern matcher = new Pattern(lua, subject, pattern);
        for (int from = start; from <= length; from++)
        {
            final int end = matcher.match(from, isAnchored ? 1 : 0);
            if (end != NO_MATCH)
            {
                if (!isFind)
                {
                    return matcher.pushCaptures(from, end, true);
                }
                lua.pushNumber(from + 1);
                lua.pushNumber(end);
                return matcher.pushCaptures(from, end, false) + 2;
            }
            if (isAnchored)
            {
                break;
            }
        }
        lua.pushNil();
        return 1;
    }

    /** Before a NUL, as the original looks. */
    private static boolean hasSpecials(final LuaString pattern)
    {
        for (final byte c : pattern.bytes())
        {
            if (c == 0)
            {
                return false;
            }
            if (SPECIALS.indexOf(c) >= 0)
            {
                return true;
            }
        }
        return false;
    }

    private static int findPlain(final LuaState lua, final LuaString subject, final LuaString pattern, final int start)
    {
        final int found = indexOf(lua, subject.bytes(), pattern.bytes(), start);
        if (found < 0)
        {
            lua.pushNil();
            return 1;
        }
        lua.pushNumber(found + 1);
        lua.pushNumber(found + pattern.length());
        return 2;
    }

    private static int indexOf(final LuaState lua, final byte[] text, final byte[] word, final int start)
    {
        if (word.length == 0)
        {
            return start;
        }
        final int last = text.length - word.length;
        for (int i = start; i <= last; i++)
        {
            if ((i & PASSED_BYTES - 1) == 0)
            {
                lua.vm().spend(PASSED_BYTES >> PASSED_PER_TURN_SHIFT);
            }
            if (text[i] == word[0])
            {
                lua.vm().spend(1);
                if (isAt(lua, text, i, word))
                {
                    return i;
                }
            }
        }
        return NO_MATCH;
    }

    private static boolean isAt(final LuaState lua, final byte[] text, final int at, final byte[] word)
    {
        for (int matched = 1; matched < word.length; matched++)
        {
            if (text[at + matched] != word[matched])
            {
                return false;
            }
            if ((matched & MATCHED_BYTES - 1) == 0)
            {
                lua.vm().spend(MATCHED_BYTES >> MATCHED_PER_TURN_SHIFT);
            }
        }
        return true;
    }

    static int allMatches(final LuaState lua)
    {
        final LuaString subject = lua.checkString(1);
        final LuaString pattern = lua.checkString(2);
        lua.setTop(2);
        final int[] position = {0};
        lua.pushFunction(lua.vm().newFunction(caller -> nextMatch(caller, subject, pattern, position)));
        return 1;
    }

    private static int nextMatch(
        final LuaState lua, final LuaString subject, final LuaString pattern, final int[] position)
    {
        final Pattern matcher = new Pattern(lua, subject, pattern);
        for (int from = position[0]; from <= subject.length(); from++)
        {
            final int end = matcher.match(from, 0);
            if (end != NO_MATCH)
            {
                position[0] = end == from ? end + 1 : end;
                return matcher.pushCaptures(from, end, true);
            }
        }
        return 0;
    }

    static int substitute(final LuaState lua)
    {
        final LuaString subject = lua.checkString(1);
        final LuaString pattern = lua.checkString(2);
        final LuaType type = lua.type(REPLACEMENT);
        final int length = subject.length();
        final int most = lua.optionalInt(4, length + 1);
        lua.checkArgument(type == LuaType.NUMBER || type == LuaType.STRING || type == LuaType.FUNCTION ||
            type == LuaType.TABLE, REPLACEMENT, "string/function/table expected");
        final boolean isAnchored = pattern.length() > 0 && pattern.byteAt(0) == '^';
        final Pattern matcher = new Pattern(lua, subject, pattern);
        final ByteBuilder result = new ByteBuilder(lua);
        int from = 0;
        int count = 0;
        while (count < most)
        {
            final int end = matcher.match(from, isAnchored ? 1 : 0);
            if (end != NO_MATCH)
            {
                count++;
                replace(lua, matcher, result, subject, from, end);
            }
            if (end != NO_MATCH && end > from)
            {
                from = end;
            }
            else if (from < length)
            {
                result.append(subject.byteAt(from++));
            }
            else
            {
                break;
            }
            if (isAnchored)
            {
                break;
            }
        }
        result.append(subject.bytes(), from, length - from);
        result.push();
        lua.pushNumber(count);
        return 2;
    }

    private static void replace(
        final LuaState lua,
        final Pattern matcher,
        final ByteBuilder result,
        final LuaString subject,
        final int from,
        final int end)
    {
        switch (lua.type(REPLACEMENT))
        {
            case FUNCTION ->
            {
                lua.pushValue(REPLACEMENT);
                lua.call(matcher.pushCaptures(from, end, true), 1);
            }
            case TABLE ->
            {
                matcher.pushCapture(0, from, end);
                lua.getTable(REPLACEMENT);
            }
            default ->
            {
                expand(lua, matcher, result, subject, from, end);
                return;
            }
        }
        if (!lua.toBoolean(-1))
        {
            result.append(subject.bytes(), from, end - from);
        }
        else if (lua.isString(-1))
        {
            result.append(lua.toLuaString(-1));
        }
        else
        {
            throw lua.error("invalid replacement value (a " + lua.type(-1).luaName() + ")");
        }
        lua.pop(1);
    }

    private static void expand(
        final LuaState lua,
        final Pattern matcher,
        final ByteBuilder result,
        final LuaString subject,
        final int from,
        final int end)
    {
        final LuaString replacement = lua.toLuaString(REPLACEMENT);
        for (int i = 0; i < replacement.length(); i++)
        {
            final int c = replacement.byteAt(i);
            if (c != ESCAPE)
            {
                result.append(c);
                continue;
            }
            i++;
            final int next = i < replacement.length() ? replacement.byteAt(i) : 0;
            if (!CharacterClass.isDigit(next))
            {
                result.append(next);
            }
            else if (next == '0')
            {
                result.append(subject.bytes(), from, end - from);
            }
            else
            {
                matcher.pushCapture(next - '1', from, end);
                result.append(lua.toLuaString(-1));
                lua.pop(1);
            }
        }
    }
}
