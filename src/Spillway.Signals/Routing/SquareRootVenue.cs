namespace Spillway.Signals;

/// <summary>Square-root impact: a sale of q costs a · q^1.5 against the price.</summary>
/// <param name="Name">Name.</param>
/// <param name="Terms">Costs.</param>
/// <param name="Price">Of the first unit.</param>
/// <param name="Impact">a, quote per unit^1.5; positive.</param>
public sealed record SquareRootVenue(string Name, VenueTerms Terms, double Price, double Impact) : ExecutionVenue(Name, Terms)
{
    /// <inheritdoc/>
    public override double BestPrice => Price;

    /// <inheritdoc/>
    public override double QuantityAt(double price, double depth)
    {
        double root = Math.Max(0, (Price - price) / (1.5 * Impact));
        return root * root * depth;
    }

    /// <inheritdoc/>
    public override double QuoteFor(double quantity, double depth) => quantity * (Price - (Impact * Math.Sqrt(quantity / depth)));
}
