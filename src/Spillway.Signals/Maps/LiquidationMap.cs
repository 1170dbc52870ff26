using Spillway.Core;
using Spillway.Liquidation;
using Spillway.Margin;

namespace Spillway.Signals;

/// <summary>Liquidation density ℓ(x) of one market and direction, from the actual accounts: the notional that turns liquidatable when this market alone moves.</summary>
/// <remarks>
/// Whole units of the settlement asset, each position with its full notional at the mark. Positions of accounts that are liquidatable at the mark, or have
/// an open case, are <see cref="Backlog"/> and not part of ℓ. Prices of other markets and of collateral stay. Triggers are closed forms, one
/// division a margin tier (see <see cref="PositionTrigger"/>); O(positions of the market × positions of their accounts), nothing is allocated.
/// Source: cascade model §1, methods §4.3.
/// </remarks>
public sealed class LiquidationMap
{
    private readonly double[] notional = new double[LogPriceGrid.Cells];
    private readonly double[] density = new double[LogPriceGrid.Cells];
    private readonly double[] cumulative = new double[LogPriceGrid.Cells + 1];

    /// <summary>ℓ of each cell: notional per unit of log-price.</summary>
    public ReadOnlySpan<double> Density => density;

    /// <summary>Notional triggered from the mark to the start of each cell, backlog excluded; the last entry is the end of the grid.</summary>
    public ReadOnlySpan<double> Cumulative => cumulative;

    /// <summary>Notional of accounts that are liquidatable at the mark or have an open case.</summary>
    public double Backlog { get; private set; }

    /// <summary>How many accounts are behind <see cref="Backlog"/>.</summary>
    public int BacklogAccounts { get; private set; }

    /// <summary>How many accounts turn liquidatable within the grid.</summary>
    public int TriggeredAccounts { get; private set; }

    /// <summary>Notional of all positions that this direction hurts: longs for falls, shorts for squeezes.</summary>
    public double OpenInterest { get; private set; }

    /// <summary>Measures the map anew.</summary>
    /// <param name="house">Accounts and marks.</param>
    /// <param name="cases">Open cases.</param>
    /// <param name="instrument">With a mark.</param>
    /// <param name="forced">What liquidations do: sell in a fall (longs), buy in a squeeze (shorts).</param>
    public void Measure(ClearingHouse house, CaseTable cases, InstrumentId instrument, Side forced)
    {
        Clear();
        InstrumentSpec spec = house.Instruments[instrument.Index];
        ContractScale scale = new(spec, house.Assets[spec.SettlementAsset.Index], house.Rates.Mark(instrument));
        PositionTrigger trigger = new(house, instrument, forced);
        ReadOnlySpan<int> instruments = house.Positions.Instruments, accounts = house.Positions.Accounts;
        ReadOnlySpan<long> sizes = house.Positions.SizeLots, bases = house.Positions.BasisUnits;
        for (int row = 0; row < instruments.Length; row++)
        {
            bool isHurt = forced == Side.Sell ? sizes[row] > 0 : sizes[row] < 0;
            if (!isHurt || instruments[row] != instrument.Index) continue; // freed rows have no size
            AccountId account = AccountId.FromIndex(accounts[row]);
            double value = scale.Value(QuantityLots.FromLots(sizes[row]));
            OpenInterest += value;
            Place(cases.IsOpen(account) ? PositionTrigger.AtOnce : trigger.Distance(account, sizes[row], bases[row]), value);
        }
        Sum();
    }

    private void Place(double distance, double value)
    {
        if (double.IsNegative(distance))
        {
            Backlog += value;
            BacklogAccounts++;
            return;
        }
        int cell = LogPriceGrid.CellOf(distance);
        if (cell == LogPriceGrid.Cells) return;
        notional[cell] += value;
        TriggeredAccounts++;
    }

    private void Clear()
    {
        notional.AsSpan().Clear();
        (Backlog, BacklogAccounts, TriggeredAccounts, OpenInterest) = (0, 0, 0, 0);
    }

    private void Sum()
    {
        for (int cell = 0; cell < LogPriceGrid.Cells; cell++)
        {
            density[cell] = notional[cell] * LogPriceGrid.CellsPerUnit;
            cumulative[cell + 1] = cumulative[cell] + notional[cell];
        }
    }
}
