using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;

namespace Spillway.Signals;

/// <summary>Measures the liquidation maps of a market in both directions, by a look at every position.</summary>
/// <remarks>
/// Triggers are closed forms, one division a margin tier and no logarithm (see <see cref="PositionTrigger"/>). O(positions); nothing is allocated once its columns have grown to
/// the accounts. One survey serves all markets in turn. Single writer, on the thread of the engine.
/// </remarks>
public sealed class LiquidationSurvey
{
    private readonly AccountSlacks slacks = new();
    private readonly PositionTrigger falling = new(Side.Sell), rising = new(Side.Buy);

    /// <summary>Measures both maps anew.</summary>
    /// <param name="house">Accounts and marks.</param>
    /// <param name="cases">Open cases.</param>
    /// <param name="instrument">With a mark.</param>
    /// <param name="falls">Receives what a fall would trigger: longs that are sold.</param>
    /// <param name="squeezes">Receives what a rise would trigger: shorts that are bought in.</param>
    public void Measure(ClearingHouse house, CaseTable cases, InstrumentId instrument, LiquidationMap falls, LiquidationMap squeezes)
    {
        falls.Clear();
        squeezes.Clear();
        InstrumentSpec spec = house.Instruments[instrument.Index];
        ContractScale scale = new(spec, house.Assets[spec.SettlementAsset.Index], house.Rates.Mark(instrument));
        slacks.Measure(house, instrument);
        falling.Aim(house, instrument);
        rising.Aim(house, instrument);
        ReadOnlySpan<int> instruments = house.Positions.Instruments, accounts = house.Positions.Accounts;
        ReadOnlySpan<long> sizes = house.Positions.SizeLots, bases = house.Positions.BasisUnits;
        for (int row = 0; row < instruments.Length; row++)
        {
            long size = sizes[row];
            if (instruments[row] != instrument.Index || size == 0) continue; // freed rows have no size
            AccountId account = AccountId.FromIndex(accounts[row]);
            PositionTrigger trigger = size > 0 ? falling : rising;
            int cell = cases.IsOpen(account) ? PositionTrigger.Backlog : trigger.Cell(account, slacks.Of(account), size, bases[row]);
            (size > 0 ? falls : squeezes).Add(cell, scale.Value(QuantityLots.FromLots(size)));
        }
        falls.Sum();
        squeezes.Sum();
    }
}
