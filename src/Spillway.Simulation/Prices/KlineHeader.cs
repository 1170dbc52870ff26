using System.Text;

namespace Spillway.Simulation;

/// <summary>The header line of a kline file: which column stands where. Columns are found by name, in any order.</summary>
/// <remarks>
/// Names: those of the shipped tables, and those of Binance's public monthly files (data.binance.vision, futures/um, twelve columns, 2025), which
/// call the number of trades <c>count</c>.
/// </remarks>
internal sealed class KlineHeader
{
    private const int RequiredColumns = (int)KlineColumn.TakerBuyVolume + 1;

    // The required ones first, in the order of the enum.
    private static readonly (string Name, KlineColumn Column)[] known =
    [
        ("open_time", KlineColumn.OpenTime), ("open", KlineColumn.Open), ("high", KlineColumn.High), ("low", KlineColumn.Low),
        ("close", KlineColumn.Close), ("volume", KlineColumn.Volume), ("quote_volume", KlineColumn.QuoteVolume), ("trades", KlineColumn.Trades),
        ("taker_buy_volume", KlineColumn.TakerBuyVolume),
        ("count", KlineColumn.Trades), ("close_time", KlineColumn.CloseTime), ("taker_buy_quote_volume", KlineColumn.TakerBuyQuoteVolume),
        ("ignore", KlineColumn.Ignored),
    ];

    private readonly string[] names;
    private readonly KlineColumn[] columns;

    private KlineHeader(string[] names, KlineColumn[] columns)
    {
        this.names = names;
        this.columns = columns;
    }

    /// <summary>Number of columns of every row.</summary>
    public int Count => columns.Length;

    /// <summary>Whether rows state the end of their minute as well.</summary>
    public bool HasCloseTime => Array.IndexOf(columns, KlineColumn.CloseTime) >= 0;

    /// <summary>What stands at a position, from 0.</summary>
    public KlineColumn ColumnAt(int position) => columns[position];

    /// <summary>Name in the file of the column at a position, from 0.</summary>
    public string NameAt(int position) => names[position];

    /// <summary>Name in this file of a column that faults call by its shipped name: <c>trades</c> may be <c>count</c> here.</summary>
    public string NameOf(string shippedName) =>
        Array.IndexOf(names, shippedName) >= 0 ? shippedName : names[Array.IndexOf(columns, KlineColumn.Trades)];

    /// <summary>Reads the first line of a file.</summary>
    /// <exception cref="BadInputException">A required column is missing, a column is unknown, or a column is there twice.</exception>
    public static KlineHeader Parse(ReadOnlySpan<byte> line, string file)
    {
        string[] names = Encoding.UTF8.GetString(line).Split(',');
        if (names[0].Length > 0 && char.IsAsciiDigit(names[0][0]))
            throw Fault(null, "the header line is missing", "put the column names of the shipped price tables on the first line");

        var columns = new KlineColumn[names.Length];
        for (int position = 0; position < names.Length; position++)
        {
            if (names[position].Length == 0)
                throw Fault(null, $"column {position + 1} has no name", "name it or take it away");
            columns[position] = Find(names[position]) ?? throw Fault(CsvField.Cut(names[position]), "the column is unknown", "give " + RequiredNames);
            if (Array.IndexOf(columns, columns[position], 0, position) >= 0)
                throw Fault(names[position], "the column is there twice", "keep one");
        }
        for (int required = 0; required < RequiredColumns; required++)
        {
            if (Array.IndexOf(columns, (KlineColumn)required) < 0)
                throw Fault(known[required].Name, "the column is missing", "give all of " + RequiredNames);
        }
        return new KlineHeader(names, columns);

        BadInputException Fault(string? field, string problem, string remedy) => new(file, 1, field, problem, remedy);
    }

    private static string RequiredNames => string.Join(',', known.Take(RequiredColumns).Select(known => known.Name));

    private static KlineColumn? Find(string name)
    {
        foreach (var known in known)
        {
            if (known.Name == name) return known.Column;
        }
        return null;
    }
}
