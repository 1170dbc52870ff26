namespace Spillway.Simulation;

/// <summary>What one run left behind in one of its markets: the raw figures that metrics are made of. Money in quote units.</summary>
public sealed record MarketObservation
{
    /// <summary>Symbol of the market.</summary>
    public required string Market { get; init; }

    /// <summary>One-sided open interest at the first bar, as assumed.</summary>
    public required double OpenInterestUsd { get; init; }

    /// <summary>First open price.</summary>
    public required double FirstOpen { get; init; }

    /// <summary>Which way the shock goes.</summary>
    public required ShockDirection Direction { get; init; }

    /// <summary>Trade price furthest in the direction of the shock from the first bar on, at least the first open.</summary>
    public required double WorstTrade { get; init; }

    /// <summary>The same up to the last recorded bar: what calibration compares with the record.</summary>
    public required double WorstTradeOfBars { get; init; }

    /// <summary>Distance of the worst trade from the first open, log, not negative.</summary>
    public double Drawdown => Distance(WorstTrade);

    /// <summary>Distance of the worst trade up to the last recorded bar from the first open, log, not negative.</summary>
    public double DrawdownOfBars => Distance(WorstTradeOfBars);

    private double Distance(double price) => PortableMath.Log(Direction == ShockDirection.Fall ? FirstOpen / price : price / FirstOpen);

    /// <summary>What happened step by step.</summary>
    public required MarketSeries Series { get; init; }

    /// <summary>Seconds from the first bar on in which a circuit breaker held the market reduce-only, in batches or halted.</summary>
    public int HaltSeconds { get; init; }

    /// <summary>Where liquidations waited, once a minute; empty unless asked for.</summary>
    public IReadOnlyList<HeatRow> Heat { get; init; } = [];

    /// <summary>Closed by stop orders, at mark.</summary>
    public required double StopNotional { get; init; }

    /// <summary>Traded by trend followers in the direction of the shock, at mark.</summary>
    public required double TrendNotional { get; init; }

    /// <summary>Opened again by deleveraged winners, at mark.</summary>
    public required double RehedgeNotional { get; init; }

    /// <summary>Sold down by accounts that answered a margin call, at mark.</summary>
    public required double CallNotional { get; init; }

    /// <summary>Closed in part before a breach, at mark.</summary>
    public required double SoftNotional { get; init; }

    /// <summary>Worked off by takers, at mark.</summary>
    public required double TakerNotional { get; init; }

    /// <summary>Worked off in the book by keepers, at mark.</summary>
    public required double KeeperNotional { get; init; }

    /// <summary>Traded by predators, at mark.</summary>
    public required double PredatorNotional { get; init; }

    /// <summary>What predators gained, at the last mark.</summary>
    public required double PredatorProfit { get; init; }

    /// <summary>What was closed by force, at the mark of its account's breach.</summary>
    public required double ForcedNotional { get; init; }

    /// <summary>What it got worse than that; negative for better.</summary>
    public required double ForcedCost { get; init; }

    /// <summary>Funding that one side paid the other, at mark.</summary>
    public required double FundingPaid { get; init; }

    /// <summary>Mark price once a second from the first bar to the end of the rest hour.</summary>
    public required IReadOnlyList<double> Marks { get; init; }

    /// <summary>Loop gain before the shock by distance, on the 10 bp grid of the signals; empty if it could not be measured.</summary>
    public required IReadOnlyList<double> GainCurve { get; init; }

    /// <summary>s* before the shock; null without a cliff.</summary>
    public required double? CriticalShock { get; init; }

    /// <summary>Largest gain before the shock up to a distance of log-price, and the critical shock.</summary>
    public GainBeforeShock GainOver(double distance) => new(
        GainCurve.Count == 0 ? null : GainCurve.Take(1 + (int)(distance / 0.001)).Max(),
        CriticalShock);

    /// <summary>Open interest a minute before the first forced close, or at the first bar without one, over what was drawn.</summary>
    public required double OpenInterestBefore { get; init; }

    /// <summary>Share of the open interest that was drawn and the policy would not have let open.</summary>
    public double OpenInterestForgone { get; init; }
}
