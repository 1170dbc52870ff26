using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Lots of a case on offer at a price that time moves. The account keeps them until somebody takes them.</summary>
/// <param name="Id">Number in order of starting.</param>
/// <param name="Case">Case the lots belong to; it has no other auction.</param>
/// <param name="Account">Account under liquidation.</param>
/// <param name="Instrument">Market.</param>
/// <param name="Side">What the account does: sell for a long.</param>
/// <param name="Offered">Lots on offer so far, those that were taken included.</param>
/// <param name="Left">Lots on offer now; positive.</param>
/// <param name="Started">Since when the price runs.</param>
/// <param name="Restarts">How often it started anew.</param>
/// <param name="PricedAt">Instant of the last take; zero before one.</param>
/// <param name="PricedMark">Mark at that instant; none before a take.</param>
/// <param name="DiscountPpb">Discount at that instant, 1e-9 of the mark: whoever comes at the same instant gets no larger one.</param>
public readonly record struct Auction(
    AuctionId Id,
    CaseId Case,
    AccountId Account,
    InstrumentId Instrument,
    Side Side,
    QuantityLots Offered,
    QuantityLots Left,
    Timestamp Started,
    int Restarts,
    Timestamp PricedAt,
    PriceTicks PricedMark,
    long DiscountPpb)
{
    /// <summary>Whether somebody took at this time and mark: the same instant.</summary>
    internal bool IsPriced(Timestamp time, PriceTicks mark) => PricedMark.IsSet && PricedAt == time && PricedMark == mark;

    /// <summary>No policy restarts an auction more often.</summary>
    internal const int RestartsMost = 10;

    /// <summary>Largest discount or premium of any policy, 5 % of the mark.</summary>
    internal const long DiscountPpbMost = 50_000_000;

    /// <summary>Whether a row can stand at a time in a market with a largest position.</summary>
    internal bool IsPossible(QuantityLots maxPosition, PriceTicks maxPrice, Timestamp now) =>
        Side <= Side.Sell
        && Left > QuantityLots.Zero && Offered >= Left && Offered <= maxPosition
        && Started.Nanos >= 0 && Started <= now && PricedAt.Nanos >= 0 && PricedAt <= now
        && PricedMark.Ticks >= 0 && PricedMark <= maxPrice
        && Restarts is >= 0 and <= RestartsMost
        && DiscountPpb is >= -DiscountPpbMost and <= DiscountPpbMost;
}
