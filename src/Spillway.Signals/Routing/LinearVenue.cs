namespace Spillway.Signals;

/// <summary>Linear impact: unit q trades at price − slope · q.</summary>
/// <param name="Name">Name.</param>
/// <param name="Terms">Costs.</param>
/// <param name="Price">Of the first unit.</param>
/// <param name="Slope">κ, quote per unit and unit; positive.</param>
public sealed record LinearVenue(string Name, VenueTerms Terms, double Price, double Slope) : ExecutionVenue(Name, Terms)
{
    /// <inheritdoc/>
    public override double BestPrice => Price;

    /// <inheritdoc/>
    public override double QuantityAt(double price, double depth) => Math.Max(0, (Price - price) * depth / Slope);

    /// <inheritdoc/>
    public override double QuoteFor(double quantity, double depth) => quantity * (Price - (0.5 * Slope / depth * quantity));
}
