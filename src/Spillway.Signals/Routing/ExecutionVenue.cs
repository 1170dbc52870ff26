namespace Spillway.Signals;

/// <summary>A place to sell a quantity in, of which only quotes are known: what it pays for each further unit, and what it costs to use it.</summary>
/// <param name="Name">Name.</param>
/// <param name="Terms">What it costs.</param>
public abstract record ExecutionVenue(string Name, VenueTerms Terms)
{
    /// <summary>Price of the first unit before the fee, quote per unit.</summary>
    public abstract double BestPrice { get; }

    /// <summary>Quantity that a depth scaled by a factor pays at least a price for, before the fee.</summary>
    /// <param name="price">Positive, quote per unit.</param>
    /// <param name="depth">Share of the quoted depth that will be there, above 0.</param>
    public abstract double QuantityAt(double price, double depth);

    /// <summary>Quote for a quantity, before the fee.</summary>
    /// <param name="quantity">At most what <see cref="QuantityAt"/> gives for some price.</param>
    /// <param name="depth">As there.</param>
    public abstract double QuoteFor(double quantity, double depth);
}
