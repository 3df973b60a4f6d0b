package io.ringbolt.perf.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A chart of lines, as SVG that takes its colours from the page around it.
 */
final class SvgChart
{
    private static final int WIDTH = 920;
    private static final int HEIGHT = 340;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 12;
    private static final int BOTTOM = 44;
    /** Points beyond what the chart has columns for would only make the page heavy. */
    private static final int MOST_POINTS = 600;

    private final ChartAxis x;
    private final ChartAxis y;
    private final String title;
    private final List<Line> lines = new ArrayList<>();

    /** A line and its place in the palette. */
    private record Line(String name, double[] xs, double[] ys, int colour, boolean isDashed)
    {
    }

    SvgChart(final String title, final ChartAxis x, final ChartAxis y)
    {
        this.title = title;
        this.x = x;
        this.y = y;
    }

    /**
     * Adds a line.
     *
     * @param name     in the legend and when pointed at.
     * @param colour   index in the palette.
     * @param isDashed to tell a second kind of line of the same colour.
     */
    void line(
        final String name, final double[] xs, final double[] ys, final int colour, final boolean isDashed)
    {
        lines.add(new Line(name, xs, ys, colour, isDashed));
        for (int i = 0; i < xs.length; i++)
        {
            x.include(xs[i]);
            y.include(ys[i]);
        }
    }

    boolean isEmpty()
    {
        return lines.stream().allMatch(line -> line.xs.length == 0);
    }

    /** @return a figure with a heading, a legend and the chart. */
    String render()
    {
        final StringBuilder out = new StringBuilder("<figure>\n<figcaption>").append(HtmlReport.escape(title));
        out.append("</figcaption>\n<p class=\"legend\">");
        for (final Line line : lines)
        {
            out.append("<span><i class=\"c").append(line.colour).append(line.isDashed ? " dashed" : "")
                .append("\"></i>").append(HtmlReport.escape(line.name)).append("</span> ");
        }
        out.append("</p>\n<svg viewBox=\"0 0 ").append(WIDTH).append(' ').append(HEIGHT)
            .append("\" role=\"img\" aria-label=\"").append(HtmlReport.escape(title)).append("\">\n");
        grid(out);
        lines.forEach(line -> draw(out, line));
        return out.append("</svg>\n</figure>\n").toString();
    }

    private void grid(final StringBuilder out)
    {
        for (final ChartAxis.Tick tick : x.ticks())
        {
            final double place = left(tick.value());
            lineElement(out, place, TOP, place, HEIGHT - BOTTOM);
            text(out, place, HEIGHT - BOTTOM + 18, "middle", tick.label());
        }
        for (final ChartAxis.Tick tick : y.ticks())
        {
            final double place = top(tick.value());
            lineElement(out, LEFT, place, WIDTH - RIGHT, place);
            text(out, LEFT - 8, place + 4, "end", tick.label());
        }
        text(out, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 6, "middle", x.label());
        out.append("<text class=\"axis\" text-anchor=\"middle\" transform=\"translate(14 ")
            .append((TOP + HEIGHT - BOTTOM) / 2).append(") rotate(-90)\">").append(HtmlReport.escape(y.label()))
            .append("</text>\n");
    }

    private void draw(final StringBuilder out, final Line line)
    {
        if (line.xs.length == 0)
        {
            return;
        }
        out.append("<polyline class=\"c").append(line.colour).append(line.isDashed ? " dashed" : "")
            .append("\" points=\"");
        final int step = Math.max(1, line.xs.length / MOST_POINTS);
        for (int i = 0; i < line.xs.length; i += step)
        {
            out.append(number(left(line.xs[i]))).append(',').append(number(top(line.ys[i]))).append(' ');
        }
        out.append("\"><title>").append(HtmlReport.escape(line.name)).append("</title></polyline>\n");
        final int dots = Math.max(step, line.xs.length / 60);
        for (int i = 0; i < line.xs.length; i += dots)
        {
            out.append("<circle class=\"c").append(line.colour).append("\" cx=\"").append(number(left(line.xs[i])))
                .append("\" cy=\"").append(number(top(line.ys[i]))).append("\" r=\"3\"><title>")
                .append(HtmlReport.escape(line.name + ": " + y.format(line.ys[i]) + " at " + x.format(line.xs[i])))
                .append("</title></circle>\n");
        }
    }

    private double left(final double value)
    {
        return LEFT + x.place(value) * (WIDTH - LEFT - RIGHT);
    }

    private double top(final double value)
    {
        return HEIGHT - BOTTOM - y.place(value) * (HEIGHT - TOP - BOTTOM);
    }

    private static void lineElement(
        final StringBuilder out, final double x1, final double y1, final double x2, final double y2)
    {
        out.append("<line x1=\"").append(number(x1)).append("\" y1=\"").append(number(y1)).append("\" x2=\"")
            .append(number(x2)).append("\" y2=\"").append(number(y2)).append("\"/>\n");
    }

    private static void text(
        final StringBuilder out, final double left, final double top, final String anchor, final String text)
    {
        out.append("<text x=\"").append(number(left)).append("\" y=\"").append(number(top))
            .append("\" text-anchor=\"").append(anchor).append("\">").append(HtmlReport.escape(text))
            .append("</text>\n");
    }

    private static String number(final double value)
    {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
