using Spillway.Core;

namespace Spillway.Simulation;

/// <summary>Reads one-minute bars from a CSV file with Binance kline columns.</summary>
/// <remarks>
/// Strict on purpose: a simulation of a damaged table gives numbers that look as good as any. Columns are found by their header names; beside the
/// nine of the shipped tables, the further ones of Binance's twelve-column files are known. LF or CRLF, with or without a byte order mark.
/// Time and memory grow with the rows, about 150 bytes each.
/// </remarks>
public static class PriceTableReader
{
    /// <summary>Most rows of a file, header aside: almost four years of minutes.</summary>
    public const int MostRows = 2_000_000;

    /// <summary>Largest file in bytes: 256 MiB.</summary>
    public const long MostBytes = 256L << 20;

    /// <summary>Reads a whole table.</summary>
    /// <param name="file">File name; it becomes the <see cref="PriceTable.Source"/>.</param>
    /// <exception cref="BadInputException">The file cannot be read or is not a price table; line and column are named.</exception>
    public static PriceTable Read(string file) => Read(file, MostRows, MostBytes);

    internal static PriceTable Read(string file, int mostRows, long mostBytes)
    {
        if (Directory.Exists(file)) throw new BadInputException(file, 0, null, "is a folder", "name a CSV file of one-minute bars in it");
        if (!File.Exists(file)) throw new BadInputException(file, 0, null, "there is no such file", "check the name");
        try
        {
            using var stream = File.OpenRead(file);
            if (stream.CanSeek && stream.Length > mostBytes) throw TextLines.TooLarge(file, mostBytes);
            return Read(new TextLines(stream, file, mostBytes), file, mostRows);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(file, 0, null, "the file cannot be read", "check that it is a file you may read");
        }
    }

    private static PriceTable Read(TextLines lines, string file, int mostRows)
    {
        const string firstSteps = "give a header line and one-minute bars, as in the shipped price tables";
        if (!lines.TryNext(out var line)) throw Fault(1, "the file is empty", firstSteps);
        var row = new KlineRow(KlineHeader.Parse(line, file), file);
        var bars = new List<MinuteBar>();
        while (lines.TryNext(out line))
        {
            if (bars.Count == mostRows) throw Fault(lines.Number, $"there are more than {mostRows:N0} rows", "cut the file to the window of interest");
            bars.Add(row.Parse(line, lines.Number, bars.Count == 0 ? null : bars[^1]));
        }
        return bars.Count > 0 ? PriceTable.FromChecked(file, bars) : throw Fault(2, "there is no bar after the header", firstSteps);

        BadInputException Fault(int line, string problem, string remedy) => new(file, line, null, problem, remedy);
    }
}
