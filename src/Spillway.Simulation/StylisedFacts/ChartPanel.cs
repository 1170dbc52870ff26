using System.Globalization;
using System.Text;

namespace Spillway.Simulation;

/// <summary>One panel of a picture: a frame, its scales, and what is drawn in it.</summary>
/// <param name="left">Left edge of the frame.</param>
/// <param name="top">Upper edge of the frame.</param>
/// <param name="title">Words above it.</param>
/// <param name="x">Horizontal scale.</param>
/// <param name="y">Vertical scale.</param>
internal sealed class ChartPanel(double left, double top, string title, ChartPanel.Scale x, ChartPanel.Scale y)
{
    /// <summary>Size of the frame.</summary>
    public const double Width = 200, Height = 150;

    private readonly StringBuilder marks = new();

    /// <summary>A scale: its ends, whether it is logarithmic, its ticks and its words.</summary>
    public sealed record Scale(double Low, double High, bool IsLog, string Words, params (double Value, string Label)[] Ticks)
    {
        /// <summary>Position in [0, 1]; beyond it for values outside.</summary>
        public double PositionOf(double value) => IsLog ? PortableMath.Log(value / Low) / PortableMath.Log(High / Low) : (value - Low) / (High - Low);

        /// <summary>Whether a value can be drawn.</summary>
        public bool Holds(double value) => value >= Low && value <= High;
    }

    /// <summary>A broken line through the points that the scales hold.</summary>
    public ChartPanel Line(IEnumerable<(double X, double Y)> points, string colour, string extra = "")
    {
        string path = string.Join(' ', points.Where(point => x.Holds(point.X) && y.Holds(point.Y)).Select(point => $"{Number(AtX(point.X))},{Number(AtY(point.Y))}"));
        if (path.Length > 0) marks.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.6\" {extra} points=\"{path}\"/>\n");
        return this;
    }

    /// <summary>Dots at the points that the scales hold.</summary>
    public ChartPanel Dots(IEnumerable<(double X, double Y)> points, string colour)
    {
        foreach ((double atX, double atY) in points.Where(point => x.Holds(point.X) && y.Holds(point.Y)))
            marks.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{Number(AtX(atX))}\" cy=\"{Number(AtY(atY))}\" r=\"3\" fill=\"{colour}\"/>\n");
        return this;
    }

    /// <summary>A shaded stretch of the horizontal axis.</summary>
    public ChartPanel Band(double from, double to)
    {
        marks.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Number(AtX(from))}\" y=\"{Number(top)}\" width=\"{Number(AtX(to) - AtX(from))}\" height=\"{Height}\" fill=\"#e6eef4\"/>\n");
        return this;
    }

    /// <summary>Words inside of the frame, at a share of its width and height from the upper left.</summary>
    public ChartPanel Words(double right, double down, string words, string colour)
    {
        marks.Append(CultureInfo.InvariantCulture, $"<text x=\"{Number(left + (right * Width))}\" y=\"{Number(top + (down * Height))}\" fill=\"{colour}\">{words}</text>\n");
        return this;
    }

    /// <summary>The panel as SVG.</summary>
    public override string ToString()
    {
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Number(left)}\" y=\"{Number(top - 8)}\" fill=\"#333\" font-weight=\"bold\">{title}</text>\n");
        svg.Append(marks);
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Number(left)}\" y=\"{Number(top)}\" width=\"{Width}\" height=\"{Height}\" fill=\"none\" stroke=\"#333\"/>\n");
        foreach ((double value, string label) in x.Ticks)
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Number(AtX(value))}\" y=\"{Number(top + Height + 13)}\" text-anchor=\"middle\" fill=\"#555\">{label}</text>\n");
        foreach ((double value, string label) in y.Ticks)
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Number(left - 4)}\" y=\"{Number(AtY(value) + 4)}\" text-anchor=\"end\" fill=\"#555\">{label}</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Number(left + (Width / 2))}\" y=\"{Number(top + Height + 27)}\" text-anchor=\"middle\" fill=\"#555\">{x.Words}</text>\n");
        return svg.ToString();
    }

    private double AtX(double value) => left + (x.PositionOf(value) * Width);

    private double AtY(double value) => top + Height - (y.PositionOf(value) * Height);

    private static string Number(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
