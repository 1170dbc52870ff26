using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>An account on its way through liquidation, from breach to closed.</summary>
/// <param name="Id">Number in order of opening.</param>
/// <param name="Account">The account; it has no other open case.</param>
/// <param name="Opened">Time of the breach.</param>
/// <param name="ClosedLots">Lots closed so far by any route, over all its positions.</param>
/// <param name="CooldownEnd">End of the cooldown after a first stage; zero before one.</param>
/// <param name="AuctionEnd">End of the time for sealed bids; zero before an auction.</param>
/// <param name="IsAuctionOver">Whether that auction has ended without a winner: there is no second one.</param>
public readonly record struct LiquidationCase(
    CaseId Id, AccountId Account, Timestamp Opened, long ClosedLots, Timestamp CooldownEnd, Timestamp AuctionEnd, bool IsAuctionOver)
{
    /// <summary>Whether sealed bids are being taken for the portfolio.</summary>
    public bool IsWaitingForBids => AuctionEnd.Nanos > 0 && !IsAuctionOver;
}
