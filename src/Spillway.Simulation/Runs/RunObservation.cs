using Spillway.Core;
using Spillway.Liquidation;

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

    /// <summary>The markets, in the order of the scenario.</summary>
    public required IReadOnlyList<MarketObservation> Markets { get; init; }

    /// <summary>What backstops held, step by step.</summary>
    public required BackstopSeries Backstops { get; init; }

    /// <summary>Leveraged accounts; accounts from this number on are houses.</summary>
    public required int Holders { get; init; }

    /// <summary>Forced closes of all markets in order of time: notional at mark by route. What a vault took and is closed of later is among them twice.</summary>
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

    /// <summary>Largest capital in use by backstop vault and buffer pool: maintenance margin of what they hold and what they have lost, once a second.</summary>
    public required double PoolUsedPeak { get; init; }

    /// <summary>Capital of backstop vault and buffer pool less their final equity, each not below zero.</summary>
    public required double PoolLoss { get; init; }

    /// <summary>Debts of the two cases that owed most, together, quote units.</summary>
    public required double LargestTwoDebts { get; init; }

    /// <summary>Taken out of leveraged accounts since the first bar, quote units.</summary>
    public required double Withdrawn { get; init; }

    /// <summary>Moved from reserves into accounts, quote units.</summary>
    public required double ToppedUp { get; init; }

    /// <summary>Capital of takers less their equity at the end, each not below zero, quote units.</summary>
    public required double TakerLoss { get; init; }

    /// <summary>What clearing members brought less what they have at the end, each not below zero, quote units.</summary>
    public double MemberLoss { get; init; }

    /// <summary>What brokers gained here and lost where they hedged, or the reverse, quote units.</summary>
    public required double BrokerProfit { get; init; }

    /// <summary>Equity of keepers at the end, less their capital and what their bids cost, quote units.</summary>
    public required double KeeperProfit { get; init; }

    /// <summary>Positive final equity of the leveraged accounts, all of them.</summary>
    public required double PositiveEquity { get; init; }

    /// <summary>Largest share of a position that deleveraging took from one account, summed over its deleveragings.</summary>
    public required double DeleveragedShareMost { get; init; }

    /// <summary>Gini coefficient of the deleveraged notional over the deleveraged accounts.</summary>
    public required double? DeleveragedGini { get; init; }

    /// <summary>Seconds from breach to healthy or closed, one per case; cases still open count to the end.</summary>
    public required IReadOnlyList<double> SecondsToFlat { get; init; }
}

/// <summary>One forced close.</summary>
/// <param name="Time">When.</param>
/// <param name="Account">Whose position.</param>
/// <param name="Notional">At mark, quote units.</param>
/// <param name="Route">How.</param>
/// <param name="Market">Number of the market.</param>
/// <param name="Origin">Number of the market with the account's largest open loss when it breached.</param>
/// <param name="IsByCollateral">Whether the account would not have breached then, had its margin kept the price of the first open.</param>
public readonly record struct ForcedClose(Timestamp Time, int Account, double Notional, TradeRoute Route, int Market = 0, int Origin = 0, bool IsByCollateral = false);
