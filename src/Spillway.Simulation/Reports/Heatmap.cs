using System.Text.Json.Nodes;
using Spillway.Signals;

namespace Spillway.Simulation;

/// <summary>Liquidations that wait, over price and time: rows of one run put into equal price buckets.</summary>
internal static class Heatmap
{
    private const int Buckets = 60;

    // The picture reaches this much further than the prices that were seen.
    private const double Margin = 0.06;

    /// <summary>The heat map of a market; null if none was recorded.</summary>
    public static JsonObject? Of(MarketPicture market, string policy)
    {
        IReadOnlyList<HeatRow> rows = market.Heat;
        if (rows.Count == 0) return null;
        double low = rows.Min(row => row.Mark) * (1 - Margin), high = rows.Max(row => row.Mark) * (1 + Margin), width = (high - low) / Buckets;
        return new JsonObject
        {
            ["market"] = market.Scenario.Market.Symbol,
            ["policy"] = policy,
            ["stepSeconds"] = HeatRow.StepSeconds,
            ["start"] = ReportDocument.Time(market.Scenario.Prices.Start),
            ["prices"] = new JsonArray([.. Enumerable.Range(0, Buckets + 1).Select(edge => (JsonNode)ReportDocument.Rounded(low + (edge * width)))]),
            ["liquidatable"] = new JsonArray([.. rows.Select(row => (JsonNode)new JsonArray([.. Row(row, low, width).Select(value => (JsonNode)Math.Round(value))]))]),
            ["price"] = ReportDocument.Numbers(rows.Select(row => (double?)row.Mark)),
        };
    }

    private static double[] Row(HeatRow row, double low, double width)
    {
        double[] notional = new double[Buckets];
        for (int cell = 0; cell < row.Below.Count; cell++)
        {
            double distance = LogPriceGrid.Start(cell) + (LogPriceGrid.Width / 2);
            Add(row.Mark * PortableMath.Exp(-distance), row.Below[cell]);
            Add(row.Mark * PortableMath.Exp(distance), row.Above[cell]);
        }
        return notional;

        void Add(double price, double density)
        {
            int bucket = (int)Math.Floor((price - low) / width);
            if (bucket is >= 0 and < Buckets) notional[bucket] += density * LogPriceGrid.Width;
        }
    }
}
