namespace Spillway.Liquidation;

/// <summary>A rule book in force: every choice the liquidation desk can make differently. Bounds are checked by the policy document.</summary>
/// <param name="Name">Name of the policy.</param>
/// <param name="Warning">Early warning.</param>
/// <param name="TopUp">Money from a reserve before a liquidation.</param>
/// <param name="PreLiquidation">Closing a part before a breach, for those who agreed.</param>
/// <param name="Stress">When a market is in stress, and what may then leave.</param>
/// <param name="Sizing">How much to close.</param>
/// <param name="Pacing">How fast.</param>
/// <param name="Release">What may pass through the book.</param>
/// <param name="Schedule">Over what time.</param>
/// <param name="Routing">Where beside the book.</param>
/// <param name="Netting">Closing against accounts that agreed beforehand.</param>
/// <param name="Takers">Accounts that promised beforehand to take positions over.</param>
/// <param name="Auction">Auctions of what the book may not take.</param>
/// <param name="Pool">The buffer pool: what it takes of what the book has no room for.</param>
/// <param name="DefaultAuction">Clearing members, and the auction of portfolios among them.</param>
/// <param name="Vault">When a backstop vault takes whole accounts over.</param>
/// <param name="HandOver">Where the rest goes.</param>
/// <param name="Insurance">Fees, and who pays debts.</param>
/// <param name="Breakers">When a market is slowed or halted.</param>
/// <param name="OpenInterest">What may be opened, and with how much margin.</param>
/// <param name="Funding">Funding rates that the engine forms itself.</param>
/// <param name="Adaptive">Close buffer and fee that follow volatility and delay.</param>
public sealed record Policy(
    string Name,
    WarningPolicy Warning,
    TopUpPolicy TopUp,
    PreLiquidationPolicy PreLiquidation,
    StressPolicy Stress,
    SizingPolicy Sizing,
    PacingPolicy Pacing,
    ReleasePolicy Release,
    SchedulePolicy Schedule,
    RoutingPolicy Routing,
    NettingPolicy Netting,
    TakersPolicy Takers,
    AuctionPolicy Auction,
    PoolPolicy Pool,
    DefaultAuctionPolicy DefaultAuction,
    VaultPolicy Vault,
    HandOverPolicy HandOver,
    InsurancePolicy Insurance,
    BreakerPolicy Breakers,
    OpenInterestPolicy OpenInterest,
    FundingPolicy Funding,
    AdaptivePolicy Adaptive);
