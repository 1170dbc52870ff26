using Spillway.Liquidation;

namespace Spillway.Simulation;

/// <summary>Metrics of one run against the run of the same seed without forced sales: market by market, and of the venue. Definitions: docs/metrics.md.</summary>
/// <param name="Venue">All metrics by key; null where one is undefined.</param>
/// <param name="Markets">The metrics of each market, those of accounts left out.</param>
public sealed record RunMetrics(IReadOnlyDictionary<string, double?> Venue, IReadOnlyList<IReadOnlyDictionary<string, double?>> Markets)
{
    private const double ClusterSeconds = 5;

    /// <summary>Measures a run.</summary>
    /// <param name="run">Run of the policy.</param>
    /// <param name="exogenous">Run of the same seed without forced sales in the market.</param>
    /// <param name="baseline">Run of the same seed under the baseline: the range of prices it visited is where the loop gain is looked at.</param>
    public static RunMetrics Of(RunObservation run, RunObservation exogenous, RunObservation baseline)
    {
        HashSet<int> firstGeneration = [.. exogenous.LiquidatedAccounts];
        List<Dictionary<string, double?>> markets = [];
        for (int m = 0; m < run.Markets.Count; m++)
        {
            Dictionary<string, double?> market = [];
            AddPrices(market, run.Markets[m], exogenous.Markets[m], baseline.Markets[m]);
            AddFlows(market, [.. run.ForcedCloses.Where(close => close.Market == m)], run.Holders, firstGeneration, run.Markets[m].OpenInterestUsd);
            markets.Add(market);
        }
        double[] weights = [.. run.Markets.Select(market => market.OpenInterestUsd)];
        Dictionary<string, double?> venue = [];
        AddPrices(venue, markets, weights);
        AddFlows(venue, run.ForcedCloses, run.Holders, firstGeneration, weights.Sum());
        AddAccounts(venue, run, exogenous, weights.Sum());
        return new RunMetrics(venue, markets);
    }

    private static void AddPrices(Dictionary<string, double?> values, MarketObservation run, MarketObservation exogenous, MarketObservation baseline)
    {
        double drawdown = run.Drawdown, exogenousDrawdown = exogenous.Drawdown;
        GainBeforeShock gain = baseline.GainOver(baseline.Drawdown);
        values["amplification"] = exogenousDrawdown > 0 ? drawdown / exogenousDrawdown : null;
        values["excessDrawdown"] = drawdown - exogenousDrawdown;
        values["maxLoopGain"] = gain.MaxGain;
        values["criticalShock"] = gain.CriticalShock;
        values["overshoot"] = Overshoot(run);
        values["timeToRecoverySeconds"] = TimeToRecovery(run, exogenous);
        values["haltSeconds"] = run.HaltSeconds;
        values["openInterestForgone"] = run.OpenInterestForgone;
        values["fundingShareOfOi"] = run.FundingPaid / run.OpenInterestUsd;
        values[Metric.OpenInterestBefore] = run.OpenInterestBefore;
    }

    // Of the venue: means weighted by open interest, but for extremes the worst market.
    private static void AddPrices(Dictionary<string, double?> venue, List<Dictionary<string, double?>> markets, double[] weights)
    {
        foreach (string key in (string[])["amplification", "excessDrawdown", "overshoot", "openInterestForgone", "fundingShareOfOi", Metric.OpenInterestBefore]) venue[key] = Weighted([.. markets.Select(market => market[key])], weights);
        venue["maxLoopGain"] = markets.Max(market => market["maxLoopGain"]);
        venue["criticalShock"] = markets.Min(market => market["criticalShock"]);
        venue["timeToRecoverySeconds"] = markets.Max(market => market["timeToRecoverySeconds"]);
        venue["haltSeconds"] = markets.Max(market => market["haltSeconds"]);
    }

    private static double? Weighted(double?[] values, double[] weights)
    {
        if (values.Length == 1) return values[0];
        double sum = 0, weight = 0;
        for (int m = 0; m < values.Length; m++)
        {
            if (values[m] is not { } value) continue;
            sum += value * weights[m];
            weight += weights[m];
        }
        return weight > 0 ? sum / weight : null;
    }

    private static void AddFlows(Dictionary<string, double?> values, IReadOnlyList<ForcedClose> all, int holders, HashSet<int> firstGeneration, double openInterestUsd)
    {
        // What a vault took over was taken from its holder then; that the vault is closed in its turn liquidates nobody anew, but it may deleverage winners.
        ForcedClose[] closes = [.. all.Where(close => close.Account < holders)];
        double liquidated = closes.Sum(close => close.Notional);
        double falsely = closes.Where(close => !firstGeneration.Contains(close.Account)).Sum(close => close.Notional);
        int[] accounts = [.. closes.Select(close => close.Account).Distinct()];
        double deleveraged = ByRoute(all, TradeRoute.Deleveraging);
        values["cascadeSize"] = LargestCluster(all);
        values["branchingRatio"] = accounts.Length > 0 ? (double)accounts.Count(account => !firstGeneration.Contains(account)) / accounts.Length : null;
        values["liquidatedNotional"] = liquidated;
        values["liquidatedShareOfOi"] = liquidated / openInterestUsd;
        values["falseLiquidationShare"] = liquidated > 0 ? falsely / liquidated : null;
        values["deleveragedNotional"] = deleveraged;
        values["deleveragedShareOfOi"] = deleveraged / openInterestUsd;
        values["nettedShareOfOi"] = (ByRoute(all, TradeRoute.Netting) + ByRoute(all, TradeRoute.OppositeCase)) / openInterestUsd;
        values["takenShareOfOi"] = ByRoute(all, TradeRoute.Taker) / openInterestUsd;
        values["auctionedShareOfOi"] = ByRoute(all, TradeRoute.Auction) / openInterestUsd;
        values["pooledShareOfOi"] = ByRoute(all, TradeRoute.Pool) / openInterestUsd;
        values["routedShareOfOi"] = ByRoute(all, TradeRoute.LiquidityPool) / openInterestUsd;
        values["awayShareOfOi"] = ByRoute(all, TradeRoute.AwayBook) / openInterestUsd;
        values["memberShareOfOi"] = ByRoute(all, TradeRoute.Member) / openInterestUsd;
        values["adlOvershoot"] = 0; // deleveraging closes exactly what was handed over: fixed by the rule, proved by its tests
    }

    private static void AddAccounts(Dictionary<string, double?> venue, RunObservation run, RunObservation exogenous, double openInterestUsd)
    {
        venue["badDebt"] = run.BadDebt;
        venue["badDebtBpsOfOi"] = run.BadDebt / openInterestUsd * 1e4;
        venue["largestTwoDebts"] = run.LargestTwoDebts;
        venue["insuranceDrain"] = run.FundAtStart > 0 ? (run.FundAtStart - run.FundLowest) / run.FundAtStart : null;
        venue["liquidatedAccounts"] = run.LiquidatedAccounts.Count;
        venue["equityPreserved"] = exogenous.PositiveEquity > 0 ? run.PositiveEquity / exogenous.PositiveEquity : null;
        venue["adlMaxHaircut"] = run.DeleveragedShareMost;
        venue["adlGini"] = run.DeleveragedGini;
        venue["poolCapitalUsedPeak"] = run.PoolUsedPeak;
        venue["poolLoss"] = run.PoolLoss;
        venue["takerLoss"] = run.TakerLoss;
        venue["memberLoss"] = run.MemberLoss;
        venue["brokerProfit"] = run.BrokerProfit;
        venue["keeperProfit"] = run.KeeperProfit;
        venue["marginPeakToTrough"] = 1; // no policy changes margins during a run yet
        venue["marginWorstCall1h"] = 0;
        venue["meanMarginChange"] = 0;
        venue["timeToFlatP99Seconds"] = run.SecondsToFlat.Count > 0 ? Quantile.OfSorted([.. run.SecondsToFlat.Order()], 0.99) : null;
    }

    private static double ByRoute(IReadOnlyList<ForcedClose> closes, TradeRoute route) => closes.Where(close => close.Route == route).Sum(close => close.Notional);

    private static double LargestCluster(IReadOnlyList<ForcedClose> closes)
    {
        double largest = 0, current = 0;
        for (int i = 0; i < closes.Count; i++)
        {
            bool joins = i > 0 && (closes[i].Time - closes[i - 1].Time) / 1e9 < ClusterSeconds;
            current = joins ? current + closes[i].Notional : closes[i].Notional;
            largest = Math.Max(largest, current);
        }
        return largest;
    }

    // Marks are sampled once a second, so seconds are positions. Squeezes are falls upside down.
    private static int TroughSecond(MarketObservation run)
    {
        int trough = 0;
        for (int i = 1; i < run.Marks.Count; i++)
        {
            if (IsBeyond(run, run.Marks[i], run.Marks[trough])) trough = i;
        }
        return trough;
    }

    private static double? Overshoot(MarketObservation run)
    {
        int trough = TroughSecond(run), from = trough + 1_800, to = Math.Min(run.Marks.Count, trough + 3_600);
        if (from >= to) return null;
        double later = Quantile.OfSorted([.. run.Marks.Skip(from).Take(to - from).Order()], 0.5);
        return (later - run.WorstTrade) * Sign(run) / run.FirstOpen;
    }

    private static double? TimeToRecovery(MarketObservation run, MarketObservation exogenous)
    {
        double excess = run.Drawdown - exogenous.Drawdown;
        if (excess <= 0) return null;
        double goal = run.WorstTrade * PortableMath.Exp(0.5 * excess * Sign(run));
        int trough = TroughSecond(run);
        for (int i = trough; i < run.Marks.Count; i++)
        {
            if (!IsBeyond(run, run.Marks[i], goal)) return i - trough;
        }
        return null;
    }

    private static int Sign(MarketObservation run) => run.Direction == ShockDirection.Fall ? 1 : -1;

    private static bool IsBeyond(MarketObservation run, double price, double other) => run.Direction == ShockDirection.Fall ? price < other : price > other;
}
