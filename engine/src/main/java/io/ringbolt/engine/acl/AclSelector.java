package io.ringbolt.engine.acl;

import io.ringbolt.engine.command.Command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * One set of permissions: commands, keys and channels that go together. A user has a first one and perhaps more; what
 * any of them allows as a whole is allowed.
 */
final class AclSelector
{
    static final String ALL_KEYS = "~*";
    static final String ALL_CHANNELS = "&*";

    private static final int BITS_PER_WORD = Long.SIZE;

    private final long[] allowed;
    private final Map<Integer, List<String>> firstArguments = new HashMap<>();
    private final CommandRules rules;
    private final List<KeyPattern> keys = new ArrayList<>();
    private final List<AclPattern> channels = new ArrayList<>();
    private KeyPattern[] keyPatterns = {};
    private AclPattern[] channelPatterns = {};
    private boolean isAllKeys;
    private boolean isAllChannels;
    private boolean isAllCommands;
    private boolean beganWithAll;

    /** @param commandCount rows in the command table. */
    AclSelector(final int commandCount, final boolean isAllChannels)
    {
        this.allowed = new long[(commandCount + BITS_PER_WORD - 1) / BITS_PER_WORD];
        this.rules = new CommandRules();
        this.isAllChannels = isAllChannels;
    }

    private AclSelector(final AclSelector source)
    {
        allowed = source.allowed.clone();
        source.firstArguments.forEach((id, words) -> firstArguments.put(id, new ArrayList<>(words)));
        rules = source.rules.copy();
        keys.addAll(source.keys);
        channels.addAll(source.channels);
        keyPatterns = source.keyPatterns;
        channelPatterns = source.channelPatterns;
        isAllKeys = source.isAllKeys;
        isAllChannels = source.isAllChannels;
        isAllCommands = source.isAllCommands;
        beganWithAll = source.beganWithAll;
    }

    AclSelector copy()
    {
        return new AclSelector(this);
    }

    /** @return true if it forbids nothing. */
    boolean isUnrestricted()
    {
        return isAllCommands && isAllKeys && isAllChannels;
    }

    boolean isAllCommands()
    {
        return isAllCommands;
    }

    boolean isAllKeys()
    {
        return isAllKeys;
    }

    boolean isAllChannels()
    {
        return isAllChannels;
    }

    boolean allows(final Command command)
    {
        return 0 != (allowed[command.id() / BITS_PER_WORD] & 1L << command.id());
    }

    /** @return words of which one must follow a command that is not allowed otherwise, or null. */
    List<String> firstArguments(final Command command)
    {
        return firstArguments.get(command.id());
    }

    /** @return the patterns; not to be changed. */
    KeyPattern[] keyPatterns()
    {
        return keyPatterns;
    }

    AclPattern[] channelPatterns()
    {
        return channelPatterns;
    }

    void allKeys(final boolean isAll)
    {
        isAllKeys = isAll;
        keys.clear();
        keyPatterns = new KeyPattern[0];
    }

    void allChannels(final boolean isAll)
    {
        isAllChannels = isAll;
        channels.clear();
        channelPatterns = new AclPattern[0];
    }

    void allCommands(final boolean isAll)
    {
        Arrays.fill(allowed, isAll ? -1L : 0);
        isAllCommands = isAll;
        beganWithAll = isAll;
        rules.clear();
        firstArguments.clear();
    }

    /** Adds keys; what is known already gets the permissions in addition. */
    void addKeys(final String text, final int permissions)
    {
        for (int i = 0; i < keys.size(); i++)
        {
            final KeyPattern known = keys.get(i);
            if (known.pattern().text().equals(text))
            {
                keys.set(i, new KeyPattern(known.pattern(), known.permissions() | permissions));
                keyPatterns = keys.toArray(new KeyPattern[0]);
                return;
            }
        }
        keys.add(new KeyPattern(new AclPattern(text), permissions));
        keyPatterns = keys.toArray(new KeyPattern[0]);
    }

    void addChannels(final String text)
    {
        if (channels.stream().noneMatch(known -> known.text().equals(text)))
        {
            channels.add(new AclPattern(text));
            channelPatterns = channels.toArray(new AclPattern[0]);
        }
    }

    /** Allows or denies a command with its subcommands, and writes it down. */
    void command(final Command command, final boolean isAllowed)
    {
        change(command, isAllowed);
        rules.add(command.fullName(), isAllowed);
    }

    /** Allows or denies those of all commands that have a category. */
    void category(final String label, final long bit, final Iterable<Command> commands, final boolean isAllowed)
    {
        rules.add("@" + label, isAllowed);
        for (final Command command : commands)
        {
            if (0 != (command.categories() & bit))
            {
                change(command, isAllowed);
            }
        }
    }

    /** Allows a command with one first argument. */
    void firstArgument(final Command command, final String word)
    {
        final List<String> words = firstArguments.computeIfAbsent(command.id(), id -> new ArrayList<>());
        if (words.stream().noneMatch(word::equalsIgnoreCase))
        {
            words.add(word);
        }
        rules.add(command.fullName() + "|" + word, true);
    }

    private void change(final Command command, final boolean isAllowed)
    {
        bit(command, isAllowed);
        firstArguments.remove(command.id());
        for (final Command subcommand : command.subcommands())
        {
            bit(subcommand, isAllowed);
        }
    }

    private void bit(final Command command, final boolean isAllowed)
    {
        final int word = command.id() / BITS_PER_WORD;
        final long bit = 1L << command.id();
        allowed[word] = isAllowed ? allowed[word] | bit : allowed[word] & ~bit;
        isAllCommands &= isAllowed;
    }

    /** @return the rules for commands. */
    String describeCommands()
    {
        final StringJoiner text = new StringJoiner(" ");
        text.add(beganWithAll ? "+@all" : "-@all");
        rules.all().forEach(text::add);
        return text.toString();
    }

    /** @return the rules for keys, separated by blanks. */
    String describeKeys()
    {
        if (isAllKeys)
        {
            return ALL_KEYS;
        }
        final StringJoiner text = new StringJoiner(" ");
        keys.forEach(key -> text.add(key.rule()));
        return text.toString();
    }

    String describeChannels()
    {
        if (isAllChannels)
        {
            return ALL_CHANNELS;
        }
        final StringJoiner text = new StringJoiner(" ");
        channels.forEach(channel -> text.add("&" + channel.text()));
        return text.toString();
    }

    /** @return all its rules in one line. */
    String describe()
    {
        final StringJoiner text = new StringJoiner(" ");
        addUnlessEmpty(text, describeKeys());
        if (!isAllChannels)
        {
            text.add("resetchannels");
        }
        addUnlessEmpty(text, describeChannels());
        return text.add(describeCommands()).toString();
    }

    private static void addUnlessEmpty(final StringJoiner joiner, final String text)
    {
        if (!text.isEmpty())
        {
            joiner.add(text);
        }
    }

    @Override
    public String toString()
    {
        return "AclSelector{" + describe() + '}';
    }
}
