namespace Spillway.Simulation;

/// <summary>What of a drawn population a policy would have let open.</summary>
/// <param name="OfAll">Share of every position that the caps leave, 0 to 1: those who wanted more were refused, all in the same proportion.</param>
/// <param name="OfHolders">Share of that which each holder's own margin carries with the add-on, by row, 0 to 1; empty for all of it.</param>
internal sealed record OpeningShares(double OfAll, IReadOnlyList<double> OfHolders)
{
    /// <summary>Share that the margin of a row carries.</summary>
    public double OfHolder(int row) => OfHolders.Count == 0 ? 1 : OfHolders[row];

    /// <summary>Whether everything may be opened.</summary>
    public bool IsWhole => OfAll >= 1 && OfHolders.All(share => share >= 1);
}
