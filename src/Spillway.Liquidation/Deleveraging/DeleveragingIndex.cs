using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation;

/// <summary>Place of a position in a ranked deleveraging queue: profit ratio × leverage of its account.</summary>
/// <remarks>
/// (mark / entry) · (notional / account value); for shorts the ratio of the prices is turned over, so that profit raises it too.
/// Source: Hyperliquid documentation, auto-deleveraging, read 2026-11; it states the form of longs.
/// </remarks>
public static class DeleveragingIndex
{
    private const long Parts = 1_000_000_000;
    private const long Most = Parts * Parts; // of each factor: their product stays inside 128 bits

    /// <summary>The index, 1e-18, each factor rounded down to 1e-9 and at most 1e9; highest for an account without value.</summary>
    /// <param name="house">The accounts.</param>
    /// <param name="market">With a mark.</param>
    /// <param name="account">Holder of a position in it.</param>
    public static Int128 Of(ClearingHouse house, Market market, AccountId account)
    {
        QuantityLots size = house.Size(account, market.Id);
        Int128 value = Int128.Abs(ContractValue.Of(market.Spec, market.Price.Mark, size, Rounding.Down).Units), cost = Int128.Abs(house.Basis(account, market.Id).Units);
        bool risesWithValue = (market.Spec.Kind == InstrumentKind.InversePerpetual) != size > QuantityLots.Zero;
        Int128 priceRatio = risesWithValue ? Ratio(value, cost) : Ratio(cost, value);
        Int128 notional = house.RequirementWorth(market.Spec.SettlementAsset, house.Notional(market.Id, size));
        return priceRatio * Ratio(notional, house.Health(account).EquityMillionths);
    }

    private static Int128 Ratio(Int128 numerator, Int128 denominator)
    {
        if (denominator <= 0) return Most;
        int shift = Math.Max(0, 31 - (int)Int128.LeadingZeroCount(numerator)); // keeps the product with 1e9 inside 128 bits
        return Int128.Min(Most, (numerator >> shift) * Parts / Int128.Max(1, denominator >> shift));
    }
}
