using Spillway.Core;

namespace Spillway.Simulation;

/// <summary>What one run of one policy under one seed left behind: the raw figures that metrics are made of. Money in quote units.</summary>
public sealed record RunObservation
{
    /// <summary>Seed of the run.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Hash of the engine's final state.</summary>
    public required StateHash Hash { get; init; }

    /// <summary>Commands executed.</summary>
    public required long Commands { get; init; }

    /// <summary>Events of the kernel.</summary>
    public required long KernelEvents { get; init; }

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
    public required RunSeries Series { get; init; }

    /// <summary>Where liquidations waited, once a minute; empty unless asked for.</summary>
    public IReadOnlyList<HeatRow> Heat { get; init; } = [];

    /// <summary>Closed by stop orders, at mark.</summary>
    public required double StopNotional { get; init; }

    /// <summary>Traded by trend followers in the direction of the shock, at mark.</summary>
    public required double TrendNotional { get; init; }

    /// <summary>Opened again by deleveraged winners, at mark.</summary>
    public required double RehedgeNotional { get; init; }

    /// <summary>Mark price once a second from the first bar to the end of the rest hour.</summary>
    public required IReadOnlyList<double> Marks { get; init; }

    /// <summary>Forced closes in order of time: notional at mark by route.</summary>
    public required IReadOnlyList<ForcedClose> ForcedCloses { get; init; }

    /// <summary>Accounts that had a case and lost lots to it, in order of the first loss.</summary>
    public required IReadOnlyList<int> LiquidatedAccounts { get; init; }

    /// <summary>Number of leveraged accounts that deleveraging took lots from.</summary>
    internal int DeleveragedAccounts { get; init; }

    /// <summary>Number of accounts whose equity was negative when their last position left them.</summary>
    internal int NegativeAccounts { get; init; }

    /// <summary>Bad debt, once per account.</summary>
    public required double BadDebt { get; init; }

    /// <summary>Insurance fund at the first bar.</summary>
    public required double FundAtStart { get; init; }

    /// <summary>Lowest insurance fund.</summary>
    public required double FundLowest { get; init; }

    /// <summary>Largest capital in use by the backstop vault: maintenance margin of what it holds and what it has lost, once a second.</summary>
    public required double PoolUsedPeak { get; init; }

    /// <summary>Capital of the backstop vault less its final equity, not below zero.</summary>
    public required double PoolLoss { get; init; }

    /// <summary>Positive final equity of the leveraged accounts, all of them.</summary>
    public required double PositiveEquity { get; init; }

    /// <summary>Largest share of a position that deleveraging took from one account, summed over its deleveragings.</summary>
    public required double DeleveragedShareMost { get; init; }

    /// <summary>Gini coefficient of the deleveraged notional over the deleveraged accounts.</summary>
    public required double? DeleveragedGini { get; init; }

    /// <summary>Seconds from breach to healthy or closed, one per case; cases still open count to the end.</summary>
    public required IReadOnlyList<double> SecondsToFlat { get; init; }

    /// <summary>Loop gain before the shock by distance, on the 10 bp grid of the signals; empty if it could not be measured.</summary>
    public required IReadOnlyList<double> GainCurve { get; init; }

    /// <summary>s* before the shock; null without a cliff.</summary>
    public required double? CriticalShock { get; init; }

    /// <summary>Largest gain before the shock up to a distance of log-price, and the critical shock.</summary>
    public GainBeforeShock GainOver(double distance) => new(
        GainCurve.Count == 0 ? null : GainCurve.Take(1 + (int)(distance / 0.001)).Max(),
        CriticalShock);

    /// <summary>Open interest a minute before the first forced close, over that at the first bar; one without a forced close.</summary>
    public required double OpenInterestBefore { get; init; }
}

/// <summary>One forced close.</summary>
/// <param name="Time">When.</param>
/// <param name="Account">Whose position.</param>
/// <param name="Notional">At mark, quote units.</param>
/// <param name="Route">How.</param>
public readonly record struct ForcedClose(Timestamp Time, int Account, double Notional, Liquidation.TradeRoute Route);
