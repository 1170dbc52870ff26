using Spillway.Core;
using Spillway.Simulation.Randomness;

namespace Spillway.Simulation;

/// <summary>The other venues of a market: each trades around the wider price with a basis of its own, which widens with the stress of the market.</summary>
/// <remarks>
/// Basis of a venue: a mean-reverting walk with a half-life of 30 s and the spread σ = 0.5 bp + venueBasis · stress. The index sources report these prices; arbitrage trades
/// against the venue that pays the most. Calm, the median of three is within a basis point of the wider price; on 2025-10-10 venues stood percents apart.
/// </remarks>
internal sealed class OutsideVenues(SimulatedMarket market)
{
    /// <summary>Venues, each a source of the index.</summary>
    public const int Count = 3;

    private const double CalmSigma = 0.00005, HalfLifeSeconds = 30, Ln2 = 0.693147180559945309;

    private readonly double[] walk = new double[Count], basis = new double[Count];

    /// <summary>Steps every basis. Called once a second.</summary>
    public void Step(Timestamp now)
    {
        double kept = PortableMath.Exp(-Ln2 / HalfLifeSeconds), added = Math.Sqrt(1 - (kept * kept));
        double sigma = market.Scenario.Liquidity.VenueBasis * market.Stress;
        for (int i = 0; i < Count; i++)
        {
            int address = (market.Number * Count) + i;
            if (market.Scenario.Liquidity.VenueBasis > 0) walk[i] = (kept * walk[i]) + (added * new Draws(market.Seed, address, now, DrawPurpose.VenueBasis).Normal());
            basis[i] = (CalmSigma * new Draws(market.Seed, address, now, DrawPurpose.SourceNoise).Normal()) + (sigma * walk[i]);
        }
    }

    /// <summary>Price of one venue now, quote units.</summary>
    public double Price(int venue, Timestamp now) => market.WiderPrice(now) * PortableMath.Exp(basis[venue]);

    /// <summary>Log distance from the wider price to the venue that pays the most for what is sold there: the highest for a sale, the lowest for a purchase.</summary>
    public double BestBasis(Side side)
    {
        double best = basis[0];
        foreach (double each in basis) best = side == Side.Sell ? Math.Max(best, each) : Math.Min(best, each);
        return market.Scenario.Liquidity.VenueBasis > 0 ? best : 0;
    }
}
