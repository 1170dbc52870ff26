namespace Spillway.Signals;

/// <summary>Liquidation density ℓ(x) of one market and direction, from the actual accounts: the notional that turns liquidatable when this market alone moves.</summary>
/// <remarks>
/// Whole units of the settlement asset, each position with its full notional at the mark. Positions of accounts that are liquidatable at the mark, or have
/// an open case, are <see cref="Backlog"/> and not part of ℓ. Prices of other markets and of collateral stay. Filled by <see cref="LiquidationSurvey"/>, which
/// looks at everybody, or by <see cref="LiveLiquidationMap"/>, which looks at those who changed. Source: cascade model §1, methods §4.3.
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

    /// <summary>Forgets everything.</summary>
    internal void Clear()
    {
        notional.AsSpan().Clear();
        (Backlog, BacklogAccounts, TriggeredAccounts, OpenInterest) = (0, 0, 0, 0);
    }

    /// <summary>Adds one account.</summary>
    /// <param name="cell">Of its trigger; <see cref="LogPriceGrid.Cells"/> beyond the grid, negative for backlog.</param>
    /// <param name="value">Notional of its position at the mark.</param>
    internal void Add(int cell, double value)
    {
        OpenInterest += value;
        if (cell < 0)
        {
            Backlog += value;
            BacklogAccounts++;
            return;
        }
        if (cell == LogPriceGrid.Cells) return;
        notional[cell] += value;
        TriggeredAccounts++;
    }

    /// <summary>Says how much there is in a cell, in place of <see cref="Add"/>.</summary>
    internal void Put(int cell, double value) => notional[cell] = value;

    /// <summary>Says what is not in a cell, in place of <see cref="Add"/>.</summary>
    internal void Put(double backlog, int backlogAccounts, int triggeredAccounts, double openInterest) =>
        (Backlog, BacklogAccounts, TriggeredAccounts, OpenInterest) = (backlog, backlogAccounts, triggeredAccounts, openInterest);

    /// <summary>Forms the curves out of what was added.</summary>
    internal void Sum()
    {
        for (int cell = 0; cell < LogPriceGrid.Cells; cell++)
        {
            density[cell] = notional[cell] * LogPriceGrid.CellsPerUnit;
            cumulative[cell + 1] = cumulative[cell] + notional[cell];
        }
    }
}
