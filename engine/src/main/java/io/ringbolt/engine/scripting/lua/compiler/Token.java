package io.ringbolt.engine.scripting.lua.compiler;

import java.util.HashMap;
import java.util.Map;

/** Token codes: a character stands for itself, words and longer symbols follow. */
final class Token
{
    static final int AND = 257;
    static final int BREAK = 258;
    static final int DO = 259;
    static final int ELSE = 260;
    static final int ELSEIF = 261;
    static final int END = 262;
    static final int FALSE = 263;
    static final int FOR = 264;
    static final int FUNCTION = 265;
    static final int IF = 266;
    static final int IN = 267;
    static final int LOCAL = 268;
    static final int NIL = 269;
    static final int NOT = 270;
    static final int OR = 271;
    static final int REPEAT = 272;
    static final int RETURN = 273;
    static final int THEN = 274;
    static final int TRUE = 275;
    static final int UNTIL = 276;
    static final int WHILE = 277;
    static final int CONCAT = 278;
    static final int DOTS = 279;
    static final int EQ = 280;
    static final int GE = 281;
    static final int LE = 282;
    static final int NE = 283;
    static final int NUMBER = 284;
    static final int NAME = 285;
    static final int STRING = 286;
    static final int END_OF_TEXT = 287;

    private static final int FIRST = AND;
    private static final int RESERVED_COUNT = WHILE - AND + 1;
    private static final String[] TEXTS = {
        "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "if", "in", "local", "nil", "not",
        "or", "repeat", "return", "then", "true", "until", "while", "..", "...", "==", ">=", "<=", "~=",
        "<number>", "<name>", "<string>", "<eof>"};
    private static final Map<String, Integer> RESERVED = reserved();

    private Token()
    {
    }

    private static Map<String, Integer> reserved()
    {
        final Map<String, Integer> words = new HashMap<>();
        for (int i = 0; i < RESERVED_COUNT; i++)
        {
            words.put(TEXTS[i], FIRST + i);
        }
        return Map.copyOf(words);
    }

    /** The code of a reserved word, or {@link #NAME}. */
    static int ofWord(final String word)
    {
        return RESERVED.getOrDefault(word, NAME);
    }

    static String text(final int token)
    {
        if (token >= FIRST)
        {
            return TEXTS[token - FIRST];
        }
        return token < ' ' || token == 127 ? "char(" + token + ")" : String.valueOf((char)token);
    }
}
