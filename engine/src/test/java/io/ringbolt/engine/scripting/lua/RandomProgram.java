package io.ringbolt.engine.scripting.lua;

import java.util.Random;

/**
 * A small Lua program made from a seed: arithmetic, tables, closures, strings, patterns, metatables, coroutines and
 * mistakes. It returns one string that tells what every part of it did, errors and the order of traversals included.
 */
final class RandomProgram
{
    private static final String PRELUDE = String.join("\n",
        "local out = {}",
        "local function S(v, d)",
        "  d = d or 0",
        "  if type(v) == 'table' then",
        "    if d > 2 then return '{..}' end",
        "    local p = {}",
        "    for k, x in pairs(v) do p[#p + 1] = S(k, d + 1) .. '=' .. S(x, d + 1) end",
        "    return '{' .. table.concat(p, ',') .. '}'",
        "  elseif type(v) == 'string' then return '\"' .. (v:gsub('0x%x%x%x%x%x+', '@')) .. '\"'",
        "  elseif type(v) == 'function' or type(v) == 'thread' then return type(v)",
        "  else return tostring(v) end",
        "end",
        "local function P(...)",
        "  local n = select('#', ...)",
        "  for i = 1, n do out[#out + 1] = S((select(i, ...))) end",
        "  out[#out + 1] = ';'",
        "end",
        "local a, b, c, d = 1, 'x', nil, 2.5",
        "local t, u = {1, 2, 3, x = 'y'}, {}",
        "");
    private static final String[] VARIABLES = {"a", "b", "c", "d", "t", "u", "t.x", "t[1]", "u.y", "t[a]", "u[b]"};
    private static final String[] LITERALS = {
        "0", "1", "-1", "2", "3", "7", "10", "0.5", "1e15", "1e100", "123456789012345", "0x10", "1/3", "'10'", "'0x1F'",
        "' 5 '", "'abc'", "''", "'a.b'", "'%d+'", "nil", "true", "false", "{}", "{1,2,nil,4}", "{n=1}",
        "[[long\nline]]", "(1/0)", "-(1/0)", "2^53", "'\\0z'", "'z\\65\\n'"};
    private static final String[] BINARY = {
        "+", "-", "*", "/", "%", "^", "..", "==", "~=", "<", "<=", ">", ">=", "and", "or", "+", "..", "and", "or"};
    private static final String[] UNARY = {"-", "not ", "#"};
    private static final String[] PATTERNS = {
        "'%d+'", "'(%a)(%w*)'", "'.-b'", "'^%s*(.-)%s*$'", "'[a-c]+'", "'[^%d]'", "'%f[%w]%w+'", "'(.)%1'",
        "'%b()'", "''", "'x*'", "'()%w()'", "'%'", "'[a'", "'(a'", "'%1'", "'a?b-c*'", "'[%a_][%w_]*'",
        "'%x%x'", "'[]]'", "'[^]]'"};
    private static final String[] SUBJECTS = {
        "'hello world'", "'abc123def'", "'  pad  '", "'(a(b)c)'", "'aabbcc'", "'key=val, k2=v2'", "''",
        "'x'", "b", "'a.b.c'"};
    private static final String[] FORMATS = {
        "'%d'", "'%5d|%-5d|%05d', a, a", "'%x'", "'%X'", "'%o'", "'%g'", "'%.3f'", "'%10.2e'", "'%s'", "'%q'",
        "'%5s|%-5s|', b", "'%c'", "'%i'", "'%u'", "'%+d % d', 4", "'%#x'", "'%.14g'", "'%.20f'", "'%%'", "'%y'",
        "'%.3s'", "'%G'"};

    private final Random random;
    private final StringBuilder text = new StringBuilder(PRELUDE);
    private int nextName;

    private RandomProgram(final long seed)
    {
        random = new Random(seed);
    }

    static String of(final long seed)
    {
        return new RandomProgram(seed).build();
    }

    private String build()
    {
        final int parts = 3 + random.nextInt(6);
        for (int i = 0; i < parts; i++)
        {
            text.append("P(pcall(function(...)\n");
            final int statements = 1 + random.nextInt(4);
            for (int j = 0; j < statements; j++)
            {
                statement(2);
            }
            text.append(random.nextInt(3) == 0 ? "return " + list() + "\n" : "P(a, b, c, d, t, u)\n");
            text.append("end, ").append(pick(LITERALS)).append(", a))\n");
        }
        return text.append("return table.concat(out, ' ')\n").toString();
    }

    private String pick(final String... choices)
    {
        return choices[random.nextInt(choices.length)];
    }

    private void statement(final int depth)
    {
        final int kind = random.nextInt(depth > 0 ? 16 : 6);
        switch (kind)
        {
            case 0, 1 -> line(pick(VARIABLES) + " = " + expression(3));
            case 2 -> line(pick(VARIABLES) + ", " + pick(VARIABLES) + " = " + list());
            case 3 -> line("P(" + expression(3) + ")");
            case 4 -> line("P(" + library() + ")");
            case 5 -> mistake();
            case 6 ->
            {
                line("for i = " + pick("1", "3", "'2'", "-2") + ", " + pick("4", "7", "2", "'5'") +
                    pick("", "", ", 2", ", -1", ", 0.5") + " do");
                body(depth);
                line(pick("", "if i == 2 then break end", "P(i)") + " end");
            }
            case 7 ->
            {
                final String iterator = pick("pairs(t)", "ipairs(t)", "pairs(u)", "next, t", "ipairs({a, b, c})");
                line("for k, v in " + iterator + " do");
                line("P(k, v)");
                line(pick("", "if v == a then break end", "t[k] = nil") + " end");
            }
            case 8 ->
            {
                line("if " + expression(2) + " then");
                body(depth);
                line(pick("else", "elseif " + expression(2) + " then"));
                body(depth);
                line("end");
            }
            case 9 ->
            {
                final String name = name();
                line("local " + name + " = 0 while " + name + " < " + random.nextInt(5) + " do " +
                    name + " = " + name + " + 1");
                body(depth);
                line("end");
            }
            case 10 -> closure(depth);
            case 11 -> table();
            case 12 -> metatable();
            case 13 -> coroutine();
            case 14 -> line("local " + name() + ", " + name() + " = " + list());
            default ->
            {
                final String name = name();
                line("local " + name + " = 0 repeat " + name + " = " + name + " + 1 local z = " + expression(1));
                line("until " + name + " > 3 or z == " + expression(1));
            }
        }
    }

    private void line(final String line)
    {
        text.append(line).append('\n');
    }

    private void body(final int depth)
    {
        statement(depth - 1);
        line(" ");
    }

    private String name()
    {
        return "v" + nextName++;
    }

    private void closure(final int depth)
    {
        final String name = name();
        line("local " + pick("function " + name + "(x, y)", name + " = function(x, ...)"));
        body(depth);
        line("if x and x ~= true and tonumber(x) and tonumber(x) > 3 then return x end");
        line("return " + pick("x", "x, a", "select('#', x, a)", expression(1), "nil"));
        line("end");
        line("P(" + name + "(" + list() + "))");
        line(pick("a", "b", "u.y") + " = " + name + "(" + expression(1) + ")");
    }

    private void table()
    {
        final String name = name();
        line("local " + name + " = {}");
        final int count = random.nextInt(24);
        for (int i = 0; i < count; i++)
        {
            final String key = switch (random.nextInt(6))
            {
                case 0 -> String.valueOf(random.nextInt(20));
                case 1 -> "'k" + random.nextInt(40) + "'";
                case 2 -> random.nextInt(100) / 4.0 + "";
                case 3 -> pick("true", "false", "-1", "2^40", "'a longer key that has more than thirty-two bytes '..a");
                case 4 -> "#" + name + " + 1";
                default -> String.valueOf(1 + random.nextInt(6));
            };
            line(name + "[" + key + "] = " + pick("nil", "1", "'v'", "a", "d", "true", String.valueOf(i)));
        }
        line("P(" + name + ", #" + name + ", " + pick("next(" + name + ")", "table.maxn(" + name + ")", "1") + ")");
        line(pick("t = " + name, "u = " + name, "table.insert(" + name + ", 5)", "table.remove(" + name + ", 1)",
            "table.sort(" + name + ", function(x, y) return tostring(x) < tostring(y) end)",
            "table.sort(" + name + ")"));
        line("P(" + name + ")");
    }

    private void metatable()
    {
        final String name = name();
        line("local " + name + " = setmetatable({v = " + pick("1", "2", "'s'") + "}, {" + pick(
            "__index = function(s, k) return k end", "__index = t",
            "__newindex = function(s, k, v) rawset(s, k, v) P(k) end", "__newindex = u",
            "__call = function(s, ...) return ... end", "__eq = function() return true end",
            "__lt = function(x, y) return true end", "__le = function(x, y) return false end",
            "__concat = function(x, y) return 'cat' end", "__unm = function(x) return 'neg' end",
            "__add = function(x, y) return y end", "__tostring = function() return 'T!' end", "__metatable = 'locked'",
            "__index = {q = 1}", "__len = function() return 9 end") + ", " + pick(
                "__add = function() return 'sum' end", "__mod = function(x) return 'mod' end", "") + "})");
        line("P(pcall(function() return " + pick(
            name + ".q", name + "(1, 2)", name + " == " + name, name + " < " + name, name + " <= " + name,
            name + " .. 'x'", "1 .. " + name, "-" + name, name + " + 1", "2 + " + name, "tostring(" + name + ")",
            "getmetatable(" + name + ")", name + " < 1", "setmetatable(" + name + ", nil)", "#" + name,
            name + " % 2", name + " * 2") + " end))");
        line(name + ".w = 1 P(rawget(" + name + ", 'w'))");
    }

    private void coroutine()
    {
        final String name = name();
        line("local " + name + " = coroutine." + pick("create", "wrap") + "(function(x, y)");
        line("local r = coroutine.yield(" + list() + ") P(r)");
        line("for i = 1, " + random.nextInt(3) + " do coroutine.yield(i, x) end");
        line(pick(
            "return a", "error('e')", "error('e', 0)", "local z = nil + 1", "pcall(coroutine.yield, 1)", "return"));
        line("end)");
        line("if type(" + name + ") == 'thread' then for i = 1, 5 do");
        line("P(coroutine.resume(" + name + ", i, a)) P(coroutine.status(" + name + ")) end");
        line("else for i = 1, 4 do P(pcall(" + name + ", i)) end end");
    }

    /** A statement that mostly fails, for its message. */
    private void mistake()
    {
        line("do local n, s, f = nil, 'str', function() end P(pcall(function() " + pick(
            "return n.x", "n.x = 1", "return t.q.z", "t.q.z = 1", "n()", "t.q()", "s:nope()", "t:nope()",
            "return n + 1", "return 1 + {}", "return t.q .. 'x'", "return s + 1", "return -{}", "return #n",
            "return #5", "return {} < {}", "return 1 < 'x'", "return nil < 1", "return {} <= 1", "return f.x",
            "f.x = 1", "t[nil] = 1", "t[0/0] = 1", "return n[1]", "for i = 1, 'x' do end", "for i = {}, 2 do end",
            "for i = 1, 2, n do end", "error('msg')", "error('msg', 0)", "error('msg', 2)", "error()", "error(n)",
            "string.rep()", "string.rep('x', {})", "('x'):rep({})", "string.char(256)", "setmetatable(1, {})",
            "setmetatable({}, 1)", "ipairs()", "tonumber('z', 99)", "select(0)", "select(-1)", "return unpack(n)",
            "math.floor('x')", "math.random(0)", "table.concat({1, {}})", "table.concat({n, 1}, ',', 1, 2)",
            "table.insert({}, 1, 2, 3)", "table.insert(n, 1)", "next({}, 'k')", "string.format('%d', 'x')",
            "string.format('%d')", "string.gsub('x', '(', '')", "string.gsub('x', 'x', true)",
            "string.gsub('x', 'x', function() return {} end)", "string.gsub('x', 'x', '%2')", "coroutine.resume(1)",
            "coroutine.wrap(1)", "assert(false)", "assert(nil, 'because')", "assert(1 == 1, 'no')",
            "local x = undefined_name", "undefined_name = 1", "(n or t.q)()", "t.x.y.z = 1", "return (s .. n)",
            "return s .. {} .. s", "local q = t q.r.s()", "return 2 ^ {}", "return t.x + t.q", "return a.b.c",
            "t.f = n t.f()", "return f < f", "return f == s, f ~= s", "return n > 1", "coroutine.yield(1)",
            "return xpcall(function() n() end, function(m) return 'H ' .. m end)", "return loadstring('x = = 1')",
            "return loadstring('return 1 + 1')()", "return load(function() return nil end)", "string.find('a', '[')",
            "t:x()") + " end)) end");
    }

    private String list()
    {
        final StringBuilder list = new StringBuilder(expression(2));
        for (int i = random.nextInt(3); i > 0; i--)
        {
            list.append(", ").append(expression(1));
        }
        return list.toString();
    }

    private String expression(final int depth)
    {
        if (depth == 0 || random.nextInt(4) == 0)
        {
            return random.nextBoolean() ? pick(VARIABLES) : pick(LITERALS);
        }
        return switch (random.nextInt(9))
        {
            case 0, 1, 2 -> "(" + expression(depth - 1) + " " + pick(BINARY) + " " + expression(depth - 1) + ")";
            case 3 -> pick(UNARY) + "(" + expression(depth - 1) + ")";
            case 4 -> library();
            case 5 -> "{" + expression(depth - 1) + ", x = " + expression(depth - 1) +
                ", [" + pick("1", "'y'", "2.5") + "] = " + expression(depth - 1) + "}";
            case 6 -> expression(depth - 1) + " " + pick(BINARY) + " " + expression(depth - 1) +
                " " + pick(BINARY) + " " + expression(depth - 1);
            case 7 -> "(function(...) return " + pick("...", "select('#', ...)", "(...)", "a") +
                " end)(" + expression(depth - 1) + ")";
            default -> pick(VARIABLES);
        };
    }

    private String library()
    {
        return switch (random.nextInt(14))
        {
            case 0 -> "tostring(" + expression(1) + ")";
            case 1 -> "tonumber(" + expression(1) + pick("", "", ", 16", ", 2", ", 36") + ")";
            case 2 -> "type(" + expression(1) + ")";
            case 3 -> "string.find(" + pick(SUBJECTS) + ", " + pick(PATTERNS) +
                pick("", ", 2", ", -3", ", 1, true") + ")";
            case 4 -> "string.match(" + pick(SUBJECTS) + ", " + pick(PATTERNS) + pick("", ", 3") + ")";
            case 5 -> "string.gsub(" + pick(SUBJECTS) + ", " + pick(PATTERNS) + ", " + pick(
                "'<%0>'", "'%1'", "''", "{a = 'A', b = false}", "function(x) return x and x .. x end", "string.upper",
                "5", "'%%'") + pick("", ", 1", ", 0") + ")";
            case 6 -> "string.format(" + pick(FORMATS) + ", " + expression(1) + ")";
            case 7 -> "string.sub(" + pick(SUBJECTS) + ", " + pick("1", "-3", "2", "0", "10") +
                pick("", ", 3", ", -2", ", 0") + ")";
            case 8 -> "math." + pick("floor", "ceil", "abs", "sqrt", "huge + 0 * ", "deg", "exp") +
                "(" + expression(1) + ")";
            case 9 -> "math." + pick("max", "min", "fmod", "pow", "ldexp", "modf", "atan2") +
                "(" + pick("7", "-7.5", "a") + ", " + pick("3", "-2", "0.5", "d") + ")";
            case 10 -> "unpack(" + pick("t", "{1, nil, 3}", "{a, b}") + pick("", ", 2", ", 1, 3") + ")";
            case 11 -> "string." + pick("byte", "reverse", "upper", "lower", "len", "rep") +
                "(" + pick(SUBJECTS) + pick("", ", 2") + ")";
            case 12 -> "table.concat({" + expression(0) + ", 1, 'z'}" + pick("", ", ','", ", a") + ")";
            default -> "select(" + pick("1", "2", "'#'", "-1") + ", " + list() + ")";
        };
    }
}
