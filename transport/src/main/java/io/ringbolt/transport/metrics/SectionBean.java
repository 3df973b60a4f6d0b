package io.ringbolt.transport.metrics;

import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanException;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import java.io.IOException;
import java.util.Map;

/**
 * A section of INFO as a managed bean: an attribute for each field, numbers as numbers. Reading any of them asks the
 * engine, at most five times a second.
 */
final class SectionBean implements DynamicMBean
{
    private final FigureSource source;
    private final String section;

    SectionBean(final FigureSource source, final String section)
    {
        this.source = source;
        this.section = section;
    }

    @Override
    public Object getAttribute(final String attribute) throws AttributeNotFoundException, MBeanException
    {
        final String value = fields().get(attribute);
        if (value == null)
        {
            throw new AttributeNotFoundException(attribute);
        }
        return typed(value);
    }

    @Override
    public AttributeList getAttributes(final String[] attributes)
    {
        final AttributeList list = new AttributeList();
        try
        {
            final Map<String, String> fields = fields();
            for (final String attribute : attributes)
            {
                if (fields.containsKey(attribute))
                {
                    list.add(new Attribute(attribute, typed(fields.get(attribute))));
                }
            }
        }
        catch (final MBeanException busy)
        {
            return list;                              // as the interface has it: what cannot be read is left out
        }
        return list;
    }

    @Override
    public void setAttribute(final Attribute attribute) throws AttributeNotFoundException
    {
        throw new AttributeNotFoundException("read only: " + attribute.getName());
    }

    @Override
    public AttributeList setAttributes(final AttributeList attributes)
    {
        return new AttributeList();
    }

    @Override
    public Object invoke(final String name, final Object[] arguments, final String[] signature) throws MBeanException
    {
        throw new MBeanException(new NoSuchMethodException(name));
    }

    @Override
    public MBeanInfo getMBeanInfo()
    {
        return new MBeanInfo(SectionBean.class.getName(), "INFO " + section, attributes(), null,
            new MBeanOperationInfo[0], null);
    }

    private MBeanAttributeInfo[] attributes()
    {
        try
        {
            return fields().entrySet().stream().map(field -> new MBeanAttributeInfo(field.getKey(),
                typed(field.getValue()).getClass().getName(), field.getKey(), true, false, false))
                .toArray(MBeanAttributeInfo[]::new);
        }
        catch (final MBeanException busy)
        {
            return new MBeanAttributeInfo[0];
        }
    }

    private Map<String, String> fields() throws MBeanException
    {
        try
        {
            return source.sections().getOrDefault(section, Map.of());
        }
        catch (final IOException busy)
        {
            throw new MBeanException(busy);
        }
    }

    private static Object typed(final String value)
    {
        if (value.matches("-?[0-9]{1,18}"))
        {
            return Long.valueOf(value);
        }
        return value.matches("-?[0-9]+\\.[0-9]+") ? (Object)Double.valueOf(value) : value;
    }
}
