package io.ringbolt.engine.tracking;

import io.ringbolt.engine.session.RecipientGroup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Clients that are told the same: those who track at all, or those who track the keys with one prefix.
 * <p>
 * Clients that are told on their own connection stand in groups, which can be handed on without walking through them;
 * those who have others told instead are asked for one by one. A client of RESP2 without such another hears nothing.
 */
final class Audience
{
    private final List<Member> redirected = new ArrayList<>();
    private RecipientGroup[] groups = {};
    private int groupedCount;
    private int silentCount;

    /** One client in an audience; it remembers its place. */
    static final class Member extends RecipientGroup.Member
    {
        final TrackingState state;
        private int groupIndex;
        private int redirectedIndex;
        private Place place;

        Member(final TrackingState state)
        {
            super(state.session);
            this.state = state;
        }
    }

    private enum Place
    {
        GROUP, REDIRECTED, SILENT
    }

    Member add(final TrackingState state)
    {
        final Member member = new Member(state);
        enter(member);
        return member;
    }

    private void enter(final Member member)
    {
        if (member.state.isPlain())
        {
            member.place = Place.GROUP;
            enterGroup(member);
        }
        else if (0 != member.state.redirectId)
        {
            member.place = Place.REDIRECTED;
            member.redirectedIndex = redirected.size();
            redirected.add(member);
        }
        else
        {
            member.place = Place.SILENT;
            silentCount++;
        }
    }

    private void enterGroup(final Member member)
    {
        member.groupIndex = RecipientGroup.index(member.session());
        if (member.groupIndex >= groups.length)
        {
            groups = Arrays.copyOf(groups, member.groupIndex + 1);
        }
        if (null == groups[member.groupIndex])
        {
            groups[member.groupIndex] = new RecipientGroup(member.groupIndex);
        }
        groups[member.groupIndex].add(member);
        groupedCount++;
    }

    void remove(final Member member)
    {
        switch (member.place)
        {
            case GROUP ->
            {
                groups[member.groupIndex].remove(member);
                groupedCount--;
            }
            case REDIRECTED ->
            {
                final Member last = redirected.remove(redirected.size() - 1);
                if (last != member)
                {
                    last.redirectedIndex = member.redirectedIndex;
                    redirected.set(member.redirectedIndex, last);
                }
            }
            case SILENT -> silentCount--;
        }
    }

    /** Takes back a client that was removed for a moment. */
    void replaceRemoved(final Member member)
    {
        enter(member);
    }

    /** Puts a client where it belongs after it has changed its protocol or who is told. */
    void replace(final Member member)
    {
        remove(member);
        enter(member);
    }

    boolean isEmpty()
    {
        return 0 == groupedCount + silentCount + redirected.size();
    }

    RecipientGroup[] groups()
    {
        return groups;
    }

    /** @return clients in the groups. */
    int groupedCount()
    {
        return groupedCount;
    }

    /** @return clients that have others told; not to be changed. */
    List<Member> redirected()
    {
        return redirected;
    }
}
