using Spillway.Core;
using Spillway.Markets;

namespace Spillway.Liquidation;

/// <summary>Every bound of the engine in one place. Reaching one is an event or a rejection, never a silent skip.</summary>
/// <param name="MaxAssets">Assets that can be listed.</param>
/// <param name="MaxInstruments">Instruments that can be listed.</param>
/// <param name="MaxIndexes">Price indexes that can be listed.</param>
/// <param name="MaxAccounts">Accounts and sub-accounts that can be opened.</param>
/// <param name="MaxPositionsPerAccount">Instruments in which one account may hold positions or orders.</param>
/// <param name="MaxSupplyUnits">Deposits less withdrawals of one asset, minor units: keeps every sum of balances far inside a long.</param>
/// <param name="MaxNettingMembers">Accounts opted in to netting in one instrument.</param>
/// <param name="MaxTakers">Promises to take positions over in one instrument, a side.</param>
/// <param name="MaxLiquidityPools">Accounts that quote by a curve in one instrument.</param>
/// <param name="MaxBrokers">Accounts that may relay order books of other venues: where they have fixed costs, every set of them is tried.</param>
/// <param name="MaxAwayLevels">Levels of one of them.</param>
/// <param name="MaxMembers">Clearing members.</param>
/// <param name="MaxPortfolioBids">Sealed bids of all auctions under way.</param>
/// <param name="MaxLiquidationRounds">Rounds of release, sweep and release again within one command.</param>
/// <param name="MaxServicedCases">Times a case is served within one command.</param>
/// <param name="SignalMaxAgeNanos">Age beyond which signals are no longer used.</param>
/// <param name="Book">Bounds of each order book.</param>
public sealed record EngineLimits(
    int MaxAssets,
    int MaxInstruments,
    int MaxIndexes,
    int MaxAccounts,
    int MaxPositionsPerAccount,
    long MaxSupplyUnits,
    int MaxNettingMembers,
    int MaxTakers,
    int MaxLiquidityPools,
    int MaxBrokers,
    int MaxAwayLevels,
    int MaxMembers,
    int MaxPortfolioBids,
    int MaxLiquidationRounds,
    int MaxServicedCases,
    long SignalMaxAgeNanos,
    OrderBookLimits Book)
{
    /// <summary>Bounds for one venue on one machine.</summary>
    public static EngineLimits Default { get; } = new(
        MaxAssets: 64,
        MaxInstruments: 1_024,
        MaxIndexes: 1_024,
        MaxAccounts: 16_000_000,
        MaxPositionsPerAccount: 1_024,
        MaxSupplyUnits: 1L << 60,
        MaxNettingMembers: 1_000_000,
        MaxTakers: 64,
        MaxLiquidityPools: 16,
        MaxBrokers: 4,
        MaxAwayLevels: 16,
        MaxMembers: 64,
        MaxPortfolioBids: 4_096,
        MaxLiquidationRounds: 64,
        MaxServicedCases: 1_000_000,
        SignalMaxAgeNanos: 10 * Timestamp.NanosPerSecond,
        Book: OrderBookLimits.Default);
}
