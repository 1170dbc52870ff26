using Spillway.Core;
using Spillway.Margin;

namespace Spillway.Liquidation;

/// <summary>How much of a position offsets the other positions of the same account.</summary>
/// <remarks>
/// Closing at mark leaves equity as it is, and maintenance margin is a sum over positions, so no close ever lowers health by the margin rule itself: what it can do
/// is to leave the rest of the account unhedged. Judged by notional, one for one: all prices are taken to move alike, as in a crash they mostly do. A hedge
/// with an underlying that moves on its own counts for too much, one held in another account for nothing.
/// </remarks>
internal static class HedgedLots
{
    /// <summary>size · min(1, opposite net notional of the other positions / own notional), rounded down; 0 … size. Work: the positions of the account.</summary>
    /// <param name="house">The accounts.</param>
    /// <param name="market">With a mark.</param>
    /// <param name="account">Holder of a position in it.</param>
    public static long Of(ClearingHouse house, Market market, AccountId account)
    {
        PositionTable positions = house.Positions;
        (long size, Int128 own, Int128 others) = (0, 0, 0);
        for (int row = house.Accounts.FirstPosition(account.Index); row >= 0; row = positions.NextOfAccount[row])
        {
            InstrumentId instrument = InstrumentId.FromIndex(positions.Instruments[row]);
            QuantityLots lots = QuantityLots.FromLots(positions.SizeLots[row]);
            Int128 worth = house.RequirementWorth(house.Instruments[instrument.Index].SettlementAsset, house.Notional(instrument, lots));
            if (instrument == market.Id) (size, own) = (lots.Lots, worth);
            else others += lots.Lots > 0 ? worth : -worth;
        }
        Int128 opposite = size > 0 ? -others : others;
        if (opposite <= 0 || own <= 0) return 0;
        return (long)Proportion.Of(Math.Abs(size), Int128.Min(opposite, own), own);
    }
}
