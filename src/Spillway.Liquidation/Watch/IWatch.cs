using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation;

/// <summary>Finds the accounts that a price has breached or brought near a breach. Exact: it finds what a look at everyone would find.</summary>
/// <remarks>
/// Derived state: never saved, never hashed, and the order in which it finds accounts decides nothing. A restored engine builds it anew.
/// What has to be found is an account that a sweep has breached or brought below the warning ratio. One that was found before, and has not changed since,
/// may be found again or not: the desk knows it already, and says so by <see cref="AccountChanged"/> when it forgets it.
/// </remarks>
public interface IWatch
{
    /// <summary>An account's balance or positions changed, or the desk has forgotten that it was found: its call was met or its case closed.</summary>
    void AccountChanged(AccountId account);

    /// <summary>An account that changed was looked at: the desk knows whether it is below the warning ratio, and the next sweep need not ask again.</summary>
    /// <param name="account">Account.</param>
    /// <param name="health">Its health at the current marks, with all that changed.</param>
    /// <param name="warningRatio">The ratio it was held against.</param>
    void Examined(AccountId account, in AccountHealth health, RatePpm warningRatio);

    /// <summary>The marks of instruments moved, all of them before this is asked: finds who is below the warning ratio among their holders.</summary>
    void SweepInstruments(ReadOnlySpan<InstrumentId> moved, RatePpm warningRatio, IBreachSink sink);

    /// <summary>A collateral price moved: finds who is below the warning ratio among those whose health depends on it.</summary>
    void SweepAsset(AssetId asset, RatePpm warningRatio, IBreachSink sink);
}
