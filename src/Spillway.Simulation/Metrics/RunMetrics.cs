using Spillway.Liquidation;

namespace Spillway.Simulation;

/// <summary>Metrics of one run against the runs of the same seed without forced sales. Definitions: docs/metrics.md.</summary>
public static class RunMetrics
{
    private const double ClusterSeconds = 5;

    /// <summary>All metrics by key; null where one is undefined.</summary>
    /// <param name="run">Run of the policy.</param>
    /// <param name="exogenous">Run of the same seed without forced sales in the market.</param>
    /// <param name="gain">Gain of the market before the shock, over the range the baseline visited.</param>
    /// <param name="openInterestUsd">One-sided open interest at the first bar.</param>
    public static IReadOnlyDictionary<string, double?> Of(RunObservation run, RunObservation exogenous, GainBeforeShock gain, double openInterestUsd)
    {
        double drawdown = run.Drawdown, exogenousDrawdown = exogenous.Drawdown;
        double liquidated = run.ForcedCloses.Sum(close => close.Notional);
        HashSet<int> firstGeneration = [.. exogenous.LiquidatedAccounts];
        double falsely = run.ForcedCloses.Where(close => !firstGeneration.Contains(close.Account)).Sum(close => close.Notional);
        int children = run.LiquidatedAccounts.Count(account => !firstGeneration.Contains(account));
        double deleveraged = ByRoute(run, TradeRoute.Deleveraging);
        return new Dictionary<string, double?>
        {
            ["amplification"] = exogenousDrawdown > 0 ? drawdown / exogenousDrawdown : null,
            ["excessDrawdown"] = drawdown - exogenousDrawdown,
            ["cascadeSize"] = LargestCluster(run.ForcedCloses),
            ["branchingRatio"] = run.LiquidatedAccounts.Count > 0 ? (double)children / run.LiquidatedAccounts.Count : null,
            ["maxLoopGain"] = gain.MaxGain,
            ["criticalShock"] = gain.CriticalShock,
            ["badDebt"] = run.BadDebt,
            ["badDebtBpsOfOi"] = run.BadDebt / openInterestUsd * 1e4,
            ["insuranceDrain"] = run.FundAtStart > 0 ? (run.FundAtStart - run.FundLowest) / run.FundAtStart : null,
            ["liquidatedNotional"] = liquidated,
            ["liquidatedShareOfOi"] = liquidated / openInterestUsd,
            ["liquidatedAccounts"] = run.LiquidatedAccounts.Count,
            ["overshoot"] = Overshoot(run),
            ["falseLiquidationShare"] = liquidated > 0 ? falsely / liquidated : null,
            ["equityPreserved"] = exogenous.PositiveEquity > 0 ? run.PositiveEquity / exogenous.PositiveEquity : null,
            ["deleveragedNotional"] = deleveraged,
            ["deleveragedShareOfOi"] = deleveraged / openInterestUsd,
            ["nettedShareOfOi"] = (ByRoute(run, TradeRoute.Netting) + ByRoute(run, TradeRoute.OppositeCase)) / openInterestUsd,
            ["adlOvershoot"] = 0, // deleveraging closes exactly what was handed over: fixed by the rule, proved by its tests
            ["adlMaxHaircut"] = run.DeleveragedShareMost,
            ["adlGini"] = run.DeleveragedGini,
            ["poolCapitalUsedPeak"] = run.PoolUsedPeak,
            ["poolLoss"] = run.PoolLoss,
            ["timeToRecoverySeconds"] = TimeToRecovery(run, exogenous),
            ["marginPeakToTrough"] = 1, // no policy changes margins during a run yet
            ["marginWorstCall1h"] = 0,
            ["meanMarginChange"] = 0,
            ["haltSeconds"] = 0,
            [Metric.OpenInterestBefore] = run.OpenInterestBefore,
            ["timeToFlatP99Seconds"] = run.SecondsToFlat.Count > 0 ? Quantile.OfSorted([.. run.SecondsToFlat.Order()], 0.99) : null,
        };
    }

    private static double ByRoute(RunObservation run, TradeRoute route) => run.ForcedCloses.Where(close => close.Route == route).Sum(close => close.Notional);

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
    private static int TroughSecond(RunObservation run)
    {
        int trough = 0;
        for (int i = 1; i < run.Marks.Count; i++)
        {
            if (IsBeyond(run, run.Marks[i], run.Marks[trough])) trough = i;
        }
        return trough;
    }

    private static double? Overshoot(RunObservation run)
    {
        int trough = TroughSecond(run), from = trough + 1_800, to = Math.Min(run.Marks.Count, trough + 3_600);
        if (from >= to) return null;
        double later = Quantile.OfSorted([.. run.Marks.Skip(from).Take(to - from).Order()], 0.5);
        return (later - run.WorstTrade) * Sign(run) / run.FirstOpen;
    }

    private static double? TimeToRecovery(RunObservation run, RunObservation exogenous)
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

    private static int Sign(RunObservation run) => run.Direction == ShockDirection.Fall ? 1 : -1;

    private static bool IsBeyond(RunObservation run, double price, double other) => run.Direction == ShockDirection.Fall ? price < other : price > other;
}
