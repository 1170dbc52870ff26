using Spillway.Core;

namespace Spillway.Liquidation;

/// <summary>Finds the accounts that a price has breached or brought near a breach. Exact: it finds what a look at everyone would find.</summary>
/// <remarks>
/// Derived state: never saved, never hashed, and the order in which it finds accounts decides nothing. A restored engine builds it anew.
/// </remarks>
public interface IWatch
{
    /// <summary>An account's balance, position or orders changed.</summary>
    void AccountChanged(AccountId account);

    /// <summary>The mark of an instrument moved: finds who is below the warning ratio among its holders.</summary>
    void SweepInstrument(InstrumentId instrument, RatePpm warningRatio, IBreachSink sink);

    /// <summary>A collateral price moved: finds who is below the warning ratio among the holders of the asset.</summary>
    void SweepAsset(AssetId asset, RatePpm warningRatio, IBreachSink sink);
}
