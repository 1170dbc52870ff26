namespace Spillway.Signals;

/// <summary>Constant product between a lowest price and zero: the plain curve, or one range of concentrated liquidity by its virtual reserves. The fee is taken from what comes in.</summary>
/// <param name="Name">Name.</param>
/// <param name="Terms">Costs; the fee is of the base that comes in, so the price it has here is after the fee.</param>
/// <param name="Base">x, units.</param>
/// <param name="Quote">y, quote units.</param>
/// <param name="Lower">Price at which the range ends; 0 for none.</param>
public sealed record ConstantProductVenue(string Name, VenueTerms Terms, double Base, double Quote, double Lower) : ExecutionVenue(Name, Terms)
{
    private double Kept => 1 - Terms.Fee;

    /// <inheritdoc/>
    public override double BestPrice => Quote / Base;

    /// <summary>Virtual reserves of a range: x = L / √price, y = L · √price.</summary>
    public static ConstantProductVenue Concentrated(string name, VenueTerms terms, double liquidity, double price, double lower) =>
        new(name, terms, liquidity / Math.Sqrt(price), liquidity * Math.Sqrt(price), lower);

    // Marginal price y x / (x + γ q)² before γ; the router multiplies by γ itself.
    /// <inheritdoc/>
    public override double QuantityAt(double price, double depth) =>
        Math.Max(0, (Math.Sqrt(Base * Quote / Math.Max(price, Lower)) - Base) * depth / Kept);

    /// <inheritdoc/>
    public override double QuoteFor(double quantity, double depth)
    {
        double within = Kept * quantity / depth;
        return Quote * within / (Base + within) * depth / Kept; // the fee is taken off once, by the router
    }
}
