package io.ringbolt.engine.acl;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/**
 * A name under which clients log in, with its passwords and what it allows. Sessions hold the object, so that a change
 * is felt by all of them at once. Owned by the engine thread.
 */
public final class AclUser
{
    public static final String DEFAULT_NAME = "default";

    private final String name;
    private final Set<String> passwords = new LinkedHashSet<>();
    private final List<AclSelector> selectors = new ArrayList<>();
    private AclSelector[] checked = {};
    private boolean isUnrestricted;
    private boolean isEnabled;
    private boolean isPasswordless;
    private boolean isSanitizing = true;

    /** @param first permissions outside any parentheses. */
    AclUser(final String name, final AclSelector first)
    {
        this.name = name;
        selectors.add(first);
        onChanged();
    }

    /** @return one char a byte. */
    public String name()
    {
        return name;
    }

    /** @return true if this user may do anything. */
    public boolean isUnrestricted()
    {
        return isUnrestricted;
    }

    boolean isEnabled()
    {
        return isEnabled;
    }

    boolean isPasswordless()
    {
        return isPasswordless;
    }

    /** @return hashes in lower-case hexadecimal digits. */
    Set<String> passwords()
    {
        return passwords;
    }

    /** @return at least one; not to be changed. */
    AclSelector[] selectors()
    {
        return checked;
    }

    AclSelector first()
    {
        return selectors.get(0);
    }

    /** Has this user be what another is, but for the name. */
    void assign(final AclUser source)
    {
        passwords.clear();
        passwords.addAll(source.passwords);
        selectors.clear();
        source.selectors.forEach(selector -> selectors.add(selector.copy()));
        isEnabled = source.isEnabled;
        isPasswordless = source.isPasswordless;
        isSanitizing = source.isSanitizing;
        onChanged();
    }

    void enabled(final boolean enabled)
    {
        this.isEnabled = enabled;
    }

    void sanitizing(final boolean sanitizing)
    {
        this.isSanitizing = sanitizing;
    }

    /** Forgets the passwords. @param isAnyGood whether every password will do from now on. */
    void noPasswords(final boolean isAnyGood)
    {
        passwords.clear();
        isPasswordless = isAnyGood;
    }

    void addPassword(final String hash)
    {
        passwords.add(hash);
        isPasswordless = false;
    }

    boolean removePassword(final String hash)
    {
        return passwords.remove(hash);
    }

    void addSelector(final AclSelector selector)
    {
        selectors.add(selector);
        onChanged();
    }

    void clearSelectors()
    {
        selectors.subList(1, selectors.size()).clear();
        onChanged();
    }

    /** To be called after a change of a selector. */
    void onChanged()
    {
        checked = selectors.toArray(new AclSelector[0]);
        isUnrestricted = selectors.stream().anyMatch(AclSelector::isUnrestricted);
    }

    /** @return words as ACL GETUSER lists them. */
    List<String> flags()
    {
        final List<String> flags = new ArrayList<>();
        flags.add(isEnabled ? "on" : "off");
        if (isPasswordless)
        {
            flags.add("nopass");
        }
        flags.add(isSanitizing ? "sanitize-payload" : "skip-sanitize-payload");
        return flags;
    }

    /** @return name and rules in one line, as a configuration file has them behind the word {@code user}. */
    String describe()
    {
        final StringJoiner text = new StringJoiner(" ");
        text.add(name);
        flags().forEach(text::add);
        passwords.forEach(hash -> text.add("#" + hash));
        text.add(first().describe());
        for (int i = 1; i < checked.length; i++)
        {
            text.add("(" + checked[i].describe() + ")");
        }
        return text.toString();
    }

    @Override
    public String toString()
    {
        return "AclUser{" + name + '}';
    }
}
