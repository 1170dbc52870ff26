namespace Spillway.Signals;

/// <summary>A split of a sale.</summary>
/// <param name="Quantities">Sold in each place.</param>
/// <param name="Proceeds">Received in each place after fee and fixed cost, quote units.</param>
/// <param name="MarginalPrice">Price after fees of the last unit anywhere.</param>
public sealed record VenueRoute(IReadOnlyList<double> Quantities, IReadOnlyList<double> Proceeds, double MarginalPrice)
{
    /// <summary>Received in all places together, quote units.</summary>
    public double Received => Proceeds.Sum();
}
