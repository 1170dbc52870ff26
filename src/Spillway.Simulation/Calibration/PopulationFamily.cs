namespace Spillway.Simulation;

/// <summary>
/// One-parameter family of populations through the one that a scenario states: at place 0 its own, at −1 a thin book with little leverage, at 1 a deep book
/// with much. In between depth and leverage move together, each along a straight line of its logarithm.
/// </summary>
/// <remarks>
/// The ends are the populations of shipped scenarios: coins that fell by half, and a fall of Bitcoin by 7 %. Depth and leverage move together because they do in
/// the record: what falls by half in an hour has a thin book, and whoever held it with leverage before is gone. See docs/calibration.md.
/// </remarks>
internal sealed class PopulationFamily
{
    private const double ThinDepth = 2, DeepDepth = 30, NoLeverage = 1, MostOfLosers = 6, MostOfWinners = 3;

    // Deeper than this the cascade is a few per cent of the fall; a book that deep explains nothing.
    private const double DepthMost = 120;

    private readonly MarketPopulation stated, thin, deep;

    /// <summary>The family of a scenario. An end that the scenario is beyond itself is its own value: no number moves against its direction.</summary>
    /// <param name="stated">Population of the scenario.</param>
    /// <param name="direction">Decides which side loses.</param>
    public PopulationFamily(MarketPopulation stated, ShockDirection direction)
    {
        this.stated = stated;
        (double longs, double shorts) = direction == ShockDirection.Fall ? (MostOfLosers, MostOfWinners) : (MostOfWinners, MostOfLosers);
        thin = new MarketPopulation(Math.Min(stated.DepthShare, ThinDepth), Math.Min(stated.LongLeverage, NoLeverage), Math.Min(stated.ShortLeverage, NoLeverage));
        deep = new MarketPopulation(Math.Max(stated.DepthShare, DeepDepth), Math.Max(stated.LongLeverage, longs), Math.Max(stated.ShortLeverage, shorts));
    }

    /// <summary>The population at a place from −1 to 1, with two digits after the point so that it can be written down.</summary>
    public MarketPopulation At(double place)
    {
        if (place == 0) return stated;
        MarketPopulation end = place < 0 ? thin : deep;
        double way = Math.Abs(place);
        return new MarketPopulation(
            Between(stated.DepthShare, end.DepthShare, way), Between(stated.LongLeverage, end.LongLeverage, way), Between(stated.ShortLeverage, end.ShortLeverage, way));
    }

    /// <summary>The same leverage on a book deeper by a factor; null beyond a depth at which nothing would cascade.</summary>
    public static MarketPopulation? Deeper(MarketPopulation population, double factor)
    {
        double depth = Math.Round(population.DepthShare * factor, 2);
        return depth > DepthMost ? null : population with { DepthShare = depth };
    }

    // PortableMath: the same digits on every machine.
    private static double Between(double from, double to, double way) =>
        way == 1 ? to : from == to ? from : Math.Max(Math.Min(from, to), Math.Round(PortableMath.Exp(((1 - way) * PortableMath.Log(from)) + (way * PortableMath.Log(to))), 2));
}
