using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation;

/// <summary>The watch that looks at every holder: the plain rule that any faster watch must agree with.</summary>
/// <remarks>Work proportional to the number of position rows (instrument) or accounts (asset); no state, no allocation.</remarks>
public sealed class ScanWatch(ClearingHouse house) : IWatch
{
    /// <inheritdoc/>
    public void AccountChanged(AccountId account)
    {
        // Nothing is derived, so nothing has to be kept up to date.
    }

    /// <inheritdoc/>
    public void Examined(AccountId account, in AccountHealth health, RatePpm warningRatio)
    {
        // Every sweep asks everybody.
    }

    /// <inheritdoc/>
    public void SweepInstruments(ReadOnlySpan<InstrumentId> moved, RatePpm warningRatio, IBreachSink sink)
    {
        ReadOnlySpan<int> instruments = house.Positions.Instruments;
        ReadOnlySpan<int> accounts = house.Positions.Accounts;
        for (int row = 0; row < instruments.Length; row++)
        {
            if (accounts[row] >= 0 && moved.Contains(InstrumentId.FromIndex(instruments[row]))) Examine(AccountId.FromIndex(accounts[row]), warningRatio, sink);
        }
    }

    /// <inheritdoc/>
    public void SweepAsset(AssetId asset, RatePpm warningRatio, IBreachSink sink)
    {
        for (int account = 0; account < house.Accounts.Count; account++)
        {
            AccountId id = AccountId.FromIndex(account);
            if (house.DependsOn(id, asset)) Examine(id, warningRatio, sink);
        }
    }

    private void Examine(AccountId account, RatePpm warningRatio, IBreachSink sink)
    {
        AccountHealth health = house.Health(account);
        if (health.IsBelow(warningRatio)) sink.Found(account, in health);
    }
}
