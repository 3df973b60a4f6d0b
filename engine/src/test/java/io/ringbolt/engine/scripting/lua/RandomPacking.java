package io.ringbolt.engine.scripting.lua;

import java.util.Random;

/**
 * A script made from a seed that packs values with cjson, cmsgpack and struct, unpacks what it packed and damaged
 * copies of it, and returns all of that in one string. Tables as keys, which have no order, have their table sorted.
 */
final class RandomPacking
{
    private static final String PRELUDE = String.join("\n",
        "local out = {}",
        "local function H(s) return (s:gsub('.', function(c) return string.format('%02x', c:byte()) end)) end",
        "local function S(v, d)",
        "  if type(v) == 'table' then",
        "    if d > 20 then return '{..}' end",
        "    local p = {}",
        "    local unordered = false",
        "    for k, x in pairs(v) do",
        "      unordered = unordered or type(k) == 'table'",
        "      p[#p + 1] = S(k, d + 1) .. '=' .. S(x, d + 1)",
        "    end",
        "    if unordered then table.sort(p) end",
        "    return '{' .. table.concat(p, ',') .. '}'",
        "  elseif type(v) == 'string' then return H(v)",
        "  elseif type(v) == 'number' then return string.format('%.17g', v)",
        "  else return (tostring(v):gsub('0x%x+', '@')) end",
        "end",
        "local function P(ok, ...)",
        "  if not ok then out[#out + 1] = '!' .. tostring((...)) return end",
        "  for i = 1, select('#', ...) do out[#out + 1] = S((select(i, ...)), 0) end",
        "  out[#out + 1] = ';'",
        "end",
        "local function both(pack, unpack, cut, at, byte, ...)",
        "  local ok, s = pcall(pack, ...)",
        "  P(ok, s)",
        "  if not ok or type(s) ~= 'string' then return end",
        "  P(pcall(unpack, s))",
        "  P(pcall(unpack, s:sub(1, #s - cut)))",
        "  at = at % (#s + 1)",
        "  P(pcall(unpack, s:sub(1, at) .. string.char(byte) .. s:sub(at + 2)))",
        "end",
        "");
    private static final String[] NUMBERS = {
        "0", "-0", "1", "-1", "31", "-32", "-33", "127", "128", "-128", "-129", "255", "256", "32767", "-32768",
        "65535", "65536", "2147483647", "-2147483648", "4294967295", "4294967296", "2^53", "-2^53", "2^63", "-2^63",
        "2^64", "0.5", "-1.25", "1/3", "1e15", "123456789012345", "1e-7", "1e300", "3.4e38", "1e39", "0.1", "1e14"};
    private static final String[] JSON_TEXTS = {
        "[1,2,{\"a\":null}]", "{\"a\":[],\"b\":{}}", "\"\\u00e9\\u4e2d\\ud83d\\ude00\\n\\/\"", "[1e5,-0.0,1E+2,0x10]",
        "[nan,inf,-inf]", " [ true , false ] ", "{\"a\":1,\"a\":2}", "[1,]", "{1:2}", "\"\\x\"", "\"\\ud83d\"", "[1 2]",
        "tru", "", "[\"\t\"]", "{\"k\":[[[]]]}", "01", "1.", ".5", "-", "\"abc", "[1]x"};
    private static final String[] OPTIONS = {
        "b", "B", "h", "H", "l", "L", "T", "i", "I", "i1", "I2", "i3", "I4", "i8", "I8", "f", "d", "n", "s", "c0", "c3",
        "x", "<", ">", "=", "!", "!4", "!2", " ", "I16", "i33", "q", "c", "!3"};

    private final Random random;
    private final StringBuilder text = new StringBuilder(PRELUDE);

    private RandomPacking(final long seed)
    {
        random = new Random(seed);
    }

    static String of(final long seed)
    {
        return new RandomPacking(seed).build();
    }

    private String build()
    {
        for (int i = 0; i < 4; i++)
        {
            both("cjson.encode", "cjson.decode", value(4));
            both("cmsgpack.pack", "cmsgpack.unpack", value(4) + (random.nextInt(3) == 0 ? ", " + value(1) : ""));
            json();
            struct();
        }
        return text.append("return table.concat(out, ' ')\n").toString();
    }

    private void both(final String pack, final String unpack, final String values)
    {
        text.append("both(").append(pack).append(", ").append(unpack).append(", ").append(1 + random.nextInt(4))
            .append(", ").append(random.nextInt(1000)).append(", ").append(random.nextInt(256)).append(", ")
            .append(values).append(")\n");
    }

    private void json()
    {
        final String document = JSON_TEXTS[random.nextInt(JSON_TEXTS.length)];
        text.append("P(pcall(cjson.decode, ").append(quoted(document)).append("))\n");
        text.append("P(pcall(function() return cjson.encode(cjson.decode(").append(quoted(document))
            .append(")) end))\n");
    }

    private void struct()
    {
        final StringBuilder format = new StringBuilder();
        final StringBuilder values = new StringBuilder();
        for (int i = 1 + random.nextInt(5); i > 0; i--)
        {
            final String option = OPTIONS[random.nextInt(OPTIONS.length)];
            format.append(option);
            if ("sc".indexOf(option.charAt(0)) >= 0)
            {
                values.append(", ").append(random.nextInt(8) == 0 ? number() : string());
            }
            else if ("bBhHlLTiIfdn".indexOf(option.charAt(0)) >= 0)
            {
                values.append(", ").append(random.nextInt(12) == 0 ? string() : wholeNumber());
            }
        }
        final String quoted = quoted(format.toString());
        text.append("P(pcall(struct.size, ").append(quoted).append("))\n");
        text.append("local function u(s) return struct.unpack(").append(quoted).append(", s) end\n");
        text.append("local function p(...) return struct.pack(").append(quoted).append(", ...) end\n");
        both("p", "u", values.length() == 0 ? "nil" : values.substring(2));
    }

    private String value(final int depth)
    {
        return switch (random.nextInt(depth > 0 ? 9 : 5))
        {
            case 0, 1 -> number();
            case 2 -> string();
            case 3 -> random.nextBoolean() ? "true" : "false";
            case 4 -> random.nextInt(4) == 0 ? "nil" : random.nextInt(8) == 0 ? "print or type" : "cjson.null";
            case 5, 6 -> array(depth);
            case 7 -> map(depth);
            default -> nested();
        };
    }

    private String number()
    {
        return random.nextInt(4) == 0 ? String.valueOf(random.nextInt()) : NUMBERS[random.nextInt(NUMBERS.length)];
    }

    /** C leaves open what becomes of numbers that are too large for an integer. */
    private String wholeNumber()
    {
        return random.nextBoolean() ? String.valueOf(random.nextInt(1 << 20)) : String.valueOf(random.nextInt());
    }

    private String string()
    {
        final int length = random.nextInt(6) == 0 ? 20 + random.nextInt(300) : random.nextInt(8);
        final StringBuilder characters = new StringBuilder();
        for (int i = 0; i < length; i++)
        {
            characters.append((char)(random.nextInt(3) == 0 ? random.nextInt(256) : ' ' + random.nextInt(95)));
        }
        return quoted(characters.toString());
    }

    private static String quoted(final String characters)
    {
        final StringBuilder quoted = new StringBuilder("'");
        characters.chars().forEach(c -> quoted.append(String.format("\\%03d", c)));
        return quoted.append("'").toString();
    }

    private String array(final int depth)
    {
        final StringBuilder array = new StringBuilder("{");
        for (int i = random.nextInt(random.nextInt(5) == 0 ? 40 : 5); i > 0; i--)
        {
            array.append(value(depth - 1)).append(", ");
        }
        return array.append("}").toString();
    }

    private String map(final int depth)
    {
        final StringBuilder map = new StringBuilder("{");
        for (int i = random.nextInt(random.nextInt(5) == 0 ? 30 : 4); i > 0; i--)
        {
            final String key = switch (random.nextInt(6))
            {
                case 0 -> String.valueOf(1 + random.nextInt(30));
                case 1 -> random.nextInt(8) == 0 ? "true" : "0.5";
                default -> string();
            };
            map.append("[").append(key).append("] = ").append(value(depth - 1)).append(", ");
        }
        return map.append("}").toString();
    }

    private String nested()
    {
        final int depth = 1 + random.nextInt(20);
        return "{".repeat(depth) + number() + "}".repeat(depth);
    }
}
