using System.Globalization;
using Spillway.Liquidation;

namespace Spillway.Simulation;

/// <summary>Recognises the classes of a cascade from what the runs of a policy left behind. Rules and thresholds: docs/labels.md.</summary>
public static class CascadeLabels
{
    // Below this share of open interest a flow is no cascade of its class, whatever else it is.
    private const double FlowLeast = 0.01;

    // From these shares on, a class is one of the causes and not a trifle beside them.
    private const double BranchingLeast = 0.2, StopShareLeast = 0.2, TrendShareLeast = 0.25, DepthLeft = 0.5, CallShareLeast = 0.2, CarriedLeast = 0.1, CollateralLeast = 0.2;

    /// <summary>All classes, means over the runs.</summary>
    /// <param name="runs">Runs of one policy, at least one.</param>
    /// <param name="exogenous">Runs of the counterfactual under the same seeds.</param>
    /// <param name="openInterestUsd">One-sided open interest at the first bar.</param>
    public static IReadOnlyList<CascadeLabel> Of(IReadOnlyList<RunObservation> runs, IReadOnlyList<RunObservation> exogenous, double openInterestUsd)
    {
        double liquidated = runs.Average(run => run.ForcedCloses.Where(close => close.Account < run.Holders).Sum(close => close.Notional)) / openInterestUsd;
        double stopped = Mean(market => market.StopNotional), trend = Mean(market => market.TrendNotional);
        double deleveraged = Of(close => close.Route == TradeRoute.Deleveraging);
        double rehedged = Mean(market => market.RehedgeNotional);
        double branching = Branching(runs, exogenous), depth = runs.Average(run => run.Markets.Min(DepthLow));
        double called = Mean(market => market.CallNotional), carried = Of(close => close.Market != close.Origin), byCollateral = Of(close => close.IsByCollateral);
        double forced = liquidated + stopped + called, all = forced + trend;
        return
        [
            new("margin", liquidated > FlowLeast && branching > BranchingLeast,
                $"{Share(liquidated)} of open interest was liquidated, and {Share(branching)} of the liquidated accounts would have survived without forced sales (from {Share(BranchingLeast)})."),
            new("stop-loss", stopped > FlowLeast && stopped > StopShareLeast * forced,
                $"Stop orders sold {Share(stopped)} of open interest, {Share(forced > 0 ? stopped / forced : 0)} of all forced orders (from {Share(StopShareLeast)})."),
            new("sentiment", trend > FlowLeast && trend > TrendShareLeast * all,
                $"Trend followers traded {Share(trend)} of open interest with the shock, {Share(all > 0 ? trend / all : 0)} of all flow with it (from {Share(TrendShareLeast)})."),
            new("deleveraging", deleveraged > FlowLeast && rehedged > FlowLeast,
                $"{Share(deleveraged)} of open interest was deleveraged, and winners opened {Share(rehedged)} again in the book."),
            new("liquidity", liquidated + stopped > FlowLeast && depth < DepthLeft,
                $"Depth within 1 % of the mark, minute by minute, fell to {Share(depth)} of what it was at the first bar (below {Share(DepthLeft)})."),
            new("margin-call", called > FlowLeast && called > CallShareLeast * forced,
                $"Accounts sold {Share(called)} of open interest to answer margin calls, {Share(forced > 0 ? called / forced : 0)} of all forced orders (from {Share(CallShareLeast)})."),
            new("cross-margin", carried > FlowLeast && carried > CarriedLeast * liquidated,
                $"{Share(carried)} of open interest was liquidated in another market than the one that had cost its account the most, {Share(liquidated > 0 ? carried / liquidated : 0)} of all liquidations (from {Share(CarriedLeast)})."),
            new("collateral", byCollateral > FlowLeast && byCollateral > CollateralLeast * liquidated,
                $"{Share(byCollateral)} of open interest was liquidated from accounts that would not have breached then, had their margin kept its first price: {Share(liquidated > 0 ? byCollateral / liquidated : 0)} of all liquidations (from {Share(CollateralLeast)})."),
            new("protocol", false, "Not simulated: no lending protocol stands beside the venue."),
        ];

        double Of(Func<ForcedClose, bool> counts) => runs.Average(run => run.ForcedCloses.Where(counts).Sum(close => close.Notional)) / openInterestUsd;

        double Mean(Func<MarketObservation, double> notional) => runs.Average(run => run.Markets.Sum(notional)) / openInterestUsd;
    }

    private static double Branching(IReadOnlyList<RunObservation> runs, IReadOnlyList<RunObservation> exogenous)
    {
        double children = 0, all = 0;
        for (int i = 0; i < runs.Count; i++)
        {
            HashSet<int> first = [.. exogenous[i].LiquidatedAccounts];
            all += runs[i].LiquidatedAccounts.Count;
            children += runs[i].LiquidatedAccounts.Count(account => !first.Contains(account));
        }
        return all > 0 ? children / all : 0;
    }

    // Minute means: between two quotes of the makers a moving mark can leave them behind for a moment.
    private static double DepthLow(MarketObservation market)
    {
        const int minute = 60 / MarketSeries.StepSeconds;
        double[] means = [.. market.Series.Depth.Chunk(minute).Select(steps => steps.Average())];
        return means.Length > 0 && means[0] > 0 ? means.Min() / means[0] : 1;
    }

    private static string Share(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);
}
