namespace Spillway.Simulation;

/// <summary>The metrics of a policy, by the names and units in which results carry them.</summary>
/// <param name="Key">Name in results.</param>
/// <param name="Unit">Unit in words.</param>
/// <param name="Meaning">What it says, for people.</param>
public sealed record Metric(string Key, string Unit, string Meaning)
{
    /// <summary>Key of a value that the verdict needs and results do not carry: open interest one bar before the first forced close, over what was drawn.</summary>
    internal const string OpenInterestBefore = "openInterestBefore";

    private static readonly string[] AccountKeys =
        ["badDebt", "badDebtBpsOfOi", "largestTwoDebts", "insuranceDrain", "liquidatedAccounts", "equityPreserved", "poolCapitalUsedPeak", "poolLoss", "takerLoss", "memberLoss", "keeperProfit", "brokerProfit", "marginPeakToTrough", "marginWorstCall1h", "meanMarginChange", "timeToFlatP99Seconds", "adlMaxHaircut", "adlGini"];

    /// <summary>Whether the metric is of accounts, which may hold several markets: it exists for the venue only.</summary>
    public bool IsOfAccounts => AccountKeys.Contains(Key);

    /// <summary>Every metric, in the order in which results carry them.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        new("amplification", "ratio", "Drawdown over the drawdown without forced sales."),
        new("excessDrawdown", "log", "Drawdown less the drawdown without forced sales."),
        new("cascadeSize", "USD", "Largest cluster of forced closes less than five seconds apart."),
        new("branchingRatio", "share", "Liquidated accounts that would not have been liquidated without forced sales."),
        new("maxLoopGain", "ratio", "Largest loop gain, before the shock, over the range the baseline visited."),
        new("criticalShock", "log", "Smallest fall that the market would have turned into a jump, before the shock."),
        new("badDebt", "USD", "Negative equity when the last position left the account, once per account."),
        new("badDebtBpsOfOi", "bp", "The same, of open interest."),
        new("largestTwoDebts", "USD", "Debts of the two accounts that owed most, together: Cover 2."),
        new("insuranceDrain", "share", "Largest loss of the insurance fund, of the fund."),
        new("liquidatedNotional", "USD", "Taken from accounts under liquidation by every route, at mark."),
        new("liquidatedShareOfOi", "share", "The same, of open interest."),
        new("liquidatedAccounts", "count", "Accounts that lost a position or part of it to liquidation."),
        new("overshoot", "share", "Rebound 30 to 60 minutes after the trough, of the first price."),
        new("falseLiquidationShare", "share", "Liquidated notional of accounts that would not have been liquidated without forced sales."),
        new("equityPreserved", "ratio", "Positive final equity of all leveraged accounts, over that without forced sales."),
        new("deleveragedNotional", "USD", "Closed against winners without their consent, at mark."),
        new("deleveragedShareOfOi", "share", "The same, of open interest."),
        new("nettedShareOfOi", "share", "Closed against opted-in accounts or opposite cases, of open interest."),
        new("takenShareOfOi", "share", "Closed against accounts that promised beforehand to take positions over, of open interest."),
        new("auctionedShareOfOi", "share", "Closed against bidders in auctions, of open interest."),
        new("pooledShareOfOi", "share", "Closed against the buffer pool, of open interest."),
        new("fundingShareOfOi", "share", "Funding paid by one side to the other, of open interest."),
        new("routedShareOfOi", "share", "Closed against liquidity pools, of open interest."),
        new("awayShareOfOi", "share", "Closed against order books elsewhere, of open interest."),
        new("memberShareOfOi", "share", "Taken over by clearing members, of open interest."),
        new("adlOvershoot", "USD", "Deleveraged beyond what was needed."),
        new("adlMaxHaircut", "share", "Largest share of one account's position taken by deleveraging."),
        new("adlGini", "ratio", "Inequality of deleveraged notional among the deleveraged accounts."),
        new("poolCapitalUsedPeak", "USD", "Most capital of backstop vault and buffer pool in use."),
        new("poolLoss", "USD", "Loss of backstop vault and buffer pool."),
        new("takerLoss", "USD", "Loss of accounts that took positions over as they had promised."),
        new("memberLoss", "USD", "Loss of clearing members, contributions included."),
        new("brokerProfit", "USD", "What brokers gained here and lost where they hedged."),
        new("keeperProfit", "USD", "What keepers gained in auctions and lost on the way out, less what their bids cost."),
        new("timeToRecoverySeconds", "s", "From the trough until half of the excess drawdown is regained."),
        new("openInterestForgone", "share", "Open interest that the policy would not have let open before the crash, of what was drawn."),
        new("marginPeakToTrough", "ratio", "Highest over lowest maintenance margin rate during the run."),
        new("marginWorstCall1h", "share", "Largest rise of the maintenance margin rate within an hour."),
        new("meanMarginChange", "share", "Mean maintenance margin against the policy's own static tiers."),
        new("haltSeconds", "s", "Time in which an account could not reduce or open by price."),
        new("timeToFlatP99Seconds", "s", "99th percentile of the time from breach to healthy or closed."),
    ];
}
