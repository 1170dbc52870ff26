using System.Text.Json.Nodes;

namespace Spillway.Simulation;

/// <summary>What those who trade beside the liquidations did in one run, all markets together. Money in quote units.</summary>
internal static class TraderFlows
{
    /// <summary>Every figure, in the order in which results carry them.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        new("stopNotional", "USD", "Closed by stop orders, at mark."),
        new("trendNotional", "USD", "Traded by trend followers in the direction of the shock, at mark."),
        new("rehedgeNotional", "USD", "Opened again by deleveraged winners, at mark."),
        new("callNotional", "USD", "Sold down by accounts that answered a margin call, at mark."),
        new("softNotional", "USD", "Closed in part before a breach by those who had agreed to it, at mark."),
        new("toppedUp", "USD", "Moved from reserves into accounts."),
        new("withdrawn", "USD", "Taken out of leveraged accounts."),
        new("takerNotional", "USD", "Worked off in the book by takers, at mark."),
        new("keeperNotional", "USD", "Worked off in the book by keepers, at mark."),
        new("predatorNotional", "USD", "Traded by predators, at mark."),
        new("predatorProfit", "USD", "What predators gained, at the last mark."),
        new("forcedCost", "bp", "What was closed by force got worse than the mark at the breach, of its notional then; the market's own move included."),
    ];

    /// <summary>The figures over runs.</summary>
    public static IReadOnlyDictionary<string, MetricSummary> Summarise(IReadOnlyList<RunObservation> runs) => new Dictionary<string, MetricSummary>
    {
        ["stopNotional"] = Sum(runs, market => market.StopNotional),
        ["trendNotional"] = Sum(runs, market => market.TrendNotional),
        ["rehedgeNotional"] = Sum(runs, market => market.RehedgeNotional),
        ["callNotional"] = Sum(runs, market => market.CallNotional),
        ["softNotional"] = Sum(runs, market => market.SoftNotional),
        ["toppedUp"] = MetricSummary.Of(runs.Select(run => (double?)run.ToppedUp)),
        ["withdrawn"] = MetricSummary.Of(runs.Select(run => (double?)run.Withdrawn)),
        ["takerNotional"] = Sum(runs, market => market.TakerNotional),
        ["keeperNotional"] = Sum(runs, market => market.KeeperNotional),
        ["predatorNotional"] = Sum(runs, market => market.PredatorNotional),
        ["predatorProfit"] = Sum(runs, market => market.PredatorProfit),
        ["forcedCost"] = MetricSummary.Of(runs.Select(ForcedCost)),
    };

    /// <summary>The member <c>flows</c> of a policy in a result.</summary>
    public static JsonObject Write(IReadOnlyDictionary<string, MetricSummary> flows, Func<MetricSummary, JsonNode> write)
    {
        JsonObject all = [];
        foreach (Metric flow in All) all[flow.Key] = write(flows[flow.Key]);
        return all;
    }

    private static double? ForcedCost(RunObservation run)
    {
        double notional = run.Markets.Sum(market => market.ForcedNotional);
        return notional > 0 ? 1e4 * run.Markets.Sum(market => market.ForcedCost) / notional : null;
    }

    private static MetricSummary Sum(IReadOnlyList<RunObservation> runs, Func<MarketObservation, double> flow) => MetricSummary.Of(runs.Select(run => (double?)run.Markets.Sum(flow)));
}
