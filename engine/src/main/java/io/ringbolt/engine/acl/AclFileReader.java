package io.ringbolt.engine.acl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the text of an ACL file: a user a line, nothing else but empty lines. Every fault in it is told, and then none
 * of it counts.
 */
final class AclFileReader
{
    private static final String USER = "user";
    private static final String UNCHANGED =
        "WARNING: ACL errors detected, no change to the previously active ACL rules was performed";

    private final UserRules rules;
    private final String fileName;
    private final Map<String, AclUser> users = new TreeMap<>();
    private final StringBuilder faults = new StringBuilder();
    private int lineNumber;

    AclFileReader(final UserRules rules, final String fileName)
    {
        this.rules = rules;
        this.fileName = fileName;
    }

    /** @param text one char a byte. @return null if all is well, or what is not. */
    String read(final String text)
    {
        for (final String line : text.split("\n", -1))
        {
            lineNumber++;
            final String trimmed = line.strip();
            if (!trimmed.isEmpty())
            {
                readUser(List.of(trimmed.split(" ", -1)));
            }
        }
        return faults.isEmpty() ? null : faults + UNCHANGED;
    }

    Map<String, AclUser> users()
    {
        return users;
    }

    private void readUser(final List<String> words)
    {
        if (!USER.equals(words.get(0)) || words.size() < 2)
        {
            faults.append(place()).append(" should start with user keyword followed by the username. ");
            return;
        }
        final String name = words.get(1);
        if (SelectorRules.hasSpaces(name))
        {
            faults.append('\'').append(place()).append(": username '").append(name)
                .append("' contains invalid characters. ");
            return;
        }
        final AclUser user = rules.newUser(name);
        if (null != users.putIfAbsent(name, user))
        {
            faults.append("WARNING: Duplicate user '").append(name).append("' found on line ").append(lineNumber)
                .append(". ");
            return;
        }
        final List<String> trimmed = new ArrayList<>(words.size());
        words.subList(2, words.size()).forEach(word -> trimmed.add(word.strip()));
        final List<String> merged = UserRules.merge(trimmed, new StringBuilder());
        if (null == merged)
        {
            faults.append(place()).append(": Unmatched parenthesis in selector definition.");
            return;
        }
        applyAll(user, merged);
    }

    /** Unknown names are all told; of other faults the first, for it may have led to the others. */
    private void applyAll(final AclUser user, final List<String> words)
    {
        boolean hasFault = false;
        for (final String rule : words)
        {
            try
            {
                rules.apply(user, rule);
            }
            catch (final AclRuleException refused)
            {
                if (refused.isUnknownCommand())
                {
                    faults.append(place()).append(": Error in applying operation '").append(rule).append("': ")
                        .append(refused.getMessage()).append(". ");
                }
                else if (!hasFault)
                {
                    faults.append(place()).append(": ").append(refused.getMessage()).append(". ");
                    hasFault = true;
                }
            }
        }
    }

    private String place()
    {
        return fileName + ":" + lineNumber;
    }
}
