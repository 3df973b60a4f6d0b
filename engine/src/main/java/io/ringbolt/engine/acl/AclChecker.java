package io.ringbolt.engine.acl;

import io.ringbolt.engine.command.ChannelUse;
import io.ringbolt.engine.command.Command;
import io.ringbolt.engine.command.CommandFlag;
import io.ringbolt.engine.command.KeyFinder;
import io.ringbolt.engine.command.KeySpec;
import io.ringbolt.engine.command.KeyUse;
import io.ringbolt.engine.generic.GlobMatcher;
import io.ringbolt.engine.memory.OffHeap;
import io.ringbolt.engine.memory.OffHeapAllocator;
import io.ringbolt.engine.memory.Scratch;
import io.ringbolt.engine.ring.RingEntry;

import java.util.Arrays;
import java.util.List;

/**
 * Compares a command with a user's rules. Owned by the engine thread; allocates nothing.
 */
/*
 * Whoever may do anything costs one field to look at. For others a bit says whether the command is allowed; the keys
 * are found once, however many selectors there are, and each is compared with the patterns of a selector. If no
 * selector allows the whole command, the denial that is told is the one furthest to the end of AclVerdict, and of two
 * alike the later argument.
 */
final class AclChecker implements KeyFinder.Visitor, AutoCloseable
{
    private static final int INITIAL_KEYS = 16;
    private static final int CASE_BIT = 0x20;

    private final GlobMatcher glob = new GlobMatcher();
    private final Scratch scratch;
    private int[] keyIndexes = new int[INITIAL_KEYS];
    private int[] keyPermissions = new int[INITIAL_KEYS];
    private int keyCount;
    private boolean hasKeys;
    private Command command;
    private RingEntry entry;
    private int first;
    private int localIndex;
    private int deniedIndex;

    AclChecker(final OffHeapAllocator allocator)
    {
        this.scratch = new Scratch(allocator);
    }

    /**
     * Checks a command.
     *
     * @param user  null if nobody asks, as when a journal is replayed.
     * @param first index in the entry of the command's name.
     */
    AclVerdict check(final AclUser user, final Command command, final RingEntry entry, final int first)
    {
        if (null == user || user.isUnrestricted())
        {
            return AclVerdict.ALLOWED;
        }
        wrap(command, entry, first);
        AclVerdict relevant = AclVerdict.COMMAND;
        for (final AclSelector selector : user.selectors())
        {
            final AclVerdict verdict = check(selector);
            if (AclVerdict.ALLOWED == verdict)
            {
                return verdict;
            }
            final int difference = verdict.compareTo(relevant);
            if (difference > 0 || 0 == difference && localIndex > deniedIndex)
            {
                relevant = verdict;
                deniedIndex = localIndex;
            }
        }
        return relevant;
    }

    /** @return the argument that the last denial was about. */
    int deniedIndex()
    {
        return deniedIndex;
    }

    /** @return true if one selector allows the command and to read every key there is. */
    boolean mayReadAll(final AclUser user, final Command command, final RingEntry entry)
    {
        if (null == user || user.isUnrestricted())
        {
            return true;
        }
        wrap(command, entry, 0);
        for (final AclSelector selector : user.selectors())
        {
            if (mayReadAll(selector) && AclVerdict.ALLOWED == check(selector))
            {
                return true;
            }
        }
        return false;
    }

    private static boolean mayReadAll(final AclSelector selector)
    {
        if (selector.isAllKeys())
        {
            return true;
        }
        for (final KeyPattern key : selector.keyPatterns())
        {
            if (0 != (key.permissions() & KeyPattern.READ) && key.pattern().isAny())
            {
                return true;
            }
        }
        return false;
    }

    /** @return true if a subscription may stay. @param isPattern whether the name is a pattern itself. */
    boolean mayListen(final AclUser user, final long address, final int length, final boolean isPattern)
    {
        for (final AclSelector selector : user.selectors())
        {
            if (selector.isAllChannels() || allowsChannel(selector, address, length, isPattern))
            {
                return true;
            }
        }
        return false;
    }

    private void wrap(final Command command, final RingEntry entry, final int first)
    {
        this.command = command;
        this.entry = entry;
        this.first = first;
        this.hasKeys = false;
        this.localIndex = first;
        this.deniedIndex = first;
    }

    private AclVerdict check(final AclSelector selector)
    {
        if (!selector.isAllCommands() && !selector.allows(command) && !command.is(CommandFlag.NO_AUTH) &&
            !allowsFirstArgument(selector.firstArguments(command)))
        {
            return AclVerdict.COMMAND;
        }
        if (!selector.isAllKeys() && 0 != command.keySpecs().length && !allowsKeys(selector))
        {
            return AclVerdict.KEY;
        }
        if (!selector.isAllChannels() && ChannelUse.NONE != command.channelUse() && !allowsChannels(selector))
        {
            return AclVerdict.CHANNEL;
        }
        return AclVerdict.ALLOWED;
    }

    private boolean allowsFirstArgument(final List<String> words)
    {
        final int index = first + (null == command.container() ? 1 : 2);
        if (null == words || index >= entry.argumentCount())
        {
            return false;
        }
        for (int i = 0; i < words.size(); i++)
        {
            if (isWord(index, words.get(i)))
            {
                return true;
            }
        }
        return false;
    }

    private boolean isWord(final int index, final String word)
    {
        if (entry.argumentLength(index) != word.length())
        {
            return false;
        }
        final long address = entry.argumentAddress(index);
        for (int i = 0; i < word.length(); i++)
        {
            if (lower((byte)word.charAt(i)) != lower(OffHeap.getByte(address + i)))
            {
                return false;
            }
        }
        return true;
    }

    private static byte lower(final byte letter)
    {
        return 'A' <= letter && letter <= 'Z' ? (byte)(letter | CASE_BIT) : letter;
    }

    private boolean allowsKeys(final AclSelector selector)
    {
        if (!hasKeys)
        {
            findKeys();
        }
        for (int i = 0; i < keyCount; i++)
        {
            if (!allowsKey(selector, keyIndexes[i], keyPermissions[i]))
            {
                localIndex = keyIndexes[i];
                return false;
            }
        }
        return true;
    }

    /** Arguments that fit no specification have no keys: the command will be refused for its syntax. */
    private void findKeys()
    {
        keyCount = 0;
        hasKeys = true;
        if (KeyFinder.find(command, entry, first, this) < 0)
        {
            keyCount = 0;
        }
    }

    @Override
    public void onKey(final int index, final KeySpec spec)
    {
        if (keyCount == keyIndexes.length)
        {
            keyIndexes = Arrays.copyOf(keyIndexes, 2 * keyCount);
            keyPermissions = Arrays.copyOf(keyPermissions, 2 * keyCount);
        }
        final KeySpec use = KeyUse.of(command, spec, entry, first);
        keyIndexes[keyCount] = index;
        keyPermissions[keyCount++] =
            (use.readsValue() ? KeyPattern.READ : 0) | (use.changesValue() ? KeyPattern.WRITE : 0);
    }

    private boolean allowsKey(final AclSelector selector, final int index, final int permissions)
    {
        final long address = entry.argumentAddress(index);
        final int length = entry.argumentLength(index);
        for (final KeyPattern key : selector.keyPatterns())
        {
            if ((key.permissions() & permissions) == permissions &&
                key.pattern().matches(address, length, glob, scratch))
            {
                return true;
            }
        }
        return false;
    }

    private boolean allowsChannels(final AclSelector selector)
    {
        final boolean isPattern = ChannelUse.ALL_PATTERNS == command.channelUse();
        final int end = ChannelUse.FIRST == command.channelUse() ? first + 2 : entry.argumentCount();
        for (int index = first + 1; index < end; index++)
        {
            if (!allowsChannel(selector, entry.argumentAddress(index), entry.argumentLength(index), isPattern))
            {
                localIndex = index;
                return false;
            }
        }
        return true;
    }

    private boolean allowsChannel(
        final AclSelector selector, final long address, final int length, final boolean isPattern)
    {
        for (final AclPattern pattern : selector.channelPatterns())
        {
            if (isPattern ? pattern.is(address, length) : pattern.matches(address, length, glob, scratch))
            {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close()
    {
        scratch.close();
    }
}
