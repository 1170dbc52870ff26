using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>What a forced fill pays into the insurance fund (positive) or takes from it (negative), by the rule of dYdX v4.</summary>
/// <remarks>
/// quote − bankruptcy quote if that is negative; otherwise the smaller of it and the largest fee.
/// Source: dydxprotocol/v4-chain at 84d4664 (2026-03-04), x/clob/keeper/liquidations.go, GetLiquidationInsuranceFundDelta.
/// </remarks>
public static class InsuranceDelta
{
    /// <summary>The amount, minor units of the settlement asset.</summary>
    /// <param name="quote">Received by a sale; negative for what a buy pays.</param>
    /// <param name="bankruptcy">Quote that leaves the account nothing.</param>
    /// <param name="maxFee">Largest fee, of the quote; rounded down.</param>
    public static Money Of(Money quote, Money bankruptcy, RatePpm maxFee)
    {
        Money over = quote - bankruptcy;
        return over < Money.Zero ? over : Money.Min(over, maxFee.Of(quote < Money.Zero ? -quote : quote, Rounding.Down));
    }
}
