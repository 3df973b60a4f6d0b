package io.ringbolt.engine.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringbolt.engine.command.CommandGroup;
import io.ringbolt.engine.command.CommandTable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.Collectors;

class SyntaxParserTest
{
    @Test
    void shouldJoinATokenWithItsValue()
    {
        assertEquals("key:key, oneof[integer:seconds=EX, pure-token:keepttl=KEEPTTL] optional",
            parse(CommandGroup.STRING, "key [EX seconds | KEEPTTL]"));
    }

    @Test
    void shouldMakeABlockOfATokenWithSeveralValues()
    {
        assertEquals("block=LIMIT[integer:offset, integer:count] optional",
            parse(CommandGroup.STRING, "[LIMIT offset count]"));
    }

    @Test
    void shouldRepeatWhatStandsBeforeTheDots()
    {
        assertEquals("key:key multiple", parse(CommandGroup.STRING, "key [key ...]"));
        assertEquals("block[string:field, string:value] multiple",
            parse(CommandGroup.HASH, "field value [field value ...]"));
        assertEquals("pattern:pattern=GET optional multiple multiple_token",
            parse(CommandGroup.GENERIC, "[GET pattern [GET pattern ...]]"));
    }

    @Test
    void shouldNestChoices()
    {
        assertEquals("block[oneof[pure-token:maxlen=MAXLEN, pure-token:minid=MINID], oneof[pure-token:equal==, " +
            "pure-token:approximately=~] optional, string:threshold, integer:count=LIMIT optional] optional",
            parse(CommandGroup.STREAM, "[<MAXLEN | MINID> [= | ~] threshold [LIMIT count]]"));
    }

    private static String parse(final CommandGroup group, final String syntax)
    {
        return show(SyntaxParser.parse(new CommandTable().command("TEST", -1).group(group).syntax(syntax)));
    }

    private static String show(final List<SyntaxArgument> arguments)
    {
        return arguments.stream().map(SyntaxParserTest::show).collect(Collectors.joining(", "));
    }

    private static String show(final SyntaxArgument argument)
    {
        final String name = argument.hasArguments() ? "" : ":" + argument.name;
        final String token = null == argument.token ? "" : "=" + argument.token;
        final String inside = argument.hasArguments() ? "[" + show(argument.arguments) + "]" : "";
        final String flags = argument.flags().isEmpty() ? "" : " " + String.join(" ", argument.flags());
        return argument.type.label() + name + token + inside + flags;
    }
}
