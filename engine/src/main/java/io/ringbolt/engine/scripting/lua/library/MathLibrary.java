package io.ringbolt.engine.scripting.lua.library;

import io.ringbolt.engine.scripting.lua.LuaState;
import io.ringbolt.engine.scripting.lua.LuaTable;
import io.ringbolt.engine.scripting.lua.LuaVm;
import io.ringbolt.engine.scripting.lua.Random48;
import io.ringbolt.engine.scripting.lua.number.LuaNumbers;

import java.util.function.DoubleUnaryOperator;

import static io.ringbolt.engine.scripting.lua.LuaState.register;

/** The {@code math} table. */
public final class MathLibrary
{
    private static final double RADIANS_PER_DEGREE = Math.PI / 180.0;
    private static final int DOUBLE_BITS = 53;
    private static final int LARGEST_SCALE = 2200;

    private MathLibrary()
    {
    }

    public static void open(final LuaVm vm)
    {
        final LuaTable table = vm.newTable(0, 28);
        function(table, "abs", Math::abs);
        function(table, "acos", MathLibrary::acos);
        function(table, "asin", MathLibrary::asin);
        register(table, "atan2", MathLibrary::atan2);
        function(table, "atan", Math::atan);
        function(table, "ceil", Math::ceil);
        function(table, "cosh", Math::cosh);
        function(table, "cos", x -> invalid(x, Math.cos(x)));
        function(table, "deg", x -> x / RADIANS_PER_DEGREE);
        function(table, "exp", Math::exp);
        function(table, "floor", Math::floor);
        register(table, "fmod", MathLibrary::remainder);
        register(table, "frexp", MathLibrary::split);
        register(table, "ldexp", MathLibrary::scale);
        function(table, "log10", x -> invalid(x, Math.log10(x)));
        function(table, "log", x -> invalid(x, Math.log(x)));
        register(table, "max", MathLibrary::max);
        register(table, "min", MathLibrary::min);
        register(table, "modf", MathLibrary::parts);
        register(table, "pow", MathLibrary::power);
        function(table, "rad", x -> x * RADIANS_PER_DEGREE);
        register(table, "random", MathLibrary::random);
        register(table, "randomseed", MathLibrary::seed);
        function(table, "sinh", Math::sinh);
        function(table, "sin", x -> invalid(x, Math.sin(x)));
        function(table, "sqrt", x -> invalid(x, Math.sqrt(x)));
        function(table, "tanh", Math::tanh);
        function(table, "tan", x -> invalid(x, Math.tan(x)));
        table.put("pi", Math.PI);
        table.put("huge", Double.POSITIVE_INFINITY);
        table.put("mod", table.get("fmod"));
        vm.globals().put("math", table);
    }

    private static void function(final LuaTable table, final String name, final DoubleUnaryOperator operator)
    {
        register(table, name, lua ->
        {
            lua.pushNumber(operator.applyAsDouble(lua.checkNumber(1)));
            return 1;
        });
    }

    /** A result that is no number of an argument that is one has the sign that C libraries give it. */
    private static double invalid(final double argument, final double result)
    {
        return result == result ? result : argument == argument ? LuaNumbers.NEGATIVE_NAN : argument;
    }

    private static double acos(final double x)
    {
        return x != x ? x : Math.acos(x);
    }

    private static double asin(final double x)
    {
        return x != x ? x : Math.asin(x);
    }

    private static int atan2(final LuaState lua)
    {
        lua.pushNumber(Math.atan2(lua.checkNumber(1), lua.checkNumber(2)));
        return 1;
    }

    private static int remainder(final LuaState lua)
    {
        final double a = lua.checkNumber(1);
        final double b = lua.checkNumber(2);
        final double result = a % b;
        lua.pushNumber(result == result ? result : a == a && b == b ? LuaNumbers.NEGATIVE_NAN : a == a ? b : a);
        return 1;
    }

    private static int power(final LuaState lua)
    {
        lua.pushNumber(LuaNumbers.power(lua.checkNumber(1), lua.checkNumber(2)));
        return 1;
    }

    private static int parts(final LuaState lua)
    {
        final double x = lua.checkNumber(1);
        final double whole = x < 0 ? Math.ceil(x) : Math.floor(x);
        lua.pushNumber(whole);
        lua.pushNumber(Double.isInfinite(x) ? Math.copySign(0, x) : Math.copySign(x - whole, x));
        return 2;
    }

    private static int split(final LuaState lua)
    {
        final double x = lua.checkNumber(1);
        if (x == 0 || x != x || Double.isInfinite(x))
        {
            lua.pushNumber(x);
            lua.pushNumber(0);
            return 2;
        }
        final boolean isSubnormal = Math.abs(x) < Double.MIN_NORMAL;
        final double normal = isSubnormal ? x * (1L << DOUBLE_BITS) : x;
        final int exponent = Math.getExponent(normal) + 1;
        lua.pushNumber(Math.scalb(normal, -exponent));
        lua.pushNumber(isSubnormal ? exponent - DOUBLE_BITS : exponent);
        return 2;
    }

    private static int scale(final LuaState lua)
    {
        final double x = lua.checkNumber(1);
        final int exponent = lua.checkInt(2);
        lua.pushNumber(Math.scalb(x, Math.max(-LARGEST_SCALE, Math.min(LARGEST_SCALE, exponent))));
        return 1;
    }

    private static int max(final LuaState lua)
    {
        double result = lua.checkNumber(1);
        for (int i = 2; i <= lua.top(); i++)
        {
            final double x = lua.checkNumber(i);
            result = x > result ? x : result;
        }
        lua.pushNumber(result);
        return 1;
    }

    private static int min(final LuaState lua)
    {
        double result = lua.checkNumber(1);
        for (int i = 2; i <= lua.top(); i++)
        {
            final double x = lua.checkNumber(i);
            result = x < result ? x : result;
        }
        lua.pushNumber(result);
        return 1;
    }

    private static int random(final LuaState lua)
    {
        final double r = (double)(lua.vm().random().next() % Random48.MAX) / Random48.MAX;
        switch (lua.top())
        {
            case 0:
                lua.pushNumber(r);
                return 1;
            case 1:
            {
                final int upper = lua.checkInt(1);
                lua.checkArgument(upper >= 1, 1, "interval is empty");
                lua.pushNumber(Math.floor(r * upper) + 1);
                return 1;
            }
            case 2:
            {
                final int lower = lua.checkInt(1);
                final int upper = lua.checkInt(2);
                lua.checkArgument(lower <= upper, 2, "interval is empty");
                lua.pushNumber(Math.floor(r * (upper - lower + 1)) + lower);
                return 1;
            }
            default:
                throw lua.error("wrong number of arguments");
        }
    }

    private static int seed(final LuaState lua)
    {
        lua.vm().random().seed(lua.checkInt(1));
        return 0;
    }
}
