package io.ringbolt.engine.hash;

import io.ringbolt.engine.index.ValueRef;
import io.ringbolt.engine.keyspace.Encoding;
import io.ringbolt.engine.listpack.ListPack;
import io.ringbolt.engine.memory.Arena;

import java.util.HashMap;
import java.util.Map;

/**
 * Makes hashes with templates as files and payloads hold them: the names first, or the number by which a file has
 * named them before, then the values. What a file has named is held until it has been read.
 */
public final class TemplateLoader
{
    private final Arena arena;
    private final Hashes hashes;
    private final HashTemplates templates;
    private final Map<Long, Long> byNumber = new HashMap<>();
    private TemplateBuilder names;

    public TemplateLoader(final Arena arena, final Hashes hashes, final HashTemplates templates)
    {
        this.arena = arena;
        this.hashes = hashes;
        this.templates = templates;
    }

    public void beginNames()
    {
        names = hashes.newTemplate();
    }

    public void addName(final long address, final int length)
    {
        names.add(address, length, names.count());
    }

    /** @return the template, or {@link Arena#NULL_REF} if there is no name, or they are not in their order. */
    public long endNames()
    {
        boolean isInOrder = names.count() > 0 && names.sort();
        for (int i = 0; i < names.count() && isInOrder; i++)
        {
            isInOrder = names.place(i) == i;
        }
        final long template = isInOrder ? names.intern() : Arena.NULL_REF;
        names.trim();
        return template;
    }

    /** Gives a template the number of a file. @return false if another one has it. */
    public boolean define(final long number, final long template)
    {
        if (byNumber.containsKey(number))
        {
            return false;
        }
        templates.hold(template);
        byNumber.put(number, template);
        return true;
    }

    /** The template of that number, or {@link Arena#NULL_REF}. */
    public long template(final long number)
    {
        return byNumber.getOrDefault(number, Arena.NULL_REF);
    }

    /** Whether a file has named templates. */
    public boolean hasNumbers()
    {
        return !byNumber.isEmpty();
    }

    public int fieldCount(final long template)
    {
        return TemplateContent.count(templates.content(template));
    }

    /** Makes a hash of a listpack of values behind any number, both of which it takes over. */
    public void ofPack(final long template, final long pack, final ValueRef out)
    {
        templates.addKey(template);
        final int first = ListPack.first(arena.address(pack));
        out.set(Encoding.TEMPLATE_LISTPACK, ListPack.replaceLong(arena, pack, first, template));
        hashes.keepLimits(out);
    }

    /** Makes a hash that is to be given its values by {@link #append}. */
    public void create(final long template, final ValueRef out)
    {
        hashes.templates.createArray(out, template, fieldCount(template));
    }

    public void append(final ValueRef hash, final long address, final int length)
    {
        hashes.append(hash, address, length);
    }

    /** Lets a template go that {@link #endNames} has made and no hash has got; {@link Arena#NULL_REF} is none. */
    public void release(final long template)
    {
        if (template != Arena.NULL_REF)
        {
            templates.hold(template);
            templates.letGo(template);
        }
    }

    /** Forgets the numbers. */
    public void clear()
    {
        byNumber.values().forEach(templates::letGo);
        byNumber.clear();
    }
}
