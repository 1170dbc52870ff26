using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>What one member bids for a portfolio now.</summary>
/// <param name="Row">Row of the member.</param>
/// <param name="Price">What it is paid for all of it; negative where it pays.</param>
/// <param name="Most">Notional it takes at most.</param>
/// <param name="IsStanding">Whether it is its standing bid.</param>
/// <param name="Number">In the order of all bids.</param>
internal readonly record struct PortfolioOffer(int Row, Money Price, Money Most, bool IsStanding, long Number) : IComparable<PortfolioOffer>
{
    /// <summary>The smaller price first, at a tie the earlier bid.</summary>
    public int CompareTo(PortfolioOffer other)
    {
        int order = Price.CompareTo(other.Price);
        return order != 0 ? order : Number.CompareTo(other.Number);
    }
}
