using Spillway.Core;
using Spillway.Simulation.Randomness;

namespace Spillway.Simulation;

/// <summary>The other venues of a market: each trades around the wider price with a basis of its own, which widens with the stress of the market.</summary>
/// <remarks>
/// Basis of a venue: a mean-reverting walk with a half-life of 30 s and the spread σ = 0.5 bp + venueBasis · stress. The index sources report these prices; arbitrage trades
/// against the venue that pays the most. A venue whose book a broker relays is displaced by what is sold there, and by its share of what is swept here where makers quote both; that comes back with the
/// half-life of makers' inventories. Calm, the median of three is within a basis point of the wider price; on 2025-10-10 venues stood percents apart.
/// </remarks>
internal sealed class OutsideVenues(SimulatedMarket market)
{
    /// <summary>Venues, each a source of the index.</summary>
    public const int Count = 3;

    private const double CalmSigma = 0.00005, HalfLifeSeconds = 30, Ln2 = 0.693147180559945309;

    private readonly double[] walk = new double[Count], basis = new double[Count], displaced = new double[Count]; // displaced: positive is down

    /// <summary>Steps every basis. Called once a second.</summary>
    public void Step(Timestamp now)
    {
        double kept = PortableMath.Exp(-Ln2 / HalfLifeSeconds), added = Math.Sqrt(1 - (kept * kept));
        double returned = PortableMath.Exp(-Ln2 / market.Scenario.Liquidity.InventoryHalfLifeSeconds);
        double sigma = market.Scenario.Liquidity.VenueBasis * market.Stress;
        for (int i = 0; i < Count; i++)
        {
            int address = (market.Number * Count) + i;
            if (market.Scenario.Liquidity.VenueBasis > 0) walk[i] = (kept * walk[i]) + (added * new Draws(market.Seed, address, now, DrawPurpose.VenueBasis).Normal());
            displaced[i] *= returned;
            basis[i] = (CalmSigma * new Draws(market.Seed, address, now, DrawPurpose.SourceNoise).Normal()) + (sigma * walk[i]);
        }
    }

    /// <summary>Price of one venue now, quote units.</summary>
    public double Price(int venue, Timestamp now) => market.WiderPrice(now) * PortableMath.Exp(basis[venue] - displaced[venue]);

    /// <summary>Log distance from the wider price to the venue that pays the most for what is sold there: the highest for a sale, the lowest for a purchase.</summary>
    public double BestBasis(Side side)
    {
        double best = Distance(0);
        for (int i = 1; i < Count; i++) best = side == Side.Sell ? Math.Max(best, Distance(i)) : Math.Min(best, Distance(i));
        return best;
    }

    // The noise of calm is not worth a trade.
    private double Distance(int venue) => (market.Scenario.Liquidity.VenueBasis > 0 ? basis[venue] : 0) - displaced[venue];

    /// <summary>Depth of each venue that is relayed, quote units per unit of log-price: its makers withdraw as those here do.</summary>
    public double Depth => market.Scenario.Brokers.DepthShare * market.TargetDepth;

    /// <summary>Something was sold or bought at one venue.</summary>
    /// <param name="venue">Number of the venue.</param>
    /// <param name="side">Of the order.</param>
    /// <param name="usd">Quote units.</param>
    /// <returns>How far that displaced it, log, not negative.</returns>
    public double Displace(int venue, Side side, double usd)
    {
        double log = usd / Depth;
        displaced[venue] += side == Side.Sell ? log : -log;
        return log;
    }

    /// <summary>A forced order swept the book here: makers who quote at relayed venues too move their quotes there.</summary>
    /// <param name="side">Of the order.</param>
    /// <param name="sweptLog">Log distance between the best price before and after, not negative.</param>
    public void Follow(Side side, double sweptLog)
    {
        for (int i = 0; i < market.Scenario.Brokers.Count; i++) displaced[i] += (side == Side.Sell ? sweptLog : -sweptLog) * market.Scenario.Brokers.SharedShare;
    }
}
