using Spillway.Core;

namespace Spillway.Simulation;

/// <summary>Turns the rows of one kline file into bars; names the column of every fault.</summary>
internal sealed class KlineRow(KlineHeader header, string file)
{
    private const long MinuteMilliseconds = 60_000;

    // A kline's close time is its last millisecond.
    private const long CloseAfterOpen = MinuteMilliseconds - 1;

    private readonly decimal[] amounts = new decimal[(int)KlineColumn.Ignored];
    private readonly long[] wholes = new long[(int)KlineColumn.Ignored];

    /// <summary>Reads one row.</summary>
    /// <param name="line">The row without its line break.</param>
    /// <param name="number">Number of the line, from 1.</param>
    /// <param name="previous">Bar of the row before; null for the first.</param>
    /// <exception cref="BadInputException">The row is cut off, a field is no number, or the bar is impossible.</exception>
    public MinuteBar Parse(ReadOnlySpan<byte> line, int number, in MinuteBar? previous)
    {
        ParseFields(line, number);
        var bar = new MinuteBar(
            TimeOf(number),
            amounts[(int)KlineColumn.Open],
            amounts[(int)KlineColumn.High],
            amounts[(int)KlineColumn.Low],
            amounts[(int)KlineColumn.Close],
            amounts[(int)KlineColumn.Volume],
            amounts[(int)KlineColumn.QuoteVolume],
            wholes[(int)KlineColumn.Trades],
            amounts[(int)KlineColumn.TakerBuyVolume]);
        var fault = BarFault.Find(bar, previous);
        if (fault is not null) throw Fault(number, header.NameOf(fault.Field), fault.Problem, fault.Remedy);
        return bar;
    }

    private void ParseFields(ReadOnlySpan<byte> line, int number)
    {
        int position = 0;
        foreach (var range in line.Split((byte)','))
        {
            if (position == header.Count)
                throw Fault(number, null, $"the row has more than {header.Count} fields", "write numbers without thousands separators");
            ParseField(line[range], position, number);
            position++;
        }
        if (position < header.Count)
            throw Fault(number, header.NameAt(position), $"the row ends after {position} of {header.Count} fields", "take it from the source again");
    }

    private void ParseField(ReadOnlySpan<byte> text, int position, int number)
    {
        var column = header.ColumnAt(position);
        string? problem = column switch
        {
            KlineColumn.OpenTime or KlineColumn.CloseTime or KlineColumn.Trades => CsvField.ReadWhole(text, out wholes[(int)column]),
            KlineColumn.Ignored => null,
            _ => CsvField.ReadDecimal(text, out amounts[(int)column]),
        };
        if (problem is not null)
            throw Fault(number, header.NameAt(position), problem, "write digits and a decimal point, such as 116836.7");
    }

    private Timestamp TimeOf(int number)
    {
        long open = wholes[(int)KlineColumn.OpenTime];
        if (BarFault.OfCentury(open) is { } fault) throw Fault(number, fault.Field, fault.Problem, fault.Remedy);
        if (header.HasCloseTime && wholes[(int)KlineColumn.CloseTime] != open + CloseAfterOpen)
            throw Fault(number, "close_time", "is not the last millisecond of the minute", "give one-minute bars with times in milliseconds");
        return Timestamp.FromMilliseconds(open);
    }

    private BadInputException Fault(int line, string? field, string problem, string remedy) => new(file, line, field, problem, remedy);
}
