using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>A sealed bid for the whole portfolio of an account that is being auctioned. Money in minor units of the valuation asset.</summary>
/// <param name="Case">Its case.</param>
/// <param name="Member">Who bids.</param>
/// <param name="Price">What the member is paid for taking everything at mark; negative where it pays.</param>
/// <param name="Notional">Notional that was on offer when the bid came; the price goes with the notional. Positive.</param>
/// <param name="Number">In the order of all bids: the earlier one wins a tie.</param>
public readonly record struct PortfolioBid(CaseId Case, AccountId Member, Money Price, Money Notional, long Number)
{
    /// <summary>The price for what is on offer now, rounded against the member.</summary>
    /// <param name="notional">Positive.</param>
    public Money PriceFor(Money notional) => Money.Ratio((Int128)Price.Units * notional.Units, Notional.Units, Rounding.Down);
}
