namespace Spillway.Signals;

/// <summary>An order book: bids at prices.</summary>
/// <param name="Name">Name.</param>
/// <param name="Terms">Costs.</param>
/// <param name="Levels">Price and size, best first.</param>
public sealed record BookVenue(string Name, VenueTerms Terms, IReadOnlyList<(double Price, double Size)> Levels) : ExecutionVenue(Name, Terms)
{
    /// <inheritdoc/>
    public override double BestPrice => Levels[0].Price;

    /// <inheritdoc/>
    public override double QuantityAt(double price, double depth)
    {
        double sum = 0;
        foreach ((double bid, double size) in Levels)
        {
            if (bid < price) break;
            sum += size * depth;
        }
        return sum;
    }

    /// <inheritdoc/>
    public override double QuoteFor(double quantity, double depth)
    {
        double quote = 0;
        foreach ((double bid, double size) in Levels)
        {
            double taken = Math.Min(quantity, size * depth);
            quote += taken * bid;
            quantity -= taken;
        }
        return quote;
    }
}
